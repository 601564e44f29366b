import { isGuid } from '../model/ids';
import type { Column, Entity, Model } from '../model/model';
import { quote } from '../store/database';
import type { Store } from '../store/store';
import { findNamed } from './names';
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
	| { kind: 'unknownSet'; name: string }
	/** An address that no convention of the library leads to an action. */
	| { kind: 'noAction'; template: string }
	/** The library's routing does not find it. `name`: its first segment, which Web API takes for a controller. */
	| { kind: 'unroutable'; name: string };

/** Reads the segments after `odata`, decoded. A trailing slash is accepted (contract 2.1). */
export function resolveResource(segments: string[], model: Model, store: Store): Resource {
	const parts = segments.at(-1) === '' ? segments.slice(0, -1) : segments;
	const [head, ...rest] = parts;
	if (head === undefined) return { kind: 'service' };
	if (head.toLowerCase() === '$metadata') return rest.length === 0 ? { kind: 'metadata' } : unroutable(head);
	if (head === '$batch') return rest.length === 0 ? { kind: 'batch' } : unroutable(head);
	const { name, key } = splitKey(head);
	const entity = findNamed(model.entities, name);
	if (!entity?.exposed) return { kind: 'unknownSet', name };
	const found =
		key === undefined ? walkCollection({ entity }, rest, store, true) : walkKey(entity, key, rest, store);
	return found ?? unroutable(head);
}

function unroutable(name: string): Resource {
	return { kind: 'unroutable', name };
}

/** Keys are bare guids; quotes and `guid'..'` are OData 3 (contract 2.3). */
function walkKey(entity: Entity, key: string, rest: string[], store: Store): Found {
	const bare = key.trim().replace(/^Id\s*=\s*/i, '');
	return isGuid(bare) ? walkEntity(entity, bare.toLowerCase(), rest, store, true) : undefined;
}

/** `undefined`: the library's routing does not find it. */
type Found = Resource | undefined;

const KEY_BEHIND_COLLECTION: Resource = { kind: 'noAction', template: '~/entityset/key/navigation/key' };

function walkCollection(source: Source, rest: string[], store: Store, root: boolean): Found {
	const [next, ...after] = rest;
	if (next === undefined) return { kind: 'collection', source, root };
	if (next.toLowerCase() === '$count' && after.length === 0) return { kind: 'count', source };
	// Key as segment: /City/<guid>
	return root ? walkKey(source.entity, next, after, store) : KEY_BEHIND_COLLECTION;
}

function walkEntity(entity: Entity, id: string, rest: string[], store: Store, direct: boolean): Found {
	const [next, ...after] = rest;
	if (next === undefined) return { kind: 'entity', entity, id, direct };
	const { name, key } = splitKey(next);
	const reverse = findNamed(entity.reverses, name);
	if (reverse) {
		const child = store.entity(reverse.child);
		if (key !== undefined) return KEY_BEHIND_COLLECTION;
		const where = { sql: `{row}.${quote(reverse.column.property)} = ?`, params: [id] };
		return walkCollection({ entity: child, where }, after, store, false);
	}
	const lookup = findNamed(entity.lookups, next);
	if (lookup) {
		const row = store.find(entity, id);
		if (!row) return { kind: 'missing' };
		const target = row[lookup.property];
		if (typeof target !== 'string') return { kind: 'nothing' };
		return walkEntity(store.entity(lookup.ref ?? ''), target, after, store, false);
	}
	const column = findNamed(entity.byProperty, next);
	if (!column || after.length > 1) return undefined;
	if (column.kind === 'BLOB') return after.length === 0 ? { kind: 'stream', entity, id, column } : undefined;
	if (after.length === 0) return { kind: 'property', entity, id, column };
	return after[0] === '$value' ? { kind: 'value', entity, id, column } : undefined;
}

/** Empty parentheses are none. */
function splitKey(segment: string): { name: string; key?: string } {
	const match = /^([^(]*)\(([\s\S]*)\)$/.exec(segment);
	if (!match) return { name: segment };
	const [, name = '', key = ''] = match;
	return key.trim() === '' ? { name } : { name, key };
}
