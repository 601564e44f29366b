import { PageProgress } from '../../../../nodes/shared/creatio/model/pageProgress';

const noted = (...fresh: number[]) => {
	const progress = new PageProgress('Contact');
	return () => {
		for (const count of fresh) progress.note(count);
	};
};

it.each([[[1, 1, 1]], [[0, 0]], [[0, 0, 5, 0, 0]]])('pages with %j new rows go on', (fresh) => {
	expect(noted(...fresh)).not.toThrow();
});

it('three pages in a row without anything new end a read', () => {
	expect(noted(7, 0, 0, 0)).toThrow(
		expect.objectContaining({ kind: 'unreadable', message: expect.stringContaining('Contact') }),
	);
});
