import { randomUUID } from 'node:crypto';
import fc from 'fast-check';

import { fingerprint, PRINT_LENGTH } from '../../../../nodes/shared/basics/fingerprint';
import { packedKeys, unpackedKeys } from '../../../../nodes/shared/creatio/changes/deletions';
import { refuseTooLarge, refuseTooMany } from '../../../../nodes/shared/creatio/changes/memory';
import { isMemory } from '../../../../nodes/shared/creatio/changes/memoryShape';
import { valueMemory } from '../../../../nodes/shared/creatio/changes/valueMemory';
import type { ObjectModel } from '../../../../nodes/shared/creatio/model/objectModel';
import { changedSinceMade, timeColumn } from '../../../../nodes/shared/n8n/trigger/watched';

describe('keys as short text', () => {
	it('come back as they were', () => {
		fc.assert(
			fc.property(fc.array(fc.uuid()), (ids) => {
				const text = packedKeys(ids);
				expect(text).toHaveLength(22 * ids.length);
				expect(unpackedKeys(text)).toEqual(ids);
			}),
		);
	});
});

describe('a fingerprint', () => {
	it('differs between 200,000 records', () => {
		const prints = new Set(Array.from({ length: 200_000 }, () => fingerprint(randomUUID(), 'x')));
		expect(prints.size).toBe(200_000);
	});

	it('does not confuse where one text ends and the next begins', () => {
		expect(fingerprint('a', 'b')).not.toBe(fingerprint('ab', ''));
		expect(fingerprint('a')).toHaveLength(PRINT_LENGTH);
	});
});

describe.each([true, false])('the values of records (kept whole: %p)', (isWhole) => {
	it('distinguish new, equal and changed values, also after they were stored', () => {
		const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
		const step = fc.tuple(fc.constantFrom('one', 'two', 'three'), fc.tuple(value, value));
		fc.assert(
			fc.property(fc.array(step), (steps) => {
				const expected = new Map<string, readonly unknown[]>();
				let memory = valueMemory(isWhole);
				for (const [id, values] of steps) {
					memory = valueMemory(isWhole, memory.toText());
					const before = expected.get(id);
					const isSame = JSON.stringify(before) === JSON.stringify(values);
					const verdict = memory.take(id, values);
					expect(verdict.kind).toBe(before === undefined ? 'new' : isSame ? 'same' : 'changed');
					if (isWhole && verdict.kind === 'changed') expect(verdict.before).toEqual(before);
					expected.set(id, values);
				}
				expect(memory.size).toBe(expected.size);
			}),
		);
	});

	it('are forgotten when only others are kept', () => {
		const memory = valueMemory(isWhole);
		memory.take('one', [1]);
		memory.take('two', [2]);
		memory.keep(new Set(['two']));
		expect(memory.take('one', [1]).kind).toBe('new');
		expect(memory.take('two', [2]).kind).toBe('same');
	});
});

describe('a stored memory', () => {
	const stamp = '2026-03-02T09:00:00.0000000';
	const key = '83c4ae5a-44ef-4b9f-9a84-7c41c1f7d001';
	const whole = {
		position: stamp,
		floor: stamp,
		seen: [{ newest: stamp, prints: 'abcd-_12' }],
		anchors: [{ id: key, stamp }],
		group: { to: stamp, after: key },
		sureAt: stamp,
		spelling: { offset: -180, comparesAsShown: true },
	};

	it('may lack what is not known yet', () => {
		expect(isMemory(whole)).toBe(true);
		expect(isMemory({ position: stamp, floor: stamp, seen: [], anchors: [] })).toBe(true);
	});

	it.each([
		{ position: '2026-02-30T09:00:00.0000000' },
		{ floor: '2026-03-02T09:00:00Z' },
		{ seen: [{ newest: stamp, prints: 'abc' }] },
		{ seen: {} },
		{ anchors: [{ id: `${key} or true`, stamp }] },
		{ group: { to: stamp, after: '' } },
		{ group: null },
		{ spelling: { offset: 0.5, comparesAsShown: true } },
	])('with another shape is refused: %j', (wrong) => {
		expect(isMemory({ ...whole, ...wrong })).toBe(false);
	});
});

describe('what would be too much', () => {
	it('is refused with the number and the cure', () => {
		expect(() => refuseTooMany(18_001, 18_000, 'Contact', 'Record Deleted')).toThrow(
			'18,001 records of Contact match, but "Record Deleted" can watch 18,000 at most',
		);
		expect(() => refuseTooMany(18_000, 18_000, 'Contact', 'Record Deleted')).not.toThrow();
		expect(() => refuseTooLarge('x'.repeat(400_001), 'Contact')).toThrow('400,001 characters');
	});

	it('an object without times is refused', () => {
		const model: ObjectModel = { name: 'VwReport', columns: new Map(), collections: new Map() };
		expect(() => timeColumn(model, 'ModifiedOn', 'Record Updated')).toThrow(
			expect.objectContaining({ kind: 'input', message: expect.stringContaining('ModifiedOn') }),
		);
	});
});

describe('a record counts as changed', () => {
	const column = (name: string) => ({ name, property: name, type: 'dateTime' }) as const;
	it.each([
		['right after it was made', '2026-03-02T09:00:00Z', '2026-03-02T09:00:01.5Z', false],
		['later', '2026-03-02T09:00:00Z', '2026-03-02T09:00:03Z', true],
		['in the hour of winter time, under a false Z', '2026-10-25T02:50:00Z', '2026-10-25T02:10:00Z', true],
	])('%s or not', (_, CreatedOn, ModifiedOn, expected) => {
		const row = { Id: '1', CreatedOn, ModifiedOn };
		expect(changedSinceMade(row, column('ModifiedOn'), column('CreatedOn'))).toBe(expected);
	});
});
