import fc from 'fast-check';

import { bindConditions } from '../../../../nodes/shared/creatio/conditions/bindRow';
import { COMPARISONS, TEXT_TESTS } from '../../../../nodes/shared/creatio/conditions/operators';
import type { Condition } from '../../../../nodes/shared/creatio/conditions/tree';
import { compileFilter } from '../../../../nodes/shared/creatio/odata/filterText';
import { collectionPath } from '../../../../nodes/shared/creatio/odata/url';
import { decodeQuery, type Expression, parseFilter } from '../../../emulator';
import { fakeMetadata } from '../fakes';
import { odata4 } from '../../../../nodes/shared/creatio/odata4/odata4';
import { ODATA4 } from '../fakes';

const dialect = {
	clock: { now: new Date(0), zone: 'UTC' },
	protocol: odata4,
	emptyLookup: 'navigation',
} as const;

/** The `$filter` as a server reads it out of the address that we made. */
function received(condition: Condition): Expression {
	const path = collectionPath(ODATA4, 'Contact', { filter: compileFilter(condition, dialect)?.text });
	const query = decodeQuery(path.slice(path.indexOf('?') + 1));
	const filter = query.find(({ name }) => name === '$filter')?.value ?? '';
	return parseFilter(filter);
}

function texts(expression: Expression): string[] {
	switch (expression.kind) {
		case 'literal':
			return expression.type === 'Edm.String' ? [expression.value] : [];
		case 'binary':
			return [...texts(expression.left), ...texts(expression.right)];
		case 'unary':
			return texts(expression.operand);
		case 'call':
			return expression.args.flatMap(texts);
		default:
			return [];
	}
}

/** What a column of text can hold: no NUL, no half characters (both are refused before). */
const storable = (text: string) => text !== '' && text.isWellFormed() && !text.includes('\u0000');

/** Pieces that have a meaning in a filter or in an address come often. */
const awkward = fc
	.array(
		fc.constantFrom(
			"'",
			"''",
			'%27',
			'%',
			'&',
			'+',
			'#',
			'?',
			'=',
			'$filter=',
			' or ',
			')',
			'(',
			'\\',
			'\r\n',
			'\t',
			'"',
			',',
			';',
			'/',
			'é',
			'﷽',
			'👩‍👧',
			'\u202e',
		),
		{ minLength: 1, maxLength: 12 },
	)
	.map((parts) => parts.join(''));

const anyText = fc
	.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), awkward)
	.filter(storable);

const textOperator = fc.constantFrom(
	...TEXT_TESTS,
	...COMPARISONS.filter((operator) => operator === 'equals' || operator === 'notEquals'),
);

it('any text as the value of a condition arrives as exactly that text', async () => {
	await fc.assert(
		fc.asyncProperty(anyText, textOperator, async (value, operator) => {
			const condition = await bindConditions([{ path: 'Name', operator, value }], 'all', {
				metadata: fakeMetadata(),
				object: 'Contact',
				zone: 'UTC',
			});
			expect(texts(received(condition))).toEqual([value]);
		}),
		{ numRuns: 10_000 },
	);
}, 60_000);

it('any list of texts arrives as exactly those texts', async () => {
	await fc.assert(
		fc.asyncProperty(fc.uniqueArray(anyText, { minLength: 1, maxLength: 8 }), async (value) => {
			const condition = await bindConditions([{ path: 'Name', operator: 'isAnyOf', value }], 'any', {
				metadata: fakeMetadata(),
				object: 'Contact',
				zone: 'UTC',
			});
			expect(texts(received(condition))).toEqual(value);
		}),
		{ numRuns: 1_000 },
	);
}, 60_000);
