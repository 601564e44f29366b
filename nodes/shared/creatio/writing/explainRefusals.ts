import { attempt, type Attempt } from '../../basics/attempt';
import { isCreatioError, type CreatioError } from '../../basics/errors';
import { chunks, grouped } from '../../basics/parallel';
import type { Connection } from '../../connection/serviceCall';
import type { Metadata, ObjectDetails, ObjectModel } from '../model/objectModel';
import { type BatchPart, sendBatch } from '../odata/batchRequest';
import { KEYS_IN_FILTER, keysFilter } from '../odata/filterText';
import { rowsOf } from '../odata/pageReader';
import { protocolOf } from '../odata/protocolOf';
import { selectOption } from '../protocol/shape';
import { collectionPath } from '../odata/url';
import { explained } from './explanation';
import { refusalCauseOf, type RefusalCause } from './refusalCause';
import { rowFaults, type SentLookup, sentLookups, type SentRow } from './rowFaults';

/** Where the columns of an object are described. */
export interface Explainer {
	readonly connection: Connection;
	readonly metadata: Pick<Metadata, 'details'>;
}

/** Filters of the one look-up for records that lookups point to. */
const MOST_FILTERS = 20;

interface Refusal {
	readonly error: CreatioError;
	readonly cause: RefusalCause;
	readonly sent: SentRow;
}

/**
 * Replaces the errors of writes that the site refused without naming a column by errors that name the likely ones
 * (contract 2.9, 2.12). Outcomes stay in their order, and all others stay as they are. Asks the site only after such a
 * refusal: once for the details of each object, and at most once for the records that lookups point to. A failure of
 * these questions changes nothing. `sent` is `undefined` for writes without values.
 */
export async function explainRefusals<R>(
	explainer: Explainer,
	sent: ReadonlyArray<SentRow | undefined>,
	outcomes: ReadonlyArray<Attempt<R> | undefined>,
): Promise<Array<Attempt<R> | undefined>> {
	const refusals = outcomes.map((outcome, index) => refusalOf(outcome, sent[index]));
	const refused = refusals.filter((refusal) => refusal !== undefined);
	if (refused.length === 0) return [...outcomes];
	const detailsOf = await readDetails(explainer.metadata, new Set(refused.map((one) => one.sent.model)));
	const isMissing = await lookFor(explainer.connection, lookupsInDoubt(refused, detailsOf));
	return outcomes.map((outcome, index) => {
		const refusal = refusals[index];
		if (!refusal) return outcome;
		const facts = { details: detailsOf(refusal.sent.model), isMissing };
		return { done: false, error: explained(refusal.error, refusal.cause, refusal.sent, facts) };
	});
}

/** The same for one write: resolves to its error, explained if it can be. */
export async function explainOne(explainer: Explainer, sent: SentRow, error: unknown): Promise<unknown> {
	const [outcome] = await explainRefusals(explainer, [sent], [{ done: false, error }]);
	return outcome?.done === false ? outcome.error : error;
}

function refusalOf(outcome: Attempt<unknown> | undefined, sent: SentRow | undefined): Refusal | undefined {
	if (!sent || !outcome || outcome.done || !isCreatioError(outcome.error)) return undefined;
	const cause = refusalCauseOf(outcome.error);
	return cause && { error: outcome.error, cause, sent };
}

type DetailsOf = (model: ObjectModel) => ObjectDetails | undefined;

async function readDetails(
	metadata: Explainer['metadata'],
	models: Iterable<ObjectModel>,
): Promise<DetailsOf> {
	const known = new Map<string, ObjectDetails | undefined>();
	for (const { name } of models) {
		const details = await attempt(metadata.details(name));
		known.set(name, details.done ? details.value : undefined);
	}
	return ({ name }) => known.get(name);
}

/** The lookups of rows that a missing record may explain, and nothing in the row itself. */
function lookupsInDoubt(refused: readonly Refusal[], detailsOf: DetailsOf): SentLookup[] {
	return refused.flatMap(({ cause, sent }) => {
		if (cause.kind !== 'missingRecord' && cause.kind !== 'unexplained') return [];
		return rowFaults(cause, sent, detailsOf(sent.model)).length > 0 ? [] : sentLookups(sent);
	});
}

/** Looks for the records with one batch, the first ones if they are very many. */
async function lookFor(
	connection: Connection,
	lookups: readonly SentLookup[],
): Promise<(lookup: SentLookup) => boolean> {
	const questions = [...grouped(lookups, ({ target }) => target)]
		.flatMap(([target, some]) =>
			chunks([...new Set(some.map(({ id }) => id))], KEYS_IN_FILTER).map((ids) => ({ target, ids })),
		)
		.slice(0, MOST_FILTERS);
	const missing = new Set<string>();
	const answers = await attempt(
		sendBatch(
			connection,
			questions.map((question) => partOf(connection, question)),
		),
	);
	for (const [index, { target, ids }] of questions.entries()) {
		const answer = answers.done ? answers.value[index] : undefined;
		if (!answer?.done) continue;
		const rows = await attempt((async () => rowsOf(answer.value, target))());
		if (!rows.done) continue;
		const found = new Set(rows.value.map(({ Id }) => String(Id).toLowerCase()));
		for (const id of ids) if (!found.has(id)) missing.add(`${target} ${id}`);
	}
	return ({ target, id }) => missing.has(`${target} ${id}`);
}

function partOf(
	connection: Connection,
	{ target, ids }: { readonly target: string; readonly ids: readonly string[] },
): BatchPart {
	const filter = keysFilter(protocolOf(connection), ids);
	return {
		method: 'GET',
		path: collectionPath(connection, target, { select: selectOption([]), filter }),
		repeat: 'read',
	};
}
