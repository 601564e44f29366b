import { parseGuid } from '../../model/guid';
import { ZERO_GUID } from '../../model/ids';
import type { Column } from '../../model/model';
import type { ServiceCall } from '../call';
import { badRequest } from '../errors';
import { addressOf, setName } from '../names';

/** The key in the address of a record, absolute or relative to the service. */
export function idOfAddress(call: ServiceCall, lookup: Column, address: string): string {
	const target = call.context.store.entity(lookup.ref ?? '');
	const created = address.startsWith('$') ? call.references.get(address.slice(1)) : undefined;
	if (created?.object === target.name) return created.id;
	const relative = address.startsWith(`${call.root}/`) ? address.slice(call.root.length + 1) : address;
	const key = /^\/?([^(]+)\(guid'([^']*)'\)$/i.exec(relative);
	const parsed = key?.[1] === setName(target) ? parseGuid(key[2] ?? '') : undefined;
	if (parsed === undefined || 'fault' in parsed) {
		throw badRequest(
			`The URI '${address}' does not refer to a record such as '${addressOf(target, ZERO_GUID)}'.`,
		);
	}
	return parsed.guid;
}
