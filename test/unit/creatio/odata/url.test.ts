import fc from 'fast-check';

import { isCreatioError } from '../../../../nodes/shared/basics/errors';
import { collectionPath, countPath, recordPath } from '../../../../nodes/shared/creatio/odata/url';
import { ODATA4 } from '../fakes';

const OPTIONS = {
	select: 'Id,Name',
	expand: undefined,
	filter: "Name eq 'ä'",
	orderby: 'Id asc',
	top: 0,
	skip: 5,
	count: false,
};
const QUERY = "?$select=Id%2CName&$filter=Name%20eq%20'%C3%A4'&$orderby=Id%20asc&$top=0&$skip=5&$count=false";

describe('paths of OData', () => {
	it('hold the options that are given', () => {
		expect(collectionPath(ODATA4, '_Usr1', OPTIONS)).toBe(`_Usr1${QUERY}`);
		expect(recordPath(ODATA4, 'Contact', 'k', OPTIONS)).toBe(`Contact(k)${QUERY}`);
		expect(countPath(ODATA4, 'Contact', { filter: 'a or b' })).toBe('Contact/$count?$filter=a%20or%20b');
	});

	it('have no query without options', () => {
		expect(collectionPath(ODATA4, 'Contact')).toBe('Contact');
		expect(collectionPath(ODATA4, 'Contact', { filter: undefined })).toBe('Contact');
		expect(recordPath(ODATA4, 'Contact', 'k')).toBe('Contact(k)');
		expect(countPath(ODATA4, 'Contact')).toBe('Contact/$count');
	});

	it.each(['Contact ', ' Contact', 'a-b', 'a.b', 'Köln', '9a', 'a/b', ''])(
		'are refused for the object "%s", by name and field',
		(object) => {
			const refusal = expect.objectContaining({
				kind: 'input',
				message: expect.stringContaining(`"${object}"`),
				cure: expect.stringContaining('UsrRequest'),
			});
			expect(() => collectionPath(ODATA4, object)).toThrow(refusal);
			expect(() => recordPath(ODATA4, object, 'k')).toThrow(refusal);
			expect(() => countPath(ODATA4, object)).toThrow(refusal);
		},
	);

	it('never hold any text but a name unencoded', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (object, filter) => {
				try {
					const path = collectionPath(ODATA4, object, { filter });
					return /^\w+\?\$filter=[^\s#?&/]*$/.test(path);
				} catch (error) {
					return (isCreatioError(error) && error.kind === 'input') || error instanceof URIError;
				}
			}),
		);
	});
});
