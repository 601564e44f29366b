import { builtPackage } from '../builtPackage';
import { displayNames } from '../displayNames';
import { cellsUnder, italicsOf } from './markdown';
import { pages, withoutTables } from './pages';
import { sourceTexts, VALUE } from './sourceTexts';

/** Pages whose italics are not labels. */
const OTHER_PAGES = /^(CHANGELOG|docs\/(adr|benchmarks|creatio-api))/;

describe('what the documentation quotes of the code', () => {
	const all = pages();
	const texts = sourceTexts();
	const labels = displayNames();
	const byLength = [...labels].sort((a, b) => b.length - a.length);
	const quotedLabel = new RegExp(
		`\\b((?:field|option) "?)(?:${byLength.map(escaped).join('|')})(?![A-Za-z])`,
		'g',
	);

	it('calls fields, options and choices as the editor does: italics are labels', () => {
		const unknown = all
			.filter(({ name }) => !OTHER_PAGES.test(name))
			.flatMap((candidate) =>
				italicsOf(withoutTables(candidate))
					.filter((label) => !texts.has(label) && !labels.has(label))
					.map((label) => `${candidate.name}: ${label}`),
			);
		expect(unknown).toEqual([]);
	});

	it('quotes messages that the code has (docs/troubleshooting.md)', () => {
		const troubleshooting = all.find(({ name }) => name === 'docs/troubleshooting.md');
		const messages = cellsUnder('message', troubleshooting?.text ?? '');
		expect(messages.length).toBeGreaterThan(30);
		expect(messages.filter((message) => !isMessage(message))).toEqual([]);
	});

	const LISTED = ['resource', 'operation', 'event', 'proof'];

	it('lists all operations, events and ways to authenticate in the README', () => {
		const rows = all.find(({ name }) => name === 'README.md')?.text.split('\n') ?? [];
		const missing = builtPackage().nodes.flatMap(({ description: { displayName, properties } }) => {
			const row = rows.find((line) => line.startsWith(`| [${displayName}](`)) ?? '';
			return properties
				.filter(({ name, type }) => LISTED.includes(name) && type !== 'hidden')
				.flatMap(({ options = [] }) => options.map(({ name }) => name))
				.filter((name) => !row.includes(name))
				.map((name) => `${displayName}: ${name}`);
		});
		expect(missing).toEqual([]);
	});

	function isMessage(message: string): boolean {
		// The code takes labels from where the form has them.
		const pattern = message
			.replace(/\\(.)/g, '$1')
			.replace(quotedLabel, `$1${VALUE}`)
			.split(VALUE)
			.map(escaped)
			.join('.*');
		return [...texts].some((text) => new RegExp(pattern, 's').test(text));
	}
});

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
