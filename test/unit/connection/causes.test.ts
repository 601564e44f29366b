import type { Asked } from '../../../nodes/shared/connection/asked';
import { type Cause, causeOf, type Failing } from '../../../nodes/shared/connection/causes';
import { MEANINGS, remedyFor } from '../../../nodes/shared/connection/meanings';

const ROOT = 'https://my.example/0';
const GUID = 'c4ed336c-3e9b-40fe-8b82-5632476472b4';
const LONG = 'x'.repeat(2_049);

const failing = (status: number, more: Partial<Failing> = {}): Failing => ({
	status,
	isHtml: false,
	isPlainText: false,
	isRoutingFailure: false,
	isRefusal: false,
	isForbidden: false,
	isExplained: false,
	asksForOtherSignIn: false,
	...more,
});
const page = (status: number) => failing(status, { isHtml: true });
const text = (status: number) => failing(status, { isPlainText: true });
const odata = (path: string, more: Partial<Asked> = {}): Asked => ({
	url: `${ROOT}/odata/${path}`,
	service: 'odata',
	repeat: 'read',
	...more,
});
const RECORD = odata(`Contact(${GUID})`);
const SERVICE: Asked = { url: `${ROOT}/rest/UsrOrders/Get`, service: 'rest', repeat: 'read' };

const DATA_SERVICE: Asked = {
	...SERVICE,
	url: `${ROOT}/DataService/json/SyncReply/SelectQuery`,
	service: 'dataService',
};

describe('the cause of a failing answer', () => {
	it.each<[string, Failing, Asked, Cause]>([
		['a bad gateway', page(502), RECORD, 'unavailable'],
		['a busy site, in JSON', failing(503), SERVICE, 'unavailable'],
		['a service that lacks something', failing(404, { isExplained: true }), SERVICE, 'missingByService'],
		['a gateway that waited too long', page(504), RECORD, 'unavailable'],
		['a request that took too long', failing(408), RECORD, 'unavailable'],
		['Cloudflare without a site', page(521), RECORD, 'unavailable'],
		['Cloudflare without a name', page(530), RECORD, 'unavailable'],
		['too many calls', page(429), RECORD, 'throttled'],
		['an ended session', failing(401), RECORD, 'signedOut'],
		['the sign-in of a gateway', failing(401, { asksForOtherSignIn: true }), RECORD, 'otherSignIn'],
		['the sign-in of a proxy', page(407), RECORD, 'otherSignIn'],
		['missing rights', failing(403), RECORD, 'noRight'],
		['missing rights as a failure of the server', failing(500, { isForbidden: true }), RECORD, 'noRight'],
		['a firewall', page(403), RECORD, 'networkRefuses'],
		['a missing record', failing(404), RECORD, 'noRecord'],
		['a record that is gone', failing(410), RECORD, 'noRecord'],
		['a page for a record', page(404), RECORD, 'noObject'],
		['an address without a controller', failing(404, { isRoutingFailure: true }), RECORD, 'noObject'],
		['a missing object', failing(404), odata('Kontact?$top=1'), 'noObject'],
		['a missing object in a batch', failing(404), odata('Kontact', { isPart: true }), 'noObject'],
		['a site without OData', page(404), odata('$metadata'), 'noOData'],
		['a missing service', failing(404), SERVICE, 'noService'],
		['a long query', page(404), odata(`Contact?$filter=${LONG}`), 'addressTooLong'],
		['a long query in a batch', page(404), odata(`Contact?$filter=${LONG}`, { isPart: true }), 'noObject'],
		['a long query at ASP.NET', page(400), odata(`Contact?$filter=${LONG}`), 'addressTooLong'],
		[
			'a long query that is refused for its content',
			failing(400),
			odata(`Contact?$filter=${LONG}`),
			'refused',
		],
		['a long path', page(400), { ...SERVICE, url: `${ROOT}/rest/${'x'.repeat(300)}` }, 'addressTooLong'],
		['a denied sequence', page(404), odata('Contact?$filter=Name%20eq%20%27..%2Fa%27'), 'deniedSequence'],
		['a body of 31 MB at IIS', page(404), { ...SERVICE, bytes: 31_000_000 }, 'tooLarge'],
		['a body for a gateway', page(413), RECORD, 'tooLarge'],
		['an address for Kestrel', failing(414), RECORD, 'addressTooLong'],
		['headers for Kestrel', failing(431), RECORD, 'headersTooLong'],
		['a refused verb', page(405), RECORD, 'verbRefused'],
		['an unknown verb', failing(501), RECORD, 'verbRefused'],
		['an unknown verb, in a page', { ...page(501), isExplained: true }, RECORD, 'verbRefused'],
		['a query that cannot be carried out', failing(501, { isExplained: true }), odata('Contact'), 'refused'],
		['a service without a verb', failing(501, { isExplained: true }), SERVICE, 'verbRefused'],
		['a refused content', failing(400), RECORD, 'refused'],
		['a page for a bad request', page(400), RECORD, 'refused'],
		['a conflict', failing(409), RECORD, 'refused'],
		['a refusal by the database', failing(500, { isRefusal: true }), RECORD, 'refused'],
		['an exception', failing(500), RECORD, 'failed'],
		['a page for an exception', page(500), RECORD, 'failed'],
		['an unknown status', failing(597), RECORD, 'failed'],
		['a proxy that waited too long', page(598), RECORD, 'unavailable'],
		['a network that is overloaded', page(529), RECORD, 'unavailable'],
		['the text of a gateway for a record', text(404), RECORD, 'noObject'],
		['the text of a gateway for a service', { ...text(404), isExplained: true }, DATA_SERVICE, 'noService'],
		['the text of a custom service', { ...text(404), isExplained: true }, SERVICE, 'missingByService'],
		['the text of a firewall', text(403), RECORD, 'networkRefuses'],
		['the page of a firewall', page(406), RECORD, 'networkRefuses'],
	])('of %s', (_what, answer, asked, cause) => {
		expect(causeOf(answer, asked)).toBe(cause);
	});

	it('has a sentence that names the host, and most have a cure', () => {
		for (const [cause, { says }] of Object.entries(MEANINGS)) {
			expect(says('my.example', 599, RECORD)).toContain('my.example');
			if (!['signedOut', 'noRecord', 'missingByService', 'refused', 'failed'].includes(cause))
				expect(remedyFor(cause as Cause, RECORD)).toMatch(/\w/);
		}
	});

	it('names the object, the service or the size', () => {
		const said = (cause: Cause, asked: Asked) => MEANINGS[cause].says('h', 400, asked);
		expect(said('noObject', odata('Kontact?$top=1'))).toContain('Kontact');
		expect(said('noRecord', RECORD)).toContain('Contact');
		expect(said('noService', SERVICE)).toContain('UsrOrders/Get');
		expect(said('tooLarge', { ...SERVICE, bytes: 3_000_000 })).toContain('3.0 MB');
		expect(said('tooLarge', { ...SERVICE, bytes: 3_000 })).toContain('3 kB');
	});
});
