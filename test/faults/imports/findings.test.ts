import { findingsOfCounts, findingsOfError, findingsOfRows, textOf } from './findings';
import { IMPORT_PATHS, type Stored, type StoredRecord } from './importPaths';

const pathOf = (name: string) => IMPORT_PATHS.find((path) => path.name === name)!;
const CREATE = pathOf('import to create');
const UPDATE = pathOf('import to update');
const DELETE = pathOf('import to delete');

const stored = (...rows: ReadonlyArray<readonly StoredRecord[]>): Stored => ({ rows, others: '' });
const OLD: StoredRecord = { id: 'a', isChanged: false };
const DONE: StoredRecord = { id: 'a', isChanged: true };
const OTHER: StoredRecord = { id: 'b', isChanged: true };
const line = (Result: string, Id = 'a', Row = '2') => ({ Row, Id, Result });

describe('what is reported of a row, and its record', () => {
	it.each([
		['a record is created', CREATE, [line('created')], [], [DONE]],
		['a record of an earlier import is skipped', CREATE, [line('skipped')], [DONE], [DONE]],
		['a row fails', CREATE, [line('failed')], [], []],
		['nobody knows, and it was done', CREATE, [line('open')], [], [DONE]],
		['nobody knows, and it was not', CREATE, [line('open')], [], []],
		['a record is updated', UPDATE, [line('updated')], [OLD], [DONE]],
		['a record is updated again', UPDATE, [line('updated')], [DONE], [DONE]],
		['a record is deleted', DELETE, [line('deleted')], [OLD], []],
		['there was none to delete', DELETE, [line('skipped', '')], [], []],
	] as const)('agree if %s', (_, path, reported, before, after) => {
		expect(findingsOfRows(path, reported, stored(before), stored(after))).toEqual([]);
	});

	it.each([
		['doubled', CREATE, [line('created')], [], [DONE, OTHER]],
		['reported as done and not there', CREATE, [line('created')], [], []],
		['reported as done and not there', UPDATE, [line('updated')], [OLD], [OLD]],
		['reported as done and not there', DELETE, [line('deleted')], [OLD], [OLD]],
		['done and reported as failed or skipped', CREATE, [line('failed')], [], [DONE]],
		['done and reported as failed or skipped', DELETE, [line('skipped')], [OLD], []],
		['not reported, or twice', CREATE, [], [], [DONE]],
		['not reported, or twice', CREATE, [line('created'), line('created')], [], [DONE]],
		['reported with another outcome or record', CREATE, [line('created')], [DONE], [DONE]],
		['reported with another outcome or record', CREATE, [line('created', 'b')], [], [DONE]],
	] as const)('differ: %s', (fault, path, reported, before, after) => {
		expect(findingsOfRows(path, reported, stored(before), stored(after))).toEqual([{ fault, rows: [2] }]);
	});

	it('are found by the number of the row', () => {
		const reported = [line('created', 'b', '3'), line('created', 'a', '2')];
		const [finding, ...others] = findingsOfRows(CREATE, reported, stored([], []), stored([DONE], []));
		expect(finding && textOf(finding)).toBe('reported as done and not there (1, the first in row 3)');
		expect(others).toEqual([]);
	});
});

it('counts are those of the rows', () => {
	const counts = { total: 2, created: 1, updated: 0, deleted: 0, skipped: 0, failed: 1, open: 0 };
	const reported = [line('created'), line('failed', '', '3')];
	expect(findingsOfCounts(counts, reported)).toEqual([]);
	const findings = findingsOfCounts({ ...counts, failed: 0, open: 1 }, reported);
	expect(findings.map(({ words }) => words)).toEqual(['failed 0 for 1 rows', 'open 1 for 0 rows']);
});

describe('an error that ends an import', () => {
	const before = stored([], [], []);
	const message =
		'Away. Before that, 2 rows of the file were processed: 1 records created, 0 updated, 0 deleted';
	const faultsOf = (after: Stored, perhapsDone?: boolean, words = message) =>
		findingsOfError(CREATE, { message: words, perhapsDone }, before, after).map(({ fault }) => fault);

	it('counts no record that is not there', () => {
		expect(faultsOf(stored([DONE], [], []))).toEqual([]);
		expect(faultsOf(stored([], [], [DONE]), true)).toEqual(['reported as done and not there']);
	});

	it('says that more may have been done', () => {
		expect(faultsOf(stored([DONE], [], [OTHER]), true)).toEqual([]);
		expect(faultsOf(stored([DONE], [], [OTHER]))).toEqual(['not counted by the error']);
		expect(faultsOf(stored([DONE], [], []), undefined, 'Away')).toEqual(['not counted by the error']);
	});

	it('leaves no record doubled', () => {
		expect(faultsOf(stored([DONE, OTHER], [], []))).toEqual(['doubled']);
	});
});
