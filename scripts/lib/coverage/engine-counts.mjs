import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eachMapping, TraceMap } from '@jridgewell/trace-mapping';
import ts from 'typescript';
import { repository } from '../paths.mjs';

/** @typedef {import('node:inspector').Profiler.ScriptCoverage} ScriptCoverage */

/** @typedef {(place: { line: number, column: number }) => number} CountAt How often a place of a source ran. */

/**
 * How often the parts of each source ran in the engine's processes, which run the built package.
 *
 * @param {string} folder Where test/support/recordCoverage.ts has written.
 * @returns {Promise<Array<{ source: string, countAt: CountAt }>>} One for each source and process.
 */
export async function engineCounts(folder) {
	const files = await readdir(folder).catch(() => []);
	/** @type {Map<string, Promise<Places | undefined>>} */
	const places = new Map();
	const counts = [];
	for (const file of files) {
		/** @type {ScriptCoverage[]} */
		const scripts = JSON.parse(await readFile(join(folder, file), 'utf8'));
		for (const script of scripts) {
			const built = fileURLToPath(script.url);
			const source = join(repository, relative(join(repository, 'dist'), built).replace(/\.js$/, '.ts'));
			const known = places.get(source) ?? placesOf(source, built);
			places.set(source, known);
			const offsetOf = await known;
			if (offsetOf) counts.push({ source, countAt: counter(script, offsetOf) });
		}
	}
	return counts;
}

/** @typedef {(place: { line: number, column: number }) => number | undefined} Places Offset in the built file. */

/**
 * The build leaves no source maps behind. TypeScript makes the same text of a file again, and a map with it.
 *
 * @param {string} source
 * @param {string} built
 * @returns {Promise<Places | undefined>} None for the file into which the build puts the XML parser.
 */
async function placesOf(source, built) {
	const text = await readFile(built, 'utf8');
	const { outputText, sourceMapText = '{}' } = ts.transpileModule(await readFile(source, 'utf8'), {
		fileName: source,
		compilerOptions: { ...compilerOptions, sourceMap: true },
	});
	if (outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, '').trimEnd() !== text.trimEnd()) return undefined;

	const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
	/** @type {Map<string, number>} */
	const offsets = new Map();
	eachMapping(new TraceMap(sourceMapText), (mapping) => {
		if (mapping.source === null) return;
		const key = `${mapping.originalLine}:${mapping.originalColumn}`;
		const start = lineStarts[mapping.generatedLine - 1] ?? 0;
		if (!offsets.has(key)) offsets.set(key, start + mapping.generatedColumn);
	});
	return ({ line, column }) => offsets.get(`${line}:${column}`);
}

const { options: compilerOptions } = ts.parseJsonConfigFileContent(
	ts.readConfigFile(join(repository, 'tsconfig.json'), ts.sys.readFile).config,
	ts.sys,
	repository,
);

/**
 * @param {ScriptCoverage} script
 * @param {Places} offsetOf
 * @returns {CountAt}
 */
function counter(script, offsetOf) {
	const ranges = script.functions.flatMap((part) => part.ranges);
	return (place) => {
		const offset = offsetOf(place);
		if (offset === undefined) return 0;
		let innermost;
		for (const range of ranges) {
			if (range.startOffset > offset || range.endOffset <= offset) continue;
			const size = range.endOffset - range.startOffset;
			if (!innermost || size <= innermost.endOffset - innermost.startOffset) innermost = range;
		}
		return innermost?.count ?? 0;
	};
}
