import { storedNames } from './storedNames';
import recorded from './storedNames.json';

/**
 * A name that n8n has stored in a workflow never changes within a version of its node. What is added is added to the
 * list: `npm run stored-names`.
 */
describe('names that n8n stores in workflows', () => {
	const now = storedNames();

	it('are all still there, with their defaults', () => {
		expect(recorded.filter((name) => !now.includes(name))).toEqual([]);
	});

	it('are all on the list', () => {
		expect(now.filter((name) => !recorded.includes(name))).toEqual([]);
	});
});
