import { isGuid } from '../model/ids';
import type { Column, Entity, Model } from '../model/model';
import { quote } from '../store/database';
import type { Store } from '../store/store';
import { ODataError } from './errors';
import type { Source } from './read';

/** What a path below the OData root names. */
export type Resource =
	| { kind: 'service' }
	| { kind: 'metadata' }
	| { kind: 'batch' }
	| { kind: 'collection'; source: Source; root: boolean }
	| { kind: 'count'; source: Source }
	/** `direct`: addressed by its own key, so that it can be written. */
	| { kind: 'entity'; entity: Entity; id: string; direct: boolean }
	| { kind: 'property' | 'value' | 'stream'; entity: Entity; id: string; column: Column }
	/** A lookup without a value. */
	| { kind: 'nothing' }
	| { kind: 'missing' }
	| { kind: 'unknownSet'; name: string };

/** Reads the segments after `odata`, decoded. A trailing slash is accepted (contract 2.1). */
export function resolveResource(segments: string[], model: Model, store: Store): Resource {
	const parts = segments.at(-1) === '' ? segments.slice(0, -1) : segments;
	const [head, ...rest] = parts;
	if (head === undefined) return { kind: 'service' };
	if (head === '$metadata') return rest.length === 0 ? { kind: 'metadata' } : { kind: 'missing' };
	if (head === '$batch') return rest.length === 0 ? { kind: 'batch' } : { kind: 'missing' };
	const { name, key } = splitKey(head);
	const entity = model.entities.get(name);
	if (!entity?.exposed) return { kind: 'unknownSet', name };
	if (key !== undefined) return walkEntity(entity, parseKey(key), rest, store, true);
	return walkCollection({ entity }, rest, store, true);
}

function walkCollection(source: Source, rest: string[], store: Store, root: boolean): Resource {
	const [next, ...after] = rest;
	if (next === undefined) return { kind: 'collection', source, root };
	if (next === '$count' && after.length === 0) return { kind: 'count', source };
	// Key as segment: /City/<guid>
	return isGuid(next)
		? walkEntity(source.entity, next.toLowerCase(), after, store, root)
		: { kind: 'missing' };
}

function walkEntity(entity: Entity, id: string, rest: string[], store: Store, direct: boolean): Resource {
	const [next, ...after] = rest;
	if (next === undefined) return { kind: 'entity', entity, id, direct };
	const { name, key } = splitKey(next);
	const reverse = entity.reverses.get(name);
	if (reverse) {
		const child = store.entity(reverse.child);
		if (key !== undefined) return walkEntity(child, parseKey(key), after, store, false);
		const where = { sql: `{row}.${quote(reverse.column.property)} = ?`, params: [id] };
		return walkCollection({ entity: child, where }, after, store, false);
	}
	const lookup = entity.lookups.get(next);
	if (lookup) {
		const row = store.find(entity, id);
		if (!row) return { kind: 'missing' };
		const target = row[lookup.property];
		if (typeof target !== 'string') return { kind: 'nothing' };
		return walkEntity(store.entity(lookup.ref ?? ''), target, after, store, false);
	}
	const column = entity.byProperty.get(next);
	if (!column || after.length > 1) return { kind: 'missing' };
	if (column.kind === 'BLOB')
		return after.length === 0 ? { kind: 'stream', entity, id, column } : { kind: 'missing' };
	if (after.length === 0) return { kind: 'property', entity, id, column };
	return after[0] === '$value' ? { kind: 'value', entity, id, column } : { kind: 'missing' };
}

function splitKey(segment: string): { name: string; key?: string } {
	const match = /^([^(]*)\(([\s\S]*)\)$/.exec(segment);
	return match ? { name: match[1] ?? '', key: match[2] } : { name: segment };
}

/** Keys are bare guids; quotes and `guid'..'` are OData 3 (contract 2.3). */
function parseKey(key: string): string {
	const bare = key.replace(/^Id=/, '');
	if (!isGuid(bare)) {
		throw new ODataError(400, 'Bad Request - Error in query syntax.', [
			{ message: 'Bad Request - Error in query syntax.' },
		]);
	}
	return bare.toLowerCase();
}
