import type { Attempt } from '../../basics/attempt';
import { objectIn, odataAddress } from '../../connection/odataAddress';
import type { Connection, ServiceAnswer } from '../../connection/serviceCall';
import type { ModelOf, Protocol } from '../protocol/protocol';
import { knowledgeOf, LIFE_MS, modelOf } from '../schema/siteCache';
import type { BatchPart } from './batchJson';
import { protocolOf } from './protocolOf';

/** Answers in the form that everything else knows, that of OData 4. */
export async function normalised(
	connection: Connection,
	path: string,
	answer: ServiceAnswer,
): Promise<ServiceAnswer> {
	const { form } = protocolOf(connection);
	return form ? form.normalise(answer, await modelsOf(connection), objectAt(connection, path)) : answer;
}

/** The same for the parts of a batch. */
export async function normalisedParts(
	connection: Connection,
	parts: readonly BatchPart[],
	outcomes: ReadonlyArray<Attempt<ServiceAnswer>>,
): Promise<Array<Attempt<ServiceAnswer>>> {
	const { form } = protocolOf(connection);
	if (!form) return [...outcomes];
	const models = await modelsOf(connection);
	return outcomes.map((outcome, index) => {
		if (!outcome.done) return outcome;
		const object = objectAt(connection, parts[index]?.path ?? '');
		return { done: true, value: form.normalise(outcome.value, models, object) };
	});
}

/** Parts with the bodies that the site takes. */
export async function withBodies(
	connection: Connection,
	parts: readonly BatchPart[],
): Promise<readonly BatchPart[]> {
	const { form } = protocolOf(connection);
	if (!form || parts.every(({ json }) => json === undefined)) return parts;
	const models = await modelsOf(connection);
	return parts.map((part) =>
		part.json === undefined ? part : { ...part, json: form.body(part.json, models(part.object ?? '')) },
	);
}

function objectAt({ odataVersion }: Connection, path: string): string | undefined {
	return objectIn(odataAddress(odataVersion, path));
}

async function modelsOf(connection: Connection): Promise<ModelOf> {
	const site = await knowledgeOf(connection, LIFE_MS);
	return (object) => modelOf(site, object);
}

/** Parts with the headers that each needs in a batch. */
export function withPartHeaders(
	{ partHeaders }: Protocol,
	parts: readonly BatchPart[],
): readonly BatchPart[] {
	return parts.map((part) => ({ ...part, headers: { ...partHeaders, ...part.headers } }));
}
