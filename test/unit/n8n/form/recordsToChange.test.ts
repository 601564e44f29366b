import { readTarget, targetFields } from '../../../../nodes/shared/n8n/form/recordsToChange';
import { GUID } from '../../creatio/dataservice/fakes';
import { CONTACT } from '../../creatio/fakes';
import { fakeSite } from '../../creatio/fakeSite';
import { expectRefusal, fakeContext, located, propertyOf, shownWith, valuesOf } from './fakeForm';

const NAME = { column: 'Name', operator: 'equals', value: 'A' };

/** Reads the target on a site where so many records match. */
async function read(values: object, matching = 1) {
	const { connection, requests } = fakeSite(() => ({
		json: { success: true, rows: [{ Number: matching }], rowConfig: {} },
	}));
	const options = { timeZone: 'America/New_York' };
	const context = fakeContext({ options, ...values }, { client: { connection }, zone: 'Asia/Tokyo' });
	return { target: await readTarget(context, CONTACT, 0), requests };
}

const byConditions = (more: object = {}) => ({
	target: 'conditions',
	conditions: { condition: [NAME] },
	...more,
});

const labelOf = (name: string) => propertyOf(targetFields, name).displayName;

describe('a record by its ID', () => {
	it('is the one, without a question', async () => {
		const { target, requests } = await read({ recordId: located(GUID.toUpperCase()) });
		expect(target).toMatchObject({
			condition: {
				kind: 'anyOf',
				path: { text: 'Id' },
				values: [{ type: 'guid', value: GUID }],
				negated: false,
			},
			id: GUID,
			count: undefined,
			filterContext: { clock: { zone: 'Asia/Tokyo' }, zone: 'UTC' },
		});
		expect(requests).toEqual([]);
	});

	it('is refused without one', async () => {
		await expectRefusal(() => read({}), `field ${labelOf('recordId')}`);
	});
});

describe('records by conditions', () => {
	it('are counted first', async () => {
		const { target, requests } = await read(byConditions());
		expect(target).toMatchObject({
			condition: { kind: 'group', combine: 'all', parts: [{ kind: 'compare', path: { text: 'Name' } }] },
			id: undefined,
			count: 1,
			filterContext: { clock: { zone: 'Asia/Tokyo' }, zone: 'America/New_York' },
		});
		expect(requests).toMatchObject([{ path: 'SelectQuery', json: { rootSchemaName: 'Contact' } }]);
		expect(JSON.stringify(requests[0]?.json)).toContain('"A"');
	});

	it.each([
		[{}, 1],
		[{ expectedCount: 0 }, 0],
		[{ expectedCount: '12' }, 12],
		[{ expectation: 'exactly', expectedCount: 2 }, 2],
		[{ expectation: 'any', expectedCount: 2 }, 7],
		[{ expectation: 'any' }, 0],
	])('with %j may be %d', async (more, matching) => {
		expect((await read(byConditions(more), matching)).target.count).toBe(matching);
	});

	it.each([
		[{}, 2],
		[{}, 0],
		[{ expectedCount: 0 }, 1],
		[{ expectedCount: 3 }, 2],
	])('with %j may not be %d', async (more, matching) => {
		await expectRefusal(
			() => read(byConditions(more), matching),
			`field ${labelOf('expectation')}`,
			`${matching} records of Contact`,
		);
	});

	it('are never all of the object by oversight', async () => {
		await expectRefusal(
			() => read({ target: 'conditions', expectation: 'any' }),
			labelOf('conditions'),
			'Contact',
		);
		const json = { target: 'conditions', filterMode: 'json', conditionsJson: '' };
		await expectRefusal(() => read(json), labelOf('conditions'));
	});

	it('are refused without a valid number', async () => {
		await expectRefusal(() => read(byConditions({ expectedCount: -1 })), `field ${labelOf('expectedCount')}`);
		await expectRefusal(() => read(byConditions({ expectation: 'x' })), `field ${labelOf('expectation')}`);
		await expectRefusal(() => read(byConditions({ target: 'x' })), `field ${labelOf('target')}`);
	});
});

describe('the form', () => {
	it('shows what the way of choosing needs', () => {
		const byRows = { target: 'conditions', filterMode: 'conditions' };
		const rows = ['target', 'filterMode', 'combineConditions', 'conditions', 'expectation'];
		expect(shownWith({ target: 'id' }, targetFields)).toEqual(['target', 'recordId']);
		expect(shownWith({ ...byRows, expectation: 'any' }, targetFields)).toEqual(rows);
		expect(shownWith({ ...byRows, expectation: 'exactly' }, targetFields)).toEqual([
			...rows,
			'expectedCount',
		]);
	});

	it('begins with the ID, and with exactly one record', () => {
		const choices = ['target', 'expectation'].map((name) => propertyOf(targetFields, name));
		expect(choices.map((property) => [property.default, ...valuesOf(property)])).toEqual([
			['id', 'conditions', 'id'],
			['exactly', 'any', 'exactly'],
		]);
		expect(propertyOf(targetFields, 'expectedCount')).toMatchObject({
			default: 1,
			typeOptions: { minValue: 0 },
		});
	});
});
