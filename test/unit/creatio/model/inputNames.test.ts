import * as fc from 'fast-check';

import { keyText } from '../../../../nodes/shared/basics/keyText';
import { inputsByName } from '../../../../nodes/shared/creatio/model/inputNames';

const named = (inputs: Record<string, unknown>) => Object.fromEntries(inputsByName(inputs, 'field Columns'));

describe('names of inputs', () => {
	it('are read without what nobody sees', () => {
		expect(named({ '\ufeffName': 'A', 'Email\u00a0': null, ' Age': 1, Gone: undefined })).toEqual({
			Name: 'A',
			Email: null,
			Age: 1,
		});
	});

	it('may come twice with equal values, and not with others', () => {
		expect(named({ Name: 'A', 'Name ': 'A', List: [1], '\ufeffList': [1] })).toEqual({
			Name: 'A',
			List: [1],
		});
		for (const other of ['B', '', null, 1, [1], { a: 1 }]) {
			expect(() => named({ Name: 'A', 'Name ': other })).toThrow(/"Name".*field Columns/);
		}
	});

	it('keep all values, each under its key', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.constant('same')), (inputs) => {
				expect(new Set(inputsByName(inputs, 'field Columns').keys())).toEqual(
					new Set(Object.keys(inputs).map(keyText)),
				);
			}),
		);
	});
});
