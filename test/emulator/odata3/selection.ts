import type { Column, Entity, Model, Reverse } from '../model/model';
import type { ServiceCall } from './call';
import { badRequest } from './errors';
import { Lexer } from './lexer';
import { lookupOf, lookupsOf, typeName } from './names';

/** What an answer shows of a record and of what is expanded from it. */
export interface Selection {
	entity: Entity;
	/** Missing: all columns and navigations. */
	chosen?: Chosen;
	expanded: Map<string, Expanded>;
}

/** What `$select` names of one object. */
interface Chosen {
	/** `*`. */
	all: boolean;
	columns: Set<string>;
	/** Navigations that are links in the answer. */
	links: Set<string>;
}

export type Link = { kind: 'lookup'; column: Column } | { kind: 'children'; reverse: Reverse };

export interface Expanded {
	link: Link;
	selection: Selection;
}

export interface SelectionModel {
	model: Model;
	hasCollections: boolean;
}

/** What decides which navigations a site has. */
export function selectionModel({ store, switches }: ServiceCall['context']): SelectionModel {
	return { model: store.model, hasCollections: switches.odata3Collections };
}

/** Levels that the library writes (contract 3.2). */
const DEEPEST = 100;

/**
 * Reads `$expand` and `$select`. What is expanded shows only where `$select` names it too, if there is one, and what
 * `$select` looks into must be expanded (contract 3.2).
 */
export function readSelection(
	entity: Entity,
	{ expand = '', select }: { expand?: string; select?: string },
	site: SelectionModel,
): Selection {
	const root: Selection = { entity, expanded: new Map() };
	for (const path of readPaths(expand, false)) applyExpand(root, path, site);
	if (select === undefined) return root;
	const named = new Set<Selection>();
	const whole = new Set<Selection>();
	for (const path of readPaths(select, true)) applySelect(root, path, site, named, whole);
	root.chosen ??= nothing();
	prune(root, named, whole);
	return root;
}

function nothing(): Chosen {
	return { all: false, columns: new Set(), links: new Set() };
}

/** Paths of names, divided by commas. A comma or a slash at the end is passed over. */
function readPaths(text: string, isSelect: boolean): string[][] {
	const lexer = new Lexer(text);
	const paths: string[][] = [];
	let path: string[] | undefined;
	while (lexer.token.kind !== 'end') {
		const isStar = isSelect && lexer.token.kind === '*';
		const name = isStar ? '*' : lexer.token.text;
		if (isStar) lexer.next();
		else lexer.identifier();
		if (path === undefined) paths.push((path = []));
		path.push(name);
		const { kind } = lexer.token;
		if ((kind as string) === 'end') break;
		if (isStar || kind !== '/') {
			lexer.expect(',');
			path = undefined;
		}
		lexer.next();
	}
	return paths;
}

function linkOf(entity: Entity, name: string, { model, hasCollections }: SelectionModel): Link | undefined {
	const column = lookupOf(entity, name, model);
	if (column) return { kind: 'lookup', column };
	const reverse = hasCollections ? entity.reverses.get(name) : undefined;
	return reverse && { kind: 'children', reverse };
}

function targetOf(link: Link, { model }: SelectionModel): Entity | undefined {
	return model.entities.get(link.kind === 'lookup' ? (link.column.ref ?? '') : link.reverse.child);
}

function unknown(entity: Entity, name: string): Error {
	return badRequest(
		`Type '${typeName(entity)}' does not have a property named '${name}' or there is no type with '${name}' name.`,
	);
}

/** A path that ends at a column expands nothing and is passed over. */
function applyExpand(root: Selection, path: readonly string[], site: SelectionModel): void {
	if (path.length > DEEPEST) throw badRequest('Recursion reached allowed limit.');
	const steps: Array<[name: string, link: Link, target: Entity]> = [];
	let { entity } = root;
	for (const [index, name] of path.entries()) {
		const link = linkOf(entity, name, site);
		const target = link && targetOf(link, site);
		if (link && target) {
			steps.push([name, link, target]);
			entity = target;
		} else if (!entity.byProperty.has(name)) {
			throw unknown(entity, name);
		} else if (index === path.length - 1) {
			return;
		}
	}
	let at = root;
	for (const [name, link, target] of steps) {
		const known = at.expanded.get(name) ?? {
			link,
			selection: { entity: target, expanded: new Map<string, Expanded>() },
		};
		at.expanded.set(name, known);
		at = known.selection;
	}
}

function applySelect(
	root: Selection,
	path: readonly string[],
	site: SelectionModel,
	named: Set<Selection>,
	whole: Set<Selection>,
): void {
	let at = root;
	for (const [index, name] of path.entries()) {
		const last = index === path.length - 1;
		const chosen = (at.chosen ??= nothing());
		named.add(at);
		if (name === '*') {
			chosen.all = true;
			return;
		}
		if (linkOf(at.entity, name, site)) {
			const child = at.expanded.get(name)?.selection;
			if (last) {
				if (child) whole.add(child);
				else chosen.links.add(name);
				return;
			}
			if (!child)
				throw badRequest(
					`Only properties specified in $expand can be traversed in $select query options. Property ${name}.`,
				);
			at = child;
			continue;
		}
		if (!at.entity.byProperty.has(name)) throw unknown(at.entity, name);
		if (!last) {
			throw badRequest(
				`Property ${name} on type ${typeName(at.entity)} is of primitive type and cannot be used as a navigation property.`,
			);
		}
		chosen.columns.add(name);
	}
}

/** Drops what is expanded without being selected. What is selected as a whole shows all of itself. */
function prune(selection: Selection, named: ReadonlySet<Selection>, whole: ReadonlySet<Selection>): void {
	for (const [name, { selection: child }] of selection.expanded) {
		if (whole.has(child)) clear(child);
		else if (named.has(child)) prune(child, named, whole);
		else selection.expanded.delete(name);
	}
}

function clear(selection: Selection): void {
	delete selection.chosen;
	for (const { selection: child } of selection.expanded.values()) clear(child);
}

/** Columns of the record that the answer shows. */
export function shownColumns({ entity, chosen }: Selection): Column[] {
	if (chosen === undefined || chosen.all) return entity.columns;
	return entity.columns.filter(({ property }) => chosen.columns.has(property));
}

/** Navigations that the answer shows as links. */
export function shownLinks(
	{ entity, chosen, expanded }: Selection,
	{ model, hasCollections }: SelectionModel,
): Array<[name: string, kind: Link['kind']]> {
	const reverses = hasCollections ? [...entity.reverses.keys()] : [];
	const all: Array<[string, Link['kind']]> = [
		...lookupsOf(entity, model).map(({ name }): [string, Link['kind']] => [name, 'lookup']),
		...reverses.map((name): [string, Link['kind']] => [name, 'children']),
	];
	return all.filter(
		([name]) => !expanded.has(name) && (chosen === undefined || chosen.all || chosen.links.has(name)),
	);
}
