import { LeastRecentlyUsed } from '../../../nodes/shared/basics/lru';

describe('a store of what was used last', () => {
	afterEach(() => {
		jest.useRealTimers();
	});

	it('drops the value that was not read or set for the longest time', () => {
		const gone: string[] = [];
		const store = new LeastRecentlyUsed<string>(2, { onEvict: (value) => gone.push(value) });
		store.set('a', 'A');
		store.set('b', 'B');
		expect(store.get('a')).toBe('A');
		store.set('c', 'C');
		expect(gone).toEqual(['B']);
		expect(store.of('a', () => 'another')).toBe('A');
		store.set('d', 'D');
		expect(gone).toEqual(['B', 'C']);
		expect([store.get('a'), store.get('b'), store.get('c'), store.get('d')]).toEqual([
			'A',
			undefined,
			undefined,
			'D',
		]);
	});

	it('weighs its values, and keeps the last one whatever it weighs', () => {
		const store = new LeastRecentlyUsed<number>(10, { weightOf: (value) => value });
		store.set('a', 4);
		store.set('b', 4);
		store.set('a', 6);
		expect([store.get('b'), store.get('a')]).toEqual([4, 6]);
		store.set('c', 5);
		expect([store.get('a'), store.get('b'), store.get('c')]).toEqual([undefined, undefined, 5]);
		store.set('d', 50);
		expect([store.get('c'), store.get('d')]).toEqual([undefined, 50]);
		store.set('e', 10);
		expect([store.get('d'), store.get('e')]).toEqual([undefined, 10]);
	});

	it('forgets a value when it is too old, however often it was read', () => {
		jest.useFakeTimers({ now: 0 });
		const gone: string[] = [];
		const store = new LeastRecentlyUsed<string>(2, { ageMs: 100, onEvict: (value) => gone.push(value) });
		store.set('a', 'A');
		jest.setSystemTime(99);
		expect(store.get('a')).toBe('A');
		jest.setSystemTime(100);
		expect(store.get('a')).toBeUndefined();
		expect(gone).toEqual(['A']);
	});

	it('hands over what is replaced or deleted, but not what is set again', () => {
		const gone: string[] = [];
		const store = new LeastRecentlyUsed<string>(2, { onEvict: (value) => gone.push(value) });
		store.set('a', 'A');
		store.set('a', 'A');
		expect(gone).toEqual([]);
		store.set('a', 'B');
		store.delete('a');
		store.delete('a');
		expect(gone).toEqual(['A', 'B']);
	});
});
