import type { ServiceCall } from './call';
import { addressOf, typeName } from './names';
import type { Page, ShownRecord } from './records';
import { selectionModel, shownColumns, shownLinks } from './selection';
import { isoDate, type Spelled, spelled, ticksOf } from './values';

/** Verbose JSON (contract 3.3). */
export function pageJson(call: ServiceCall, { records, count }: Page, next: string | undefined): string {
	const items = `[${records.map((record) => recordJson(call, record)).join(',')}]`;
	if (call.versions.response < 2) return `{"d":${items}}`;
	const members = [
		...(count === undefined ? [] : [`"__count":"${count}"`]),
		`"results":${items}`,
		...(next === undefined ? [] : [`"__next":${JSON.stringify(next)}`]),
	];
	return `{"d":{${members.join(',')}}}`;
}

export function entryJson(call: ServiceCall, record: ShownRecord): string {
	return `{"d":${recordJson(call, record)}}`;
}

function recordJson(call: ServiceCall, record: ShownRecord): string {
	const { row, selection } = record;
	const { entity } = selection;
	const uri = `${call.root}/${addressOf(entity, String(row.Id))}`;
	const metadata = { id: uri, uri, type: typeName(entity) };
	const members = [`"__metadata":${JSON.stringify(metadata)}`];
	for (const column of shownColumns(selection))
		members.push(`${JSON.stringify(column.property)}:${valueJson(call, spelled(call, entity, column, row))}`);
	for (const [name, shown] of record.expanded)
		members.push(`${JSON.stringify(name)}:${expandedJson(call, shown)}`);
	for (const [name] of shownLinks(selection, selectionModel(call.context)))
		members.push(`${JSON.stringify(name)}:{"__deferred":{"uri":${JSON.stringify(`${uri}/${name}`)}}}`);
	return `{${members.join(',')}}`;
}

function expandedJson(call: ServiceCall, shown: ShownRecord | ShownRecord[] | undefined): string {
	if (shown === undefined) return 'null';
	if (!Array.isArray(shown)) return recordJson(call, shown);
	const items = `[${shown.map((record) => recordJson(call, record)).join(',')}]`;
	return call.versions.response < 2 ? items : `{"results":${items}}`;
}

export function valueJson(call: ServiceCall, value: Spelled): string {
	switch (value.kind) {
		case 'whole':
		case 'boolean':
			return value.text;
		case 'date':
			return dateJson(call, value.stored);
		default:
			// Whole numbers of 64 bits and decimals are texts, which keep their digits.
			return JSON.stringify(value.text);
	}
}

/** The third version writes dates as XML does. Before it they are ticks, whose slashes are escaped. */
function dateJson({ context, versions }: ServiceCall, stored: string): string {
	const { odata3Dates } = context.switches;
	const isIso = odata3Dates === 'byVersion' ? versions.response === 3 : odata3Dates === 'iso';
	return isIso ? `"${isoDate(stored)}"` : `"\\/Date(${ticksOf(stored)})\\/"`;
}
