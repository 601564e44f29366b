import type { Entity, Model } from '../../model/model';
import type { Switches } from '../../switches';
import type { SqlRow } from '../../store/database';
import { readContentType } from './contentType';
import { NODE_NAMES, readJson } from './jsonReader';
import { readMembers } from './members';
import { MissingBody, UnreadableBody } from './unreadable';

export interface EntityBody {
	contentType: string | undefined;
	bytes: Buffer;
	/** The host took in less than was sent (contract 10.1). */
	tooLarge: boolean;
	/** PATCH differs: it drops the zero guid of a lookup (contract 2.10). */
	patch: boolean;
}

export interface Site {
	model: Model;
	switches: Switches;
}

/** Reads the body of a create or an update as Microsoft's OData library does (contract 2.9, 2.10). */
export function readEntityBody(entity: Entity, body: EntityBody, site: Site): SqlRow {
	const { bytes, patch } = body;
	const { model, switches } = site;
	if (body.tooLarge)
		throw new UnreadableBody('Request body too large. The max request body size is 30000000 bytes.');
	if (bytes.length === 0) throw new MissingBody();
	const { decimalsAsText } = readContentType(body.contentType);
	const root = readJson(bytes.toString('utf8'));
	if (root?.kind !== 'object') {
		const found = root === undefined ? 'EndOfInput' : NODE_NAMES[root.kind];
		throw new UnreadableBody(
			`An unexpected '${found}' node was found when reading from the JSON reader. A 'StartObject' node was expected.`,
		);
	}
	return readMembers(entity, root, { model, switches, patch, decimalsAsText });
}
