import { CreatioError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import { LeastRecentlyUsed } from '../../basics/lru';
import { SingleFlight } from '../../basics/singleFlight';
import type { Connection } from '../../connection/serviceCall';
import type { ObjectDetails, ObjectModel, ObjectSummary } from '../model/objectModel';
import { type EdmxIndex, readEdmx } from './edmx';

/** New objects and columns appear a minute or two after they are published (contract 2.2). */
export const LIFE_MS = 600_000;

/** A name that is not found is searched for once more if the model is older than this. */
export const DOUBT_MS = 60_000;

/** Of all sites together. */
const MOST_BYTES = 64 * 1024 * 1024;

/** What is known about one site for one user. */
export interface SiteKnowledge {
	readonly index: EdmxIndex;
	readonly readAt: number;
	readonly models: Map<string, ObjectModel>;
	/** Only what the site returned: see `bestEffort`. */
	readonly details: Map<string, ObjectDetails>;
	/** Only with captions. */
	objects: readonly ObjectSummary[] | undefined;
}

/** By identity, since rights may differ between users of a site. */
const sites = new LeastRecentlyUsed<SiteKnowledge>(MOST_BYTES, {
	weightOf: ({ index }) => index.size,
	ageMs: LIFE_MS,
});

const reading = new SingleFlight<SiteKnowledge>();

/** What is known about a site, read again when it is `maxAgeMs` old, at most `LIFE_MS`. A failure is not kept. */
export async function knowledgeOf(connection: Connection, maxAgeMs: number): Promise<SiteKnowledge> {
	const key = connection.identity;
	const known = sites.get(key);
	if (known && Date.now() - known.readAt < maxAgeMs) return known;
	const knowledge = reading.of(`${key} ${connection.limits}`, async () => {
		const fresh = await read(connection.outliving());
		sites.set(key, fresh);
		return fresh;
	});
	return await connection.orCancelled(knowledge);
}

export function modelOf(site: SiteKnowledge, name: string): ObjectModel | undefined {
	const known = site.models.get(name) ?? site.index.object(name);
	if (known) site.models.set(name, known);
	return known;
}

async function read(connection: Connection): Promise<SiteKnowledge> {
	const { text } = await connection.call({
		method: 'GET',
		service: 'odata',
		path: '$metadata',
		repeat: 'read',
	});
	const index = readEdmx(text);
	if (index.names.length === 0) {
		throw new CreatioError(
			'unreadable',
			"The description of the site's objects ($metadata) does not list any objects",
			{
				cure: `Check the ${LABELS.siteAddress}. If it is correct, ask an administrator whether OData works on the site.`,
			},
		);
	}
	return { index, readAt: Date.now(), models: new Map(), details: new Map(), objects: undefined };
}
