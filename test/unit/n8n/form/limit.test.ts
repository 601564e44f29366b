import { limitFields, readLimit, upToLimit } from '../../../../nodes/shared/n8n/form/limit';
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
	expect(readLimit({ n8n: fakeForm(values), asTool: false }, 0)).toBe(limit);
});

it.each([0, -1, 1.5, 'x'])('a limit of %j is refused', async (limit) => {
	await expectRefusal(() => readLimit({ n8n: fakeForm({}, { limit }), asTool: false }, 1), `field ${label}`);
});

it('the limit is shown where not all are asked for', () => {
	expect(shownWith({ returnAll: false }, limitFields)).toEqual(['returnAll', 'limit']);
	expect(shownWith({ returnAll: true }, limitFields)).toEqual(['returnAll']);
});

describe('as a tool of an agent', () => {
	it.each([
		// What n8n fills in.
		[{ limit: 50 }, 10],
		[{ limit: 20 }, 20],
		[{ returnAll: true }, 5_000],
		[{ limit: 9_000 }, 5_000],
	])('%j asks for %d results', (values, limit) => {
		expect(readLimit({ n8n: fakeForm(values), asTool: true }, 0)).toBe(limit);
	});

	it('the agent learns that there may be more', () => {
		const hint = jest.fn();
		upToLimit({ asTool: true, hint }, [1, 2], 3);
		upToLimit({ asTool: false, hint }, [1, 2], 2);
		expect(hint).not.toHaveBeenCalled();
		expect(upToLimit({ asTool: true, hint }, [1, 2], 2)).toEqual([1, 2]);
		expect(hint).toHaveBeenCalledWith(expect.stringContaining(`Set ${label} higher`), 'limit');
	});
});
