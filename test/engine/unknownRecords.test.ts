import type { RunResult } from '../support/engine';
import { column, conditions, failure, object, SITES, useBench, wordsOf } from './setup';
import { watch } from './triggerSetup';

const hintOf = ({ hints }: RunResult) =>
	hints.map(({ message }) => message).find((text) => text.startsWith('No '));

const typo = conditions(['Type', 'equals', 'Customr']);

describe.each(SITES)('%s', (_, site) => {
	const bench = useBench(site);
	const contacts = { object: object('Contact') };

	describe('a read that finds nothing', () => {
		it('says which text names no record, and which may have been meant', async () => {
			for (const run of [
				await bench.creatio({ ...contacts, operation: 'getAll', conditions: typo }),
				await bench.creatio({ ...contacts, operation: 'count', conditions: typo }),
				await bench.dataService({ ...contacts, operation: 'select', conditions: typo }),
			]) {
				expect(run.error).toBeUndefined();
				expect(hintOf(run)).toMatch(/"Customr" \(column Type\).*"Customer"/);
			}
		});

		it('says so too for the text behind a lookup, and for related records', async () => {
			const behind = conditions(['Type.Name', 'equals', 'Customr']);
			const many = await bench.creatio({ ...contacts, operation: 'getAll', conditions: behind });
			expect(hintOf(many)).toContain('"Customer"');
			const related = {
				related: [{ connection: '[Contact:Account]', test: 'exists', where: typo }],
			};
			const accounts = { object: object('Account'), operation: 'select', conditions: related };
			expect(hintOf(await bench.dataService(accounts))).toContain('"Customer"');
		});

		it('says so for conditions as JSON, and for a summary that is empty in all rows', async () => {
			const json = {
				filterMode: 'json',
				conditionsJson: { all: [{ column: 'Type', operator: 'equals', value: 'Customr' }] },
			};
			expect(hintOf(await bench.creatio({ ...contacts, operation: 'getAll', ...json }))).toContain(
				'"Customer"',
			);
			const summary = { connection: '[Contact:Account]', function: 'count', name: 'n', where: typo };
			const run = await bench.dataService({
				object: object('Account'),
				operation: 'select',
				selectColumns: { related: [summary] },
				limit: 3,
			});
			expect(run.items).toHaveLength(3);
			expect(hintOf(run)).toContain('"Customer"');
		});

		it.each([
			['is not', conditions(['Type', 'notEquals', 'Customr'])],
			['is none of', conditions(['Type', 'isNoneOf', 'Customer, Customr'])],
			['is any of', conditions(['Type', 'isAnyOf', 'Customer, Customr'])],
		])('says so beside rows that do not prove the text right (%s)', async (_, others) => {
			for (const run of [
				await bench.creatio({ ...contacts, operation: 'getAll', conditions: others }),
				await bench.creatio({ ...contacts, operation: 'count', conditions: others }),
				await bench.dataService({ ...contacts, operation: 'select', conditions: others }),
			]) {
				expect(run.items.length).toBeGreaterThan(0);
				expect(hintOf(run)).toMatch(/"Customr" \(column Type\).*"Customer"/);
			}
			const any = {
				combineConditions: 'any',
				conditions: conditions(['Type', 'equals', 'Customr'], ['Name', 'isNotEmpty']),
			};
			expect(hintOf(await bench.creatio({ ...contacts, operation: 'getAll', ...any }))).toContain(
				'"Customer"',
			);
		});

		it('says nothing where the record is there, and costs nothing where rows are found', async () => {
			const nobody = conditions(['Type', 'equals', 'Customer'], ['Name', 'equals', 'Nobody']);
			expect(
				hintOf(await bench.creatio({ ...contacts, operation: 'getAll', conditions: nobody })),
			).toBeUndefined();
			const found = {
				...contacts,
				operation: 'getAll',
				conditions: conditions(['Type', 'equals', 'Customer']),
			};
			bench.site.resetStats();
			expect((await bench.creatio(found)).items.length).toBeGreaterThan(0);
			expect(bench.odata()).toHaveLength(1);
		});

		it('takes few more requests, however many items name records that are not there', async () => {
			const items = Array.from({ length: 40 }, (_, index) => ({ name: `Nobody ${index}` }));
			const parameters = {
				...contacts,
				operation: 'getAll',
				conditions: conditions(['Account', 'equals', '={{ $json.name }}']),
			};
			bench.site.resetStats();
			const run = await bench.creatio(parameters, { items });
			expect(run.error).toBeUndefined();
			expect(bench.odata().length).toBeLessThan(40 + 50);
		});

		it('is not an error where the hint cannot be had', async () => {
			bench.site.faults.add({
				match: { path: /ContactType\?|batch/, times: 20 },
				fault: { kind: 'status', status: 403 },
			});
			const run = await bench.creatio({ ...contacts, operation: 'getAll', conditions: typo });
			expect(run.error).toBeUndefined();
			expect(run.items).toEqual([]);
		});
	});

	describe('a write', () => {
		it.each(['delete', 'update'])(
			'by conditions with such a text is refused before it (%s)',
			async (operation) => {
				for (const operator of ['equals', 'notEquals', 'isNoneOf']) {
					const run = await bench.dataService({
						...contacts,
						operation,
						target: 'conditions',
						expectation: 'any',
						conditions: conditions(['Type', operator, 'Customr']),
						columns: { mappingMode: 'defineBelow', value: { JobTitle: 'x' } },
					});
					expect(run.error).toMatchObject(failure('input', '"Customr"'));
					expect(wordsOf(run.error)).toContain('"Customer"');
				}
				expect(bench.site.stats.writes.Contact).toBeUndefined();
			},
		);
	});

	describe('a trigger', () => {
		const reached = { event: 'enteredValue', column: column('Type'), value: 'Customr' };
		const conditional = { event: 'created', conditions: typo };

		it.each([
			['the value', reached, 'field Value'],
			['a condition', conditional, 'field Conditions'],
		])('does not begin, and is not tested, with such a text in %s', async (_, parameters, place) => {
			const trigger = watch(bench, parameters);
			for (const run of [await trigger.sample(), await trigger.poll()]) {
				expect(run.error).toMatchObject(failure('input', place));
				expect(wordsOf(run.error)).toContain('"Customer"');
			}
			expect(trigger.memory()).toEqual({});
			trigger.configure({ value: 'Customer', conditions: conditions(['Type', 'equals', 'Customer']) });
			expect((await trigger.poll()).error).toBeUndefined();
		});

		it('that runs goes on when the record is renamed', async () => {
			const { store } = bench.site;
			const id = store.insert('ContactType', { Name: 'Guest' });
			const trigger = watch(bench, { ...reached, value: 'Guest' });
			await trigger.poll();
			store.updateRaw(store.entity('ContactType'), id, { Name: 'Visitor' });
			expect((await trigger.poll()).error).toBeUndefined();
		});
	});
});
