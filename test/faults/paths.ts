import type { Emulator, EmulatorOptions } from '../emulator';
import type { SiteRequest } from '../emulator/http';
import type { RunOptions } from '../support/engine';
import { autoMap, object, type Parameters, record } from '../support/parameters';

/** What a path is run with. */
export interface Size {
	/** Items of a path that writes many records with one request. */
	readonly records: number;
	/** Items of a path that sends a request for each. */
	readonly singles: number;
	readonly batchSize: number;
}

/** A way in which the nodes change something at a site. */
export interface WritePath {
	readonly name: string;
	readonly site?: EmulatorOptions;
	/** 4 when left out. */
	readonly odataVersion?: '3';
	/** Which requests carry the writes. */
	readonly isWrite: (request: SiteRequest) => boolean;
	/** Whether a write whose answer is lost can be looked up or repeated. */
	readonly canSettle: boolean;
	/** Whether any JSON, or none, may be the answer. */
	readonly answersAnything?: true;
	/** Prepares the site. */
	begin(site: Emulator, size: Size): Started;
}

export interface Started {
	readonly run: Pick<RunOptions, 'node' | 'parameters' | 'items'>;
	/** How often the work of each item was done at the site. */
	timesDone(): number[];
	/** Records that exist more than once although no item names them. */
	doubledBeside?(): number;
}

const CHANGED = 'Changed';
const WRITING_PART = /"method":\s*"(POST|PATCH|DELETE)"|^(POST|PATCH|MERGE|DELETE) /m;

export const isODataWrite = ({ method, path, body }: SiteRequest) =>
	/\/(odata|EntityDataService\.svc)\//.test(path) &&
	method !== 'GET' &&
	(!path.endsWith('$batch') || WRITING_PART.test(body.toString('utf8')));
const isPostTo = (path: RegExp) => (request: SiteRequest) =>
	request.method === 'POST' && path.test(request.path);
const isDataServiceWrite = isPostTo(/\/(BatchQuery|InsertQuery|UpdateQuery|DeleteQuery)$/);

const numbered = <T>(count: number, make: (index: number) => T) =>
	Array.from({ length: count }, (_, index) => make(index));
const nameOf = (index: number) => `Fault ${index}`;
const people = (count: number) => numbered(count, (index) => ({ Name: nameOf(index) }));

/** How many records there are of each name. */
function countByName(site: Emulator, of: string, where = '1'): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { Name } of site.store.rows(of, `"Name" like 'Fault %' and ${where}`))
		counts.set(String(Name), (counts.get(String(Name)) ?? 0) + 1);
	return counts;
}

function timesByName(site: Emulator, count: number, where?: string): number[] {
	const counts = countByName(site, 'Contact', where);
	return numbered(count, (index) => counts.get(nameOf(index)) ?? 0);
}

/** Contacts that are there before. Returns an item for each. */
function stored(site: Emulator, count: number): Array<{ id: string; Name: string; JobTitle: string }> {
	return people(count).map((person) => ({
		id: site.store.insert('Contact', person),
		...person,
		JobTitle: CHANGED,
	}));
}

/** How often each of these records is gone: once or not. */
function timesGone(site: Emulator, ids: readonly string[]): number[] {
	const there = new Set(site.store.rows('Contact', `"Name" like 'Fault %'`).map(({ Id }) => String(Id)));
	return ids.map((id) => (there.has(id) ? 0 : 1));
}

const sending = ({ batchSize }: Size, more: Parameters = {}) => ({ batchSize, parallel: 2, ...more });
const contacts = { object: object('Contact') };
const byId = { recordId: record('={{ $json.id }}') };

/** The node "Creatio" on contacts. */
const odata = (operation: string, parameters: Parameters) => ({
	node: 'creatio',
	parameters: { resource: 'record', operation, ...contacts, ...parameters },
});
/** The node "Creatio DataService" on contacts. */
const dataService = (operation: string, parameters: Parameters) => ({
	node: 'creatioDataService',
	parameters: { operation, ...contacts, ...parameters },
});

export const OLD_SITE: EmulatorOptions = {
	hosting: 'framework',
	version: '7.18',
	switches: { odata4: false },
};

function withoutBatch(site: EmulatorOptions): EmulatorOptions {
	return { ...site, switches: { ...site.switches, odata3Batch: false } };
}

function overOData3(path: WritePath): WritePath {
	return { ...path, odataVersion: '3' };
}

function creates(name: string, options: Parameters = {}, site?: EmulatorOptions): WritePath {
	const { batch, odata3Batch } = site?.switches ?? {};
	const isSingle = options.batchSize === 1 || batch === false || odata3Batch === false;
	return {
		name,
		site,
		isWrite: isODataWrite,
		canSettle: true,
		begin(at, size) {
			const items = people(isSingle ? size.singles : size.records);
			return {
				run: { ...odata('create', { columns: autoMap(), options: sending(size, options) }), items },
				timesDone: () => timesByName(at, items.length),
			};
		},
	};
}

function updates(name: string, options: Parameters = {}, site?: EmulatorOptions): WritePath {
	return {
		name,
		site,
		isWrite: isODataWrite,
		canSettle: true,
		begin(at, size) {
			const items = stored(at, size.records);
			const parameters = {
				...byId,
				columns: autoMap(),
				options: sending(size, { unknownColumns: 'ignore', ...options }),
			};
			return {
				run: { ...odata('update', parameters), items },
				timesDone: () => timesByName(at, items.length, `"JobTitle" = '${CHANGED}'`),
			};
		},
	};
}

function deletes(name: string, options: Parameters = {}, site?: EmulatorOptions): WritePath {
	return {
		name,
		site,
		isWrite: isODataWrite,
		canSettle: true,
		begin(at, size) {
			const items = stored(at, size.records);
			return {
				run: { ...odata('delete', { ...byId, options: sending(size, options) }), items },
				timesDone: () =>
					timesGone(
						at,
						items.map(({ id }) => id),
					),
			};
		},
	};
}

/** Every second record is there before. */
const upserts: WritePath = {
	name: 'create or update',
	isWrite: isODataWrite,
	canSettle: true,
	begin(at, size) {
		const items = numbered(size.records, (index) => ({
			Name: nameOf(index),
			Email: `fault${index}@faults.example`,
			JobTitle: CHANGED,
		}));
		for (const [index, { Name, Email }] of items.entries())
			if (index % 2 === 0) at.store.insert('Contact', { Name, Email });
		return {
			run: { ...odata('upsert', { columns: autoMap(['Email']), options: sending(size) }), items },
			timesDone: () => {
				const all = timesByName(at, items.length);
				const changed = timesByName(at, items.length, `"JobTitle" = '${CHANGED}'`);
				// A second record of the same name is one too many, even if it is not the changed one.
				return changed.map((times, index) => ((all[index] ?? 0) > 1 ? 2 : times));
			},
		};
	},
};

/** Four contacts for each account, which the run creates. */
const missingLookups: WritePath = {
	name: 'create with missing lookups',
	isWrite: isODataWrite,
	canSettle: true,
	begin(at, size) {
		const items = people(size.singles).map((person, index) => ({
			...person,
			Account: nameOf(Math.floor(index / 4)),
		}));
		const options = sending(size, { createMissingLookups: true });
		return {
			run: { ...odata('create', { columns: autoMap(), options }), items },
			timesDone: () => timesByName(at, items.length, '"AccountId" is not null'),
			doubledBeside: () => [...countByName(at, 'Account').values()].filter((times) => times > 1).length,
		};
	},
};

const inserts: WritePath = {
	name: 'DataService insert',
	isWrite: isDataServiceWrite,
	canSettle: true,
	begin(at, size) {
		const items = people(size.records);
		return {
			run: { ...dataService('insert', { columns: autoMap(), options: sending(size) }), items },
			timesDone: () => timesByName(at, items.length),
		};
	},
};

const dataServiceUpdates: WritePath = {
	name: 'DataService update',
	isWrite: isDataServiceWrite,
	canSettle: true,
	begin(at, size) {
		const items = stored(at, size.records);
		const parameters = {
			target: 'id',
			...byId,
			columns: autoMap(),
			options: sending(size, { unknownColumns: 'ignore' }),
		};
		return {
			run: { ...dataService('update', parameters), items },
			timesDone: () => timesByName(at, items.length, `"JobTitle" = '${CHANGED}'`),
		};
	},
};

const dataServiceDeletes: WritePath = {
	name: 'DataService delete',
	isWrite: isDataServiceWrite,
	canSettle: true,
	begin(at, size) {
		const items = stored(at, size.records);
		return {
			run: { ...dataService('delete', { target: 'id', ...byId, options: sending(size) }), items },
			timesDone: () =>
				timesGone(
					at,
					items.map(({ id }) => id),
				),
		};
	},
};

const MIXED = ['insert', 'update', 'delete'] as const;

/** Inserts, updates and deletes in turn, one of them in each item. */
const mixedBatches: WritePath = {
	name: 'DataService batch',
	isWrite: isDataServiceWrite,
	canSettle: true,
	begin(at, size) {
		const before = stored(at, size.records);
		for (const [index, { id }] of before.entries()) if (index % 3 === 0) at.store.remove('Contact', id);
		const items = before.map(({ id, Name }, index) => ({ kind: MIXED[index % 3], id, Name }));
		const operation = {
			kind: '={{ $json.kind }}',
			...contacts,
			recordId: '={{ $json.kind === "insert" ? "" : $json.id }}',
			valuesFrom: 'json',
			valuesJson: `={{ { Name: $json.Name, JobTitle: '${CHANGED}' } }}`,
		};
		const options = { batchSize: size.batchSize };
		return {
			run: {
				...dataService('batch', { operations: { operation: [operation] }, options }),
				items,
			},
			timesDone: () => {
				const changed = timesByName(at, items.length, `"JobTitle" = '${CHANGED}'`);
				const gone = timesGone(
					at,
					items.map(({ id }) => id),
				);
				return items.map(({ kind }, index) => (kind === 'delete' ? gone : changed)[index] ?? 0);
			},
		};
	},
};

/** Settings of the emulator, each with a value that it does not have before. */
const SETTINGS = [
	{ code: 'MaxFileSize', column: 'IntegerValue', value: 17 },
	{ code: 'UserSessionTimeout', column: 'IntegerValue', value: 45 },
	{ code: 'UsrTaxRate', column: 'FloatValue', value: 7.5 },
	{ code: 'UsrCreditLimit', column: 'FloatValue', value: 100 },
	{ code: 'PublisherPrefix', column: 'TextValue', value: 'Acme' },
	{ code: 'UsrN8nAddress', column: 'TextValue', value: 'https://n8n.example' },
] as const;

const settings: WritePath = {
	name: 'system setting',
	isWrite: isPostTo(/\/PostSysSettingsValues$/),
	canSettle: true,
	begin(at) {
		const items = SETTINGS.map(({ code, value }) => ({ code, value }));
		return {
			run: {
				node: 'creatio',
				parameters: {
					resource: 'systemSetting',
					operation: 'update',
					setting: { __rl: true, mode: 'code', value: '={{ $json.code }}' },
					value: '={{ $json.value }}',
				},
				items,
			},
			timesDone: () =>
				SETTINGS.map(({ code, column, value }) => {
					const [setting] = at.store.rows('SysSettings', '"Code" = ?', code);
					const rows = at.store.rows('SysSettingsValue', '"SysSettingsId" = ?', String(setting?.Id));
					return rows.some((row) => row[column] === value) ? 1 : 0;
				}),
		};
	},
};

/** A request for each item, which adds a contact of its name, and cannot be looked up. */
function addsContacts(
	path: Pick<WritePath, 'name' | 'isWrite' | 'answersAnything'>,
	run: Pick<Started['run'], 'node' | 'parameters'>,
): WritePath {
	return {
		...path,
		canSettle: false,
		begin(at, size) {
			const items = people(size.singles);
			return { run: { ...run, items }, timesDone: () => timesByName(at, items.length) };
		},
	};
}

function starts(
	name: string,
	path: RegExp,
	options: Parameters,
	more: Pick<WritePath, 'answersAnything'> = {},
): WritePath {
	return addsContacts(
		{ name, ...more, isWrite: (request) => path.test(request.path) },
		{
			node: 'creatioProcess',
			parameters: {
				operation: 'run',
				process: { __rl: true, mode: 'code', value: 'UsrAddNewExternalContact' },
				parameters: { mappingMode: 'defineBelow', value: { ContactName: '={{ $json.Name }}' } },
				resultParameters: ['ContactId'],
				options,
			},
		},
	);
}

const webService = addsContacts(
	{ name: 'web service', isWrite: isPostTo(/\/UsrIntegrationService\//), answersAnything: true },
	{
		node: 'creatioWebService',
		parameters: {
			service: 'UsrIntegrationService',
			method: 'AddContact',
			verb: 'POST',
			bodyMode: 'fields',
			body: { parameter: [{ name: 'name', value: '={{ $json.Name }}' }] },
		},
	},
);

export const PATHS: readonly WritePath[] = [
	creates('create'),
	creates('create, all or nothing', { allOrNothing: true }),
	creates('create, one by one', { batchSize: 1 }),
	creates('create in multipart', {}, { switches: { batchJson: false } }),
	creates('create without $batch', {}, { switches: { batch: false } }),
	updates('update'),
	updates('update, all or nothing', { allOrNothing: true }),
	updates('update in multipart', {}, { switches: { batchJson: false } }),
	deletes('delete'),
	deletes('delete, all or nothing', { allOrNothing: true }),
	overOData3(creates('create over OData 3', {}, OLD_SITE)),
	overOData3(creates('create over OData 3, all or nothing', { allOrNothing: true }, OLD_SITE)),
	overOData3(creates('create over OData 3 without $batch', {}, withoutBatch(OLD_SITE))),
	overOData3(updates('update over OData 3', {}, OLD_SITE)),
	overOData3(deletes('delete over OData 3', {}, OLD_SITE)),
	upserts,
	missingLookups,
	inserts,
	dataServiceUpdates,
	dataServiceDeletes,
	mixedBatches,
	settings,
	starts('process', /\/RunProcess$/, {}),
	starts(
		'process, old request',
		/\/UsrAddNewExternalContact\/Execute$/,
		{ oldExecute: true },
		{ answersAnything: true },
	),
	webService,
];
