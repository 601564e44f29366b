import { isGuid } from '../model/ids';
import type { GivenValue } from './engine';
import { itemNotFound, ProcessFault } from './faults';
import { actualVersion, findSchema } from './library';
import type { ProcessSchema } from './schema';

/** A body that the service cannot read: 400 (contract 6.2). */
export class UnreadableBody extends Error {}

export type Body = Record<string, unknown>;

/** The body as a JSON object. Names of members are exact. */
export function readBody(bytes: Buffer): Body {
	let value: unknown;
	try {
		value = JSON.parse(bytes.toString('utf8'));
	} catch {
		throw new UnreadableBody();
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UnreadableBody();
	return value as Body;
}

/** A member that is a text, missing or null. */
export function readText(body: Body, name: string): string | undefined {
	const value = body[name] ?? undefined;
	if (value !== undefined && typeof value !== 'string') throw new UnreadableBody();
	return value;
}

/** A member that is a list, missing or null. */
function readList(body: Body, name: string): unknown[] {
	const value = body[name] ?? [];
	if (!Array.isArray(value)) throw new UnreadableBody();
	return value as unknown[];
}

export function readTexts(body: Body, name: string): string[] {
	return readList(body, name).map((value) => {
		if (typeof value !== 'string') throw new UnreadableBody();
		return value;
	});
}

/** `parameterValues`: every `value` is a text (contract 5.3). A value of null does not count as one. */
export function readGiven(body: Body): GivenValue[] {
	return readList(body, 'parameterValues').flatMap((item) => {
		if (typeof item !== 'object' || item === null) throw new UnreadableBody();
		const pair = item as Body;
		const name = readText(pair, 'name');
		const text = readText(pair, 'value');
		return name === undefined || text === undefined ? [] : [{ name, text }];
	});
}

/**
 * The process of `schemaName` or `schemaUId`: its actual version, or exactly the one that was named.
 * Throws a `ProcessFault`.
 */
export function readSchema(body: Body, exactVersion = false): ProcessSchema {
	const name = readText(body, 'schemaName') ?? '';
	const uId = readText(body, 'schemaUId') ?? '';
	if (name === '' && uId === '') {
		throw new ProcessFault(
			'Terrasoft.Common.ArgumentNullOrEmptyException',
			'Value for argument "schemaName" must be specified.',
		);
	}
	if (name === '' && !isGuid(uId)) throw new UnreadableBody();
	const found = findSchema(name === '' ? uId : name);
	if (!found) throw itemNotFound(`Item with name "${name === '' ? uId : name}" was not found.`);
	return exactVersion ? found : actualVersion(found);
}
