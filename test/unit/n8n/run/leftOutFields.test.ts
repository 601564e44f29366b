import { LeftOutFields } from '../../../../nodes/shared/n8n/run/leftOutFields';

describe('the hint on fields that were not written', () => {
	it('is none where all were', () => {
		expect(new LeftOutFields().hints()).toEqual([]);
	});

	it('is one, with each name once, by reason', () => {
		const fields = new LeftOutFields();
		for (let item = 0; item < 3; item++) {
			fields.add('CreatedOn', 'filled');
			fields.add('Account.Code', 'added');
			fields.add('ModifiedOn', 'filled');
		}
		expect(fields.hints()).toEqual([
			'Input fields that were not written: CreatedOn, ModifiedOn (filled in by Creatio); Account.Code (not columns of the record itself).',
		]);
	});

	it('stays short', () => {
		const fields = new LeftOutFields();
		for (let index = 0; index < 500; index++) fields.add(`${index} ${'x'.repeat(1_000)}`, 'unknown');
		const [hint = '', ...others] = fields.hints();
		expect(others).toEqual([]);
		expect(hint.length).toBeLessThan(1_500);
		expect(hint).toContain('480 more');
	});
});
