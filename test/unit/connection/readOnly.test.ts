import { changesByAnyMethod, mayChange } from '../../../nodes/shared/connection/readOnly';

describe('a request that the user wrote', () => {
	it.each([
		'0/DataService/json/SyncReply/InsertQuery',
		'DataService/json/SyncReply/UpdateQuery?x=1',
		'/dataservice/JSON/syncreply/deletequery',
		'https://site.example/app/0/DataService/json/SyncReply/BatchQuery',
		'DataService/xml/reply/PostSysSettingsValues',
		'DataService//json/SyncReply//InsertQuery/',
		'DataService\\json\\SyncReply\\InsertQuery',
		'DataService/json/SyncReply/%49nsertQuery',
		'DataService/json/SyncReply/%2549nsertQuery',
		'DataService/json/SyncReply/InsertQuery;v=1',
		'ServiceModel/ProcessEngineService.svc/UsrSum/Execute',
		'servicemodel/processengineservice.SVC/RunProcess',
		'ServiceModel/SysSettingsService.svc/SetValue',
		'DataService/json/SyncReply/DeleteQuery/SelectQuery',
		'DataService/json/SyncReply/SelectQuery%3F/../DeleteQuery',
		'x%3F/../DataService/json/SyncReply/DeleteQuery',
		'Data\tService/json/SyncReply/DeleteQuery',
		'DataService／json／SyncReply／DeleteQuery',
	])('may change something by GET: %s', (address) => {
		expect(changesByAnyMethod(address)).toBe(true);
		expect(mayChange({ method: 'GET', address })).toBe(true);
	});

	it.each([
		"odata/Contact?$filter=Name eq 'DataService/InsertQuery'",
		'0/DataService/json/SyncReply/SelectQuery',
		'DataService/json/SyncReply/QuerySysSettings',
		'ServiceModel/EntityDataService.svc/ImportSessionCollection',
		"ServiceModel/EntityDataService.svc/UpdateCollection(guid'c4ed336c-3e9b-40fe-8b82-5632476472b4')/SetValue",
		'0/ServiceModel/EntityDataService.svc/$batch',
		'ServiceModel/UserInfoService.svc/GetCurrentUserInfo',
		'rest/UsrService/SetName',
		'%',
		'',
	])('only reads by GET: %s', (address) => {
		for (const method of ['GET', 'get', 'HEAD']) expect(mayChange({ method, address })).toBe(false);
		for (const method of ['POST', 'PATCH', 'MERGE', 'delete', ''])
			expect(mayChange({ method, address })).toBe(true);
	});

	it.each(['X-HTTP-Method-Override', 'x-http-method', 'X-METHOD-OVERRIDE '])(
		'may change something with the header %s',
		(name) => {
			expect(mayChange({ method: 'GET', address: 'odata/Contact', headers: { [name]: 'DELETE' } })).toBe(
				true,
			);
		},
	);
});
