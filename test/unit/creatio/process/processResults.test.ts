import fc from 'fast-check';

import { readResult, readResults } from '../../../../nodes/shared/creatio/process/processResults';
import type { ParameterType } from '../../../../nodes/shared/creatio/process/processSchema';
import { CONTACT_ID, ORDER, parameter, ZERO } from './fakes';

const context = { schema: ORDER, sessionZone: 'Europe/Berlin' };

describe('results of a run', () => {
	it.each<[ParameterType, unknown, unknown]>([
		['text', '', ''],
		['integer', '42', 42],
		['decimal', '12,5', 12.5],
		['decimal', 12.5, 12.5],
		['decimal', 'n/a', 'n/a'],
		['boolean', 'True', true],
		['boolean', 'constructor', 'constructor'],
		['guid', ZERO, null],
		['lookup', CONTACT_ID, CONTACT_ID],
		['dateTime', '2026-07-01T10:00:00', '2026-07-01T08:00:00.000Z'],
		['dateTime', '2026-07-01T10:00:00Z', '2026-07-01T10:00:00.000Z'],
		['dateTime', '"2026-07-01T10:00:00"', '2026-07-01T08:00:00.000Z'],
		['dateTime', '/Date(1700000000000+0300)/', '2023-11-14T22:13:20.000Z'],
		['dateTime', '/Date(-62135596800000)/', null],
		['dateTime', '0001-01-01T00:00:00', null],
		['date', '2026-01-31T00:00:00', '2026-01-31'],
		['date', '/Date(1700000000000+0300)/', '2023-11-15'],
		['time', '0001-01-01T09:30:00', '09:30:00'],
		['other', { a: 1 }, { a: 1 }],
		['collection', 'no list', 'no list'],
	])('%s %j is %j', (type, sent, shown) => {
		expect(readResult(sent, parameter('A', type), 'Europe/Berlin')).toEqual(shown);
		expect(readResult(null, parameter('A', type), 'Europe/Berlin')).toBeNull();
	});

	const lines = [{ Product: 'A', Price: '2.5', Gift: 'false', From: '2026-01-31T00:00:00', More: ZERO }];
	it.each([
		['a list', lines],
		['JSON text', JSON.stringify(lines)],
		['pairs', [Object.entries(lines[0] ?? {}).map(([Key, Value]) => ({ Key, Value }))]],
	])('a collection is typed when it comes as %s', (_form, Lines) => {
		expect(readResults({ Lines }, context)).toEqual({
			Lines: [{ Product: 'A', Price: 2.5, Gift: false, From: '2026-01-31', More: ZERO }],
		});
	});

	it('come as an object or as pairs; what the schema does not have is shown as it came', () => {
		const shown = { Total: 5, Unknown: '5' };
		expect(readResults({ Total: '5', Unknown: '5' }, context)).toEqual(shown);
		const pairs = [
			{ Key: 'Total', Value: '5' },
			{ Key: 'Unknown', Value: '5' },
		];
		expect(readResults(pairs, context)).toEqual(shown);
		expect(readResults('{"Total":"5","Unknown":"5"}', context)).toEqual(shown);
		for (const nothing of [undefined, null, [], '']) expect(readResults(nothing, context)).toEqual({});
	});

	it('never break', () => {
		const types = fc.constantFrom(...ORDER.parameters);
		fc.assert(
			fc.property(types, fc.jsonValue(), (one, sent) => {
				readResult(sent, one, 'Europe/Berlin');
				readResults(sent, context);
				readResults({ [one.name]: sent }, context);
			}),
		);
	});
});
