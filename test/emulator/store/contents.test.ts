import fc from 'fast-check';

import { Contents } from './contents';
import { Database } from './database';

const PIECE = 4;

const bytes = fc.uint8Array({ maxLength: 3 * PIECE });
const id = fc.constantFrom('a', 'b');
const step = fc.oneof(
	fc.record({ kind: fc.constant('write' as const), id, bytes }),
	fc.record({ kind: fc.constant('append' as const), id, bytes }),
	fc.record({ kind: fc.constant('empty' as const), id }),
	fc.record({ kind: fc.constant('remove' as const), id }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const place = (of: string, column = 'Data') => ({ object: 'ContactFile', id: of, column });

function apply(contents: Contents, one: Step): void {
	if (one.kind === 'write') contents.write(place(one.id), one.bytes);
	else if (one.kind === 'append') contents.append(place(one.id), one.bytes);
	else if (one.kind === 'empty') contents.write(place(one.id), null);
	else contents.removeRecord('ContactFile', one.id);
}

function applyTo(model: Map<string, Buffer>, one: Step): void {
	if (one.kind === 'write') model.set(one.id, Buffer.from(one.bytes));
	else if (one.kind === 'append')
		model.set(one.id, Buffer.concat([model.get(one.id) ?? Buffer.alloc(0), one.bytes]));
	else model.delete(one.id);
}

const stateOf = (contents: Contents) =>
	['a', 'b'].map((of) => {
		const read = contents.read(place(of));
		return [read && Buffer.from(read).toString('hex'), contents.length(place(of))];
	});

it('holds what any sequence of writes, appends and removals leaves', () => {
	fc.assert(
		fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
			const contents = new Contents(new Database(), PIECE);
			const model = new Map<string, Buffer>();
			for (const one of steps) {
				apply(contents, one);
				applyTo(model, one);
			}
			expect(stateOf(contents)).toEqual(
				['a', 'b'].map((of) => [model.get(of)?.toString('hex'), model.get(of)?.length ?? 0]),
			);
		}),
	);
});

it('rolls back with the tables', () => {
	fc.assert(
		fc.property(fc.array(step, { maxLength: 6 }), fc.array(step, { maxLength: 6 }), (before, undone) => {
			const db = new Database();
			const contents = new Contents(db, PIECE);
			for (const one of before) apply(contents, one);
			const kept = stateOf(contents);
			const run = () =>
				db.transaction(() => {
					for (const one of undone) apply(contents, one);
					throw new Error('undo');
				});
			expect(run).toThrow('undo');
			expect(stateOf(contents)).toEqual(kept);
		}),
	);
});

it('keeps columns and records apart, and sees what is appended while it reads', () => {
	const contents = new Contents(new Database(), PIECE);
	contents.write(place('a'), Buffer.from('12345'));
	contents.write(place('a', 'PreviewData'), Buffer.from('x'));
	const pieces = contents.pieces(place('a'));
	const first = Buffer.from(pieces.next().value ?? []).toString();
	contents.append(place('a'), Buffer.from('6'));
	expect([first, Buffer.concat([...pieces]).toString()]).toEqual(['1234', '56']);
});
