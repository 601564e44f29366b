import { limitFields, readLimit } from '../../../../nodes/shared/n8n/form/limit';
import { expectRefusal, fakeForm, propertyOf, shownWith } from './fakeForm';

const { displayName: label } = propertyOf(limitFields, 'limit');

it.each([
	[{}, 50],
	[{ limit: 3 }, 3],
	[{ limit: 100_000 }, 100_000],
	[{ returnAll: false, limit: 1 }, 1],
	[{ returnAll: true, limit: 3 }, Infinity],
	[{ returnAll: true, limit: 'x' }, Infinity],
])('%j asks for %d results', (values, limit) => {
	expect(readLimit(fakeForm(values), 0)).toBe(limit);
});

it.each([0, -1, 1.5, 'x'])('a limit of %j is refused', async (limit) => {
	await expectRefusal(() => readLimit(fakeForm({}, { limit }), 1), `field ${label}`);
});

it('the limit is shown where not all are asked for', () => {
	expect(shownWith({ returnAll: false }, limitFields)).toEqual(['returnAll', 'limit']);
	expect(shownWith({ returnAll: true }, limitFields)).toEqual(['returnAll']);
});
