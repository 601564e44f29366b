import { attempt } from '../../basics/attempt';
import { bestEffort } from '../../basics/bestEffort';
import { isCancelled } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import { SingleFlight } from '../../basics/singleFlight';
import type { Connection } from '../../connection/serviceCall';
import { nearestCaptioned, unknownName } from '../model/nearest';
import {
	captioned,
	type Metadata,
	type ObjectDetails,
	type ObjectModel,
	type ObjectSummary,
} from '../model/objectModel';
import { DOUBT_MS, knowledgeOf, LIFE_MS, modelOf, type SiteKnowledge } from '../schema/siteCache';
import { objectByCaption, objectByCode } from './meantObject';
import { listObjects } from './objects';
import { readRuntimeSchema } from './runtimeSchema';

/** Metadata that can be read again. */
export interface SiteMetadata extends Metadata {
	/**
	 * Reads the site's model again if it is more than a minute old, after a column was not found: new columns appear
	 * a minute or two after they are published (contract 2.2). True when it was read, so that a second search may find the column.
	 */
	refresh(): Promise<boolean>;
}

const askingDetails = new SingleFlight<ObjectDetails | undefined>();

const listing = new SingleFlight<readonly ObjectSummary[]>();

/** The model of a site's objects, read when first needed and kept for ten minutes for all runs. */
export function createMetadata(connection: Connection): SiteMetadata {
	const shared = `${connection.identity} ${connection.limits}`;
	const knowledge = () => knowledgeOf(connection, LIFE_MS);
	/** What the site did not return, for this run alone: the next one asks again. */
	const withoutDetails = new Set<string>();
	let listed: readonly ObjectSummary[] | undefined;

	async function object(name: string): Promise<ObjectModel> {
		const known = coded(await knowledge(), name) ?? (await captionedBy(name));
		if (known) return known;
		const fresh = await knowledgeOf(connection, DOUBT_MS);
		const found = coded(fresh, name);
		if (found) return found;
		throw await unknownObject(name, fresh.index.names);
	}

	/** Users know captions too. Those are only asked for where no code is meant. */
	async function captionedBy(entered: string): Promise<ObjectModel | undefined> {
		const list = await attempt(objects());
		if (!list.done && isCancelled(list.error)) throw list.error;
		const name = list.done ? objectByCaption(list.value, entered) : undefined;
		return name === undefined ? undefined : modelOf(await knowledge(), name);
	}

	async function objects(): Promise<readonly ObjectSummary[]> {
		const site = await knowledge();
		const kept = site.objects ?? listed;
		if (kept) return kept;
		const work = async () => {
			const { names } = site.index;
			const list = await listObjects(connection.outliving(), names, (name) => modelOf(site, name));
			if (list.hasCaptions) site.objects = list.objects;
			return list.objects;
		};
		const list = await connection.orCancelled(listing.of(shared, work));
		listed = list;
		return list;
	}

	async function details(name: string): Promise<ObjectDetails | undefined> {
		const site = await knowledge();
		const kept = site.details.get(name);
		if (kept || withoutDetails.has(name)) return kept;
		const work = async () => {
			// Best effort: without rights to the schema, the form shows names instead of captions.
			const value = await bestEffort(askDetails(connection.outliving(), name));
			if (value) site.details.set(name, value);
			return value;
		};
		const found = await connection.orCancelled(askingDetails.of(`${shared} ${name}`, work));
		if (!found) withoutDetails.add(name);
		return found;
	}

	/** Users know captions; the caption they entered finds the name. */
	async function unknownObject(name: string, names: readonly string[]) {
		const list = await attempt(objects());
		const known = list.done ? list.value : names.map((only) => ({ name: only, caption: only }));
		const candidates = nearestCaptioned(name, known).map(captioned);
		return unknownName(
			`The site has no object "${name}" (field ${LABELS.object})`,
			candidates,
			'object',
			'New objects become available after about two minutes.',
		);
	}

	return {
		object,
		find: async (name) => modelOf(await knowledge(), name),
		details,
		objects,
		async connectionsTo(name) {
			const { collections } = await object(name);
			if (collections.size > 0) return [...collections.values()];
			// Descriptions of OData 3 may have the lookups alone (contract 3).
			const lookups = (await knowledge()).index.lookupsTo(name);
			return lookups.map(({ object: target, column }) => ({ target, column }));
		},
		async displayColumn(name) {
			const model = await object(name);
			const fromDetails = (await details(model.name))?.displayColumn;
			const candidates = [fromDetails, 'Name', 'Title', 'Number', 'Caption'];
			return candidates.find((column) => column !== undefined && model.columns.has(column)) ?? 'Id';
		},
		async refresh() {
			const askedAt = Date.now();
			return (await knowledgeOf(connection, DOUBT_MS)).readAt >= askedAt;
		},
	};
}

/** An object by its code, in any letter case where that is clear. */
function coded(site: SiteKnowledge, entered: string): ObjectModel | undefined {
	const exact = modelOf(site, entered);
	const name = exact ? undefined : objectByCode(site.index.names, entered);
	return name === undefined ? exact : modelOf(site, name);
}

async function askDetails(connection: Connection, name: string): Promise<ObjectDetails | undefined> {
	const { json } = await connection.call({
		method: 'POST',
		service: 'dataService',
		path: 'RuntimeEntitySchemaRequest',
		json: { name },
		repeat: 'read',
	});
	return readRuntimeSchema(json);
}
