import type { Column, Entity } from '../model/model';
import { quote } from '../store/database';
import type { Store } from '../store/store';
import type { ServiceCall } from './call';
import { badRequest, notFound, ServiceError, syntaxError } from './errors';
import { Lexer } from './lexer';
import { literalValue } from './literals';
import { entityOfSet, lookupOf } from './names';
import type { Source } from './records';

/** What a path below the service names. `segment`: the name by which it is refused where it is not there. */
export type Target =
	| { kind: 'service' | 'metadata' | 'batch' }
	| { kind: 'collection'; source: Source; segment: string; isRoot: boolean }
	| { kind: 'count'; source: Source }
	/** `isRoot`: addressed by its own key. */
	| { kind: 'entity'; entity: Entity; id: string; segment: string; isRoot: boolean }
	/** A lookup without a value. */
	| { kind: 'nothing' }
	| { kind: 'property' | 'value'; entity: Entity; id: string; column: Column; segment: string };

export interface PathRules {
	store: Store;
	hasCollections: boolean;
	hasCountAndValue: boolean;
	/** Parts of a batch do not contain another batch. */
	hasBatch: boolean;
	references: ServiceCall['references'];
}

const MOST_SEGMENTS = 100;

/** Reads the segments behind `EntityDataService.svc`, each decoded. Empty ones are passed over. */
export function readPath(given: readonly string[], rules: PathRules): Target {
	const segments = given.filter((segment) => segment !== '');
	if (segments.length > MOST_SEGMENTS)
		throw badRequest('The request URI is not valid. There are too many segments in it.');
	const [head, ...rest] = segments;
	if (head === undefined) return { kind: 'service' };
	const { name, key } = splitKey(head);
	if (name === '$metadata' || (name === '$batch' && rules.hasBatch)) {
		if (key !== undefined) throw syntaxError();
		if (rest.length > 0) throw mustBeLast(name);
		return { kind: name === '$metadata' ? 'metadata' : 'batch' };
	}
	if (name === '$count') {
		throw new ServiceError(
			404,
			'The request URI is not valid, the segment $count cannot be applied to the root of the service.',
		);
	}
	const created = rules.references.get(name.slice(1));
	if (name.startsWith('$') && created) {
		if (key !== undefined) throw syntaxError();
		return inEntity(rules.store.entity(created.object), created.id, name, rest, rules, true);
	}
	const entity = entityOfSet(name, rules.store.model);
	if (!entity) throw notFound(name);
	return key === undefined
		? inCollection({ entity }, name, rest, rules, true)
		: inEntity(entity, key, name, rest, rules, true);
}

function mustBeLast(name: string): ServiceError {
	return new ServiceError(
		404,
		`The request URI is not valid. The segment '${name}' must be the last segment in the URI because it is one of the following: $batch, $value, $metadata, a collection property, a named media resource, or a service operation that does not return a value.`,
	);
}

/** The name and the key in its parentheses; empty ones are none. */
function splitKey(segment: string): { name: string; key?: string } {
	const at = segment.indexOf('(');
	if (at < 0) return { name: segment };
	if (!segment.endsWith(')')) throw syntaxError();
	const inside = segment.slice(at + 1, -1);
	const name = segment.slice(0, at);
	return inside.trim() === '' ? { name } : { name, key: readKey(inside) };
}

/** `guid'…'` or `Id=guid'…'`; anything else is 400 (contract 3.1). */
function readKey(text: string): string {
	const lexer = lexerOf(text);
	if (lexer.is('Id')) {
		lexer.next();
		if (lexer.token.kind !== '=') throw syntaxError();
		lexer.next();
	}
	const { token } = lexer;
	const id = token.kind === 'guid' ? literalValue(token, 0) : undefined;
	lexer.next();
	if (typeof id !== 'string' || (lexer.token.kind as string) !== 'end') throw syntaxError();
	return id;
}

function lexerOf(text: string): Lexer {
	try {
		return new Lexer(text);
	} catch (cause) {
		throw cause instanceof ServiceError ? syntaxError() : cause;
	}
}

function inCollection(
	source: Source,
	segment: string,
	rest: readonly string[],
	rules: PathRules,
	isRoot: boolean,
): Target {
	const [next, ...after] = rest;
	if (next === undefined) return { kind: 'collection', source, segment, isRoot };
	if (next === '$count' && rules.hasCountAndValue) {
		if (after.length > 0) throw mustBeLast(next);
		return { kind: 'count', source };
	}
	if (next === '$count') throw notFound(next);
	throw badRequest(
		`The request URI is not valid. Since the segment '${segment}' refers to a collection, this must be the last segment in the request URI. All intermediate segments must refer to a single resource.`,
	);
}

function inEntity(
	entity: Entity,
	id: string,
	segment: string,
	rest: readonly string[],
	rules: PathRules,
	isRoot: boolean,
): Target {
	const [next, ...after] = rest;
	if (next === undefined) return { kind: 'entity', entity, id, segment, isRoot };
	const { name, key } = splitKey(next);
	if (name === '$links') throw badRequest('Links are not among what the emulator has.');
	const lookup = lookupOf(entity, name, rules.store.model);
	if (lookup) {
		if (key !== undefined) throw syntaxError();
		const row = rules.store.find(entity, id);
		if (!row) throw notFound(segment);
		const target = row[lookup.property];
		if (typeof target === 'string')
			return inEntity(rules.store.entity(lookup.ref ?? ''), target, name, after, rules, false);
		if (after.length > 0) throw notFound(name);
		return { kind: 'nothing' };
	}
	const reverse = rules.hasCollections ? entity.reverses.get(name) : undefined;
	if (reverse) {
		if (!rules.store.exists(entity, id)) throw notFound(segment);
		const child = rules.store.entity(reverse.child);
		if (key !== undefined) return inEntity(child, key, name, after, rules, false);
		const where = { sql: `{row}.${quote(reverse.column.property)} = ?`, params: [id] };
		return inCollection({ entity: child, where }, name, after, rules, false);
	}
	const column = entity.byProperty.get(name);
	if (!column) throw notFound(name);
	if (key !== undefined) throw syntaxError();
	return inProperty({ entity, id, column, segment }, after, rules);
}

function inProperty(
	property: { entity: Entity; id: string; column: Column; segment: string },
	[next, ...after]: readonly string[],
	rules: PathRules,
): Target {
	if (next === undefined) return { kind: 'property', ...property };
	if (next !== '$value') {
		throw new ServiceError(
			404,
			`The segment '${next}' in the request URI is not valid. The segment '${property.column.property}' refers to a primitive property, function, or service operation, so the only supported value from the next segment is '$value'.`,
		);
	}
	if (!rules.hasCountAndValue) throw notFound(next);
	if (after.length > 0) throw mustBeLast(next);
	return { kind: 'value', ...property };
}
