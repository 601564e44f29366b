import { isMembers, isTooDeep, type Members } from '../../basics/json';
import type { ServiceAnswer } from '../../connection/serviceCall';
import type { ObjectModel } from '../model/objectModel';
import type { Row } from '../model/rows';
import type { ModelOf } from '../protocol/protocol';
import { unqualified } from '../schema/edmTypes';
import { atomIn } from './atom';
import { columnsByProperty } from './columnsByProperty';
import { wireValue } from './values';

/** Turns answers with records, in verbose JSON or Atom, into the form of OData 4 (`WireForm`, contract 2.8, 3.3). */
export function normalise(answer: ServiceAnswer, modelOf: ModelOf, object?: string): ServiceAnswer {
	const json = answer.json ?? atomIn(answer.text);
	if (!isMembers(json) || isTooDeep(json)) return answer;
	const { d: content } = json;
	const list = listIn(content);
	if (list) return list.rows.every(isMembers) ? { ...answer, json: pageOf(list, modelOf, object) } : answer;
	if (!isMembers(content) || 'EntitySets' in content) return answer;
	return { ...answer, json: recordOf(content, modelOf, object) };
}

interface List {
	readonly rows: readonly unknown[];
	readonly count?: number | undefined;
	readonly next?: string | undefined;
}

/** Version 1 has bare lists (contract 3.3). */
function listIn(value: unknown): List | undefined {
	if (Array.isArray(value)) return { rows: value };
	if (!isMembers(value) || !Array.isArray(value.results)) return undefined;
	const { results, __count: count, __next: next } = value;
	return { rows: results, count: countIn(count), next: typeof next === 'string' ? next : undefined };
}

function countIn(value: unknown): number | undefined {
	const count = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
	return typeof count === 'number' && Number.isSafeInteger(count) ? count : undefined;
}

function pageOf({ rows, count, next }: List, modelOf: ModelOf, object: string | undefined): Row {
	return {
		...(count !== undefined && { '@odata.count': count }),
		value: rows.map((row) => memberOf(row, modelOf, object)),
		...(next !== undefined && { '@odata.nextLink': next }),
	};
}

function recordOf(record: Members, modelOf: ModelOf, object: string | undefined): Row {
	const model = modelOfRecord(record, modelOf, object);
	const columns = model && columnsByProperty(model);
	const members: Array<[string, unknown]> = [];
	for (const [name, value] of Object.entries(record)) {
		if (name === '__metadata') continue;
		if (typeof value !== 'object' || value === null) {
			members.push([name, wireValue(columns?.get(name)?.type, value)]);
		} else {
			members.push(...linkedOf(name, value, modelOf, model && targetOf(model, name)));
		}
	}
	return Object.fromEntries(members);
}

/** The type that a record names, or else the object of the request: sites have types that their description does not list. */
function modelOfRecord(
	record: Members,
	modelOf: ModelOf,
	object: string | undefined,
): ObjectModel | undefined {
	const { __metadata: metadata } = record;
	const type =
		isMembers(metadata) && typeof metadata.type === 'string' ? unqualified(metadata.type) : undefined;
	return (
		(type === undefined ? undefined : modelOf(type)) ?? (object === undefined ? undefined : modelOf(object))
	);
}

function targetOf(model: ObjectModel, name: string): string | undefined {
	return model.columns.get(name)?.target ?? model.collections.get(name)?.target;
}

/** Records that were asked for with the record. Those that can be asked for separately, and files, are left out. */
function linkedOf(
	name: string,
	value: object,
	modelOf: ModelOf,
	target: string | undefined,
): Array<[string, unknown]> {
	if ('__deferred' in value || '__mediaresource' in value) return [];
	const list = listIn(value);
	if (!list) return [[name, memberOf(value, modelOf, target)]];
	const rows = list.rows.map((row) => memberOf(row, modelOf, target));
	return list.next === undefined
		? [[name, rows]]
		: [
				[name, rows],
				[`${name}@odata.nextLink`, list.next],
			];
}

function memberOf(value: unknown, modelOf: ModelOf, target: string | undefined): unknown {
	if (Array.isArray(value)) return value.map((one) => memberOf(one, modelOf, target));
	return isMembers(value) ? recordOf(value, modelOf, target) : value;
}
