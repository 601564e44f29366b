import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawFloors } from '../lib/floors/drawing.mjs';

/**
 * @param {string} source
 * @param {string[]} imports
 */
const file = (source, ...imports) =>
	/** @type {import('dependency-cruiser').IModule} */ ({
		source,
		dependencies: imports.map((resolved) => ({ resolved })),
	});

test('a floor is drawn once, in the box of its folder', () => {
	const drawing = drawFloors([
		file('nodes/shared/creatio/client.ts', 'nodes/shared/creatio/odata/url.ts'),
		file('nodes/shared/creatio/odata/url.ts', 'nodes/shared/creatio/odata/literal.ts'),
		file('nodes/shared/creatio/odata/literal.ts'),
	]);
	assert.equal(
		drawing,
		[
			'flowchart TD',
			'\tsubgraph in_creatio["creatio"]',
			'\t\tcreatio_client["client"]',
			'\t\tcreatio_odata["odata"]',
			'\tend',
			'\tcreatio_client --> creatio_odata',
		].join('\n'),
	);
});

test('an arrow that follows from others is left out', () => {
	const drawing = drawFloors([
		file('nodes/Creatio/Creatio.node.ts', 'nodes/shared/http/readBody.ts', 'nodes/shared/basics/wait.ts'),
		file('nodes/shared/http/readBody.ts', 'nodes/shared/basics/wait.ts', 'node_modules/saxes/saxes.js'),
		file('nodes/shared/basics/wait.ts'),
	]);
	assert.equal(drawing, 'flowchart TD\n\thttp --> basics\n\tnodes --> http');
});
