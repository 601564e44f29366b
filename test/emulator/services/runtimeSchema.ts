import type { Call } from '../context';
import { answerMessage } from '../dataservice/message';
import { guid, object, text } from '../dataservice/reader/readers';
import { type Answer, json } from '../http';
import { guidOf, ZERO_GUID } from '../model/ids';
import { type Column, type Entity, INHERITED } from '../model/model';
import { unavailable } from './unavailable';

/** A schema by its name or its UId. */
interface SchemaMessage {
	name?: string;
	uId?: string;
}

const schemaMessage = object<SchemaMessage>(() => ({ name: text, uId: guid }));

/** `DataService/json/SyncReply/RuntimeEntitySchemaRequest` (contract 8.2). */
export function runtimeEntitySchema(call: Call): Answer {
	const { host, switches, store } = call.context;
	const state = switches.runtimeSchema;
	if (state !== 'answers' && state !== 'refused') return unavailable(call.context, state, host.unhandled());
	return answerMessage(call, 'RuntimeEntitySchemaRequest', schemaMessage, ({ name, uId = ZERO_GUID }) => {
		if (state === 'refused') {
			return failure(
				'SecurityException',
				'Current user does not have sufficient permissions to run "RuntimeEntitySchemaRequest".',
			);
		}
		const { entities } = store.model;
		const entity = entities.get(name ?? '') ?? [...entities.values()].find((one) => one.uId === uId);
		if (!entity) return failure('ItemNotFoundException', `Item with name "${name ?? uId}" was not found.`);
		return json({ success: true, schema: describe(entity) });
	});
}

function failure(errorCode: string, message: string): Answer {
	return json({ success: false, errorInfo: { errorCode, message, stackTrace: null } });
}

function describe(entity: Entity): object {
	const uIdOf = (name: string | undefined) =>
		entity.columns.some((column) => column.name === name) ? columnUId(entity, String(name)) : null;
	return {
		uId: entity.uId,
		name: entity.name,
		caption: { 'en-US': entity.caption },
		parentUId: guidOf('schema BaseEntity'),
		primaryColumnUId: uIdOf('Id'),
		primaryDisplayColumnName: entity.displayColumn ?? null,
		primaryDisplayColumnUId: uIdOf(entity.displayColumn),
		primaryImageColumnUId: uIdOf(entity.imageColumn),
		isDBView: entity.name.startsWith('Vw'),
		isVirtual: false,
		administratedByRecords: entity.administratedByRecords,
		administratedByColumns: false,
		administratedByOperations: true,
		columns: {
			Items: Object.fromEntries(
				entity.columns.map((column) => [columnUId(entity, column.name), describeColumn(entity, column)]),
			),
		},
	};
}

function describeColumn(entity: Entity, column: Column): object {
	return {
		uId: columnUId(entity, column.name),
		name: column.name,
		caption: { 'en-US': column.caption },
		description: {},
		dataValueType: dataValueType(column),
		isRequired: column.required,
		defValue: defaultOf(column),
		isInherited: INHERITED.has(column.name),
		isIndexed: column.ref !== undefined,
		usageType: column.usage,
		...(column.ref === undefined ? {} : { referenceSchemaName: column.ref }),
		...(column.size === undefined || column.edm !== 'Edm.String' ? {} : { size: column.size }),
	};
}

/** The codes of sources are those of the client's own schema; whether a site sends them so is not known (contract 8.2). */
function defaultOf({ default: given }: Column): object {
	if (given === undefined) return { valueSourceType: 0 };
	switch (given.source) {
		case 'CONST':
			return { valueSourceType: 1, value: given.value };
		case 'SETTINGS':
			return { valueSourceType: 2, valueSource: given.value };
		case 'SYSTEM_VALUE':
			return { valueSourceType: 3, valueSource: given.value };
		case 'SEQUENCE':
			return { valueSourceType: 4 };
	}
}

function columnUId(entity: Entity, column: string): string {
	return guidOf(`column ${entity.name}.${column}`);
}

/** Codes of contract 4.1. */
export function dataValueType(column: Column): number {
	switch (column.kind) {
		case 'GUID':
			return 0;
		case 'TEXT':
			return { 50: 27, 250: 28, 500: 30 }[column.size ?? 0] ?? (column.size === undefined ? 29 : 1);
		case 'INTEGER':
			return 4;
		case 'FLOAT':
			return 5;
		case 'MONEY':
			return 6;
		case 'DATE_TIME':
			return 7;
		case 'DATE':
			return 8;
		case 'TIME':
			return 9;
		case 'LOOKUP':
			return 10;
		case 'BOOLEAN':
			return 12;
		case 'BLOB':
			return 13;
		case 'IMAGELOOKUP':
			return 16;
		case 'COLOR':
			return 18;
	}
}
