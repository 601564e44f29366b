import fc from 'fast-check';
import {
	isRecordAddress,
	objectIn,
	odataAddress,
	odataVersionIn,
	odataVersionOf,
} from '../../../nodes/shared/connection/odataAddress';

const ROOT = 'https://my.example/0';
const GUID = 'c4ed336c-3e9b-40fe-8b82-5632476472b4';
const THREE = `${ROOT}/ServiceModel/EntityDataService.svc`;

describe('an address of OData', () => {
	it.each<[string, '4' | '3', string | undefined, boolean]>([
		[`${ROOT}/odata/Contact(${GUID})`, '4', 'Contact', true],
		[`${ROOT}/odata/Contact/$count`, '4', 'Contact', false],
		[`${ROOT}/odata/Contact?$filter=Id eq (${GUID})`, '4', 'Contact', false],
		[`${ROOT}/odata/ContactCollection`, '4', 'ContactCollection', false],
		[`${ROOT}/odata/$metadata`, '4', undefined, false],
		[`${ROOT}/rest/X/Y?a=/odata/Contact`, '4', undefined, false],
		[`${ROOT}/odata/Contact?$filter=Name eq '/EntityDataService.svc/A'`, '4', 'Contact', false],
		[`${THREE}/ContactCollection(guid'${GUID}')`, '3', 'Contact', true],
		[`${THREE}/ContactCollection(guid'${GUID}')/Account`, '3', 'Contact', true],
		[`${THREE}/ContactCollection?$filter=Name eq '/odata/A('`, '3', 'Contact', false],
		[`${THREE}/UsrCollectionCollection`, '3', 'UsrCollection', false],
		[`${THREE}/UsrCollections`, '3', 'UsrCollections', false],
		[`${THREE}/Collection`, '3', 'Collection', false],
		[`${THREE}/contactcollection`, '3', 'contact', false],
		[`${THREE}/`, '3', undefined, false],
		[THREE, '3', undefined, false],
		[`${THREE}/$metadata`, '3', undefined, false],
		[`${THREE}/$batch`, '3', undefined, false],
	])('%s is of version %s and about %s; a record: %s', (url, version, object, isRecord) => {
		expect(odataVersionIn(url)).toBe(version);
		expect(objectIn(url)).toBe(object);
		expect(isRecordAddress(url)).toBe(isRecord);
	});

	it('names the object that it was made for', () => {
		const code = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,60}$/);
		fc.assert(
			fc.property(code, fc.constantFrom('', '?$top=1', `(guid'${GUID}')`, '/$count'), (object, rest) => {
				const three = `${ROOT}${odataAddress('3', `${object}Collection${rest}`)}`;
				expect([odataVersionIn(three), objectIn(three)]).toEqual(['3', object]);
				const four = `${ROOT}${odataAddress('4', `${object}${rest}`)}`;
				expect([odataVersionIn(four), objectIn(four)]).toEqual(['4', object]);
			}),
		);
	});

	it('has the version of the request, then that of the credential, then 4', () => {
		expect(odataVersionOf({})).toBe('4');
		expect(odataVersionOf({ odataVersion: '3' })).toBe('3');
		expect(odataVersionOf({ odataVersion: '3' }, { odataVersion: '4' })).toBe('4');
	});
});
