import type { Attempt } from '../../basics/attempt';
import { objectIn, odataAddress } from '../../connection/odataAddress';
import type { Connection, ServiceAnswer } from '../../connection/serviceCall';
import type { ModelOf } from '../protocol/protocol';
import { knowledgeOf, LIFE_MS, modelOf } from '../schema/siteCache';
import type { BatchPart } from './batchJson';
import { protocolOf } from './protocolOf';

/** How records travel: everything above this knows the form of OData 4 alone. */
export interface Wire {
	/** The part with the body that the site takes. */
	sent(part: BatchPart): BatchPart;
	/** The answer to a path. */
	received(path: string, answer: ServiceAnswer): ServiceAnswer;
	/** The answers to parts, in their order. */
	outcomes(
		parts: readonly BatchPart[],
		outcomes: ReadonlyArray<Attempt<ServiceAnswer>>,
	): Array<Attempt<ServiceAnswer>>;
}

/**
 * How records travel to and from the site of a connection. Asked for before anything is sent: it may read the description of
 * the site, and nothing must fail between a write and its outcome.
 */
export async function wireOf(connection: Connection): Promise<Wire> {
	const { form } = protocolOf(connection);
	if (!form) return UNCHANGED;
	const models = await modelsOf(connection);
	const received: Wire['received'] = (path, answer) =>
		form.normalise(answer, models, objectIn(odataAddress(connection.odataVersion, path)));
	return {
		sent: ({ json, object = '', ...part }) =>
			json === undefined ? part : { ...part, object, json: form.body(json, models(object)) },
		received,
		outcomes: (parts, outcomes) =>
			outcomes.map((outcome, index) =>
				outcome.done ? { done: true, value: received(parts[index]?.path ?? '', outcome.value) } : outcome,
			),
	};
}

const UNCHANGED: Wire = {
	sent: (part) => part,
	received: (_, answer) => answer,
	outcomes: (_, outcomes) => [...outcomes],
};

async function modelsOf(connection: Connection): Promise<ModelOf> {
	const site = await knowledgeOf(connection, LIFE_MS);
	return (object) => modelOf(site, object);
}
