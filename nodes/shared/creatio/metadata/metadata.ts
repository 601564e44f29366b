import { attempt } from '../../http/attempt';
import { inputError, isCreatioError, type CreatioError } from '../../http/errors';
import type { Connection } from '../../http/types';
import type { Metadata, ObjectDetails, ObjectModel, ObjectSummary } from '../model';
import { readEdmx, type EdmxIndex } from './edmx';
import { nearest } from './nearest';
import { listObjects } from './objects';
import { readRuntimeSchema } from './runtimeSchema';

/** New objects and columns appear a minute or two after they are published (contract 2.2). */
const LIFE_MS = 600_000;
/** An object that is not known is looked for once more when our knowledge is older than this. */
const DOUBT_MS = 60_000;
/** Of all sites together; the one that was not used for longest goes first. */
const MOST_BYTES = 64 * 1024 * 1024;

interface SiteKnowledge {
	readonly index: EdmxIndex;
	readonly readAt: number;
	readonly models: Map<string, ObjectModel>;
	readonly details: Map<string, Promise<ObjectDetails | undefined>>;
	objects: Promise<readonly ObjectSummary[]> | undefined;
}

/** By who asks: rights may differ between users of a site. */
const sites = new Map<string, SiteKnowledge>();
const reading = new Map<string, Promise<SiteKnowledge>>();

/** What a site's objects look like, read when first needed and kept for ten minutes for all runs. */
export function createMetadata(connection: Connection): Metadata {
	const knowledge = (signal?: AbortSignal) => currentKnowledge(connection, LIFE_MS, signal);

	async function object(name: string, signal?: AbortSignal): Promise<ObjectModel> {
		const known = modelOf(await knowledge(signal), name);
		if (known) return known;
		const fresh = await currentKnowledge(connection, DOUBT_MS, signal);
		const found = modelOf(fresh, name);
		if (found) return found;
		throw unknownObject(name, fresh.index.names);
	}

	async function details(name: string, signal?: AbortSignal): Promise<ObjectDetails | undefined> {
		const site = await knowledge(signal);
		return await once(site.details, name, () => readDetails(connection, name, signal));
	}

	return {
		object,
		details,
		async objects(signal) {
			const site = await knowledge(signal);
			site.objects ??= listObjects(connection, site.index.names, (name) => modelOf(site, name), signal);
			const outcome = await attempt(site.objects);
			if (outcome.done) return outcome.value;
			site.objects = undefined;
			throw outcome.error;
		},
		async displayColumn(name, signal) {
			const model = await object(name, signal);
			const told = (await details(name, signal))?.displayColumn;
			const candidates = [told, 'Name', 'Title', 'Number', 'Caption'];
			return candidates.find((column) => column !== undefined && model.columns.has(column)) ?? 'Id';
		},
	};
}

function modelOf(site: SiteKnowledge, name: string): ObjectModel | undefined {
	const known = site.models.get(name) ?? site.index.object(name);
	if (known) site.models.set(name, known);
	return known;
}

/** A failure is nobody's knowledge: it is not kept. */
async function once<T>(kept: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
	const value = kept.get(key) ?? make();
	kept.set(key, value);
	const outcome = await attempt(value);
	if (outcome.done) return outcome.value;
	kept.delete(key);
	throw outcome.error;
}

async function currentKnowledge(
	connection: Connection,
	maxAgeMs: number,
	signal?: AbortSignal,
): Promise<SiteKnowledge> {
	const key = connection.identity;
	const known = sites.get(key);
	if (known && Date.now() - known.readAt < maxAgeMs) {
		remember(key, known);
		return known;
	}
	const pending = reading.get(key) ?? readKnowledge(connection, signal).finally(() => reading.delete(key));
	reading.set(key, pending);
	const fresh = await pending;
	remember(key, fresh);
	return fresh;
}

async function readKnowledge(connection: Connection, signal?: AbortSignal): Promise<SiteKnowledge> {
	const { text } = await connection.call({
		method: 'GET',
		service: 'odata',
		path: '$metadata',
		repeat: 'read',
		signal,
	});
	return {
		index: readEdmx(text),
		readAt: Date.now(),
		models: new Map(),
		details: new Map(),
		objects: undefined,
	};
}

function remember(key: string, site: SiteKnowledge): void {
	// Taken out and put back: the order of the map is the order of use.
	sites.delete(key);
	sites.set(key, site);
	let bytes = 0;
	for (const { index } of sites.values()) bytes += index.size;
	for (const [oldest, { index }] of sites) {
		if (bytes <= MOST_BYTES || oldest === key) return;
		sites.delete(oldest);
		bytes -= index.size;
	}
}

/** Best effort: without rights to the schema the form shows names instead of captions. */
async function readDetails(
	connection: Connection,
	name: string,
	signal?: AbortSignal,
): Promise<ObjectDetails | undefined> {
	const outcome = await attempt(
		connection.call({
			method: 'POST',
			service: 'dataService',
			path: 'RuntimeEntitySchemaRequest',
			json: { name },
			repeat: 'read',
			signal,
		}),
	);
	if (outcome.done) return readRuntimeSchema(outcome.value.json);
	const { error } = outcome;
	const isRefusal =
		isCreatioError(error) &&
		['forbidden', 'invalid', 'notFound', 'server', 'unreadable'].includes(error.kind);
	if (isRefusal) return undefined;
	throw error;
}

function unknownObject(name: string, names: readonly string[]): CreatioError {
	const candidates = nearest(name, names);
	const hint =
		candidates.length > 0 ? `Did you mean ${candidates.join(' or ')}?` : 'Choose the object from the list.';
	return inputError(
		`The site has no object "${name}" (field Object)`,
		`${hint} An object that was just made appears after two minutes.`,
	);
}
