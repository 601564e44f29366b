import { objectIn } from '../../../nodes/shared/connection/asked';

const ROOT = 'https://my.example/0';
const GUID = 'c4ed336c-3e9b-40fe-8b82-5632476472b4';

it.each([
	[`${ROOT}/odata/Contact(${GUID})`, 'Contact'],
	[`${ROOT}/odata/Contact/$count`, 'Contact'],
	[`${ROOT}/odata/$metadata`, undefined],
	[`${ROOT}/rest/X/Y`, undefined],
])('the object in %s is %s', (url, object) => {
	expect(objectIn(url)).toBe(object);
});
