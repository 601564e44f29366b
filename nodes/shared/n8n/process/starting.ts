import { inputError } from '../../basics/errors';
import type { Zone } from '../../basics/instant';
import { LABELS } from '../../basics/labels';
import type { Row } from '../../creatio/model/rows';
import { executeProcess } from '../../creatio/process/oldExecute';
import {
	readParameters,
	readParametersByHand,
	readResultNames,
	type WireParameter,
} from '../../creatio/process/processParameters';
import { outputsOf } from '../../creatio/process/processSchema';
import { failureOfRun, type RunOutcome, runProcess } from '../../creatio/process/runProcess';
import type { OperationContext } from '../context/operation';
import { type FormField, option } from '../form/field';
import { flagField, numberField } from '../form/fieldKinds';
import { namesField } from '../form/namesField';
import type { KnownProcess } from './findProcess';
import { parameterFields, readParameterValues, WITH_PROCESS } from './parameterForm';

const resultParameters = namesField({
	name: 'resultParameters',
	label: LABELS.resultParameters,
	list: 'getResultParameters',
	dependsOn: ['process.value'],
	displayOptions: WITH_PROCESS,
	description:
		'Which results to return. If none is chosen, all output parameters. Creatio runs a process that has any while the node waits.',
});

/** What a process starts with, and what it returns. */
export const startFields: readonly FormField[] = [...parameterFields, resultParameters];

const processTimeout = option(
	numberField({
		name: 'processTimeout',
		label: LABELS.processTimeout,
		least: 1,
		most: 3_600,
		default: 300,
		description: 'How long Creatio may take to respond when it runs the process in the foreground',
	}),
);

export const oldExecuteOption = option(
	flagField({
		name: 'oldExecute',
		label: LABELS.legacyExecute,
		description:
			'Whether to start the process with the legacy Execute endpoint, for sites without RunProcess. It returns at most one result and does not report failures.',
	}),
);

const returnResults = option(
	flagField({
		name: 'returnResults',
		label: 'Return Results',
		default: true,
		description:
			'Whether to return the results of the process. Without them, Creatio only starts a process that runs in the background, and the node does not wait for it.',
	}),
);

export const startOptions = [oldExecuteOption, processTimeout, returnResults];

/** The start that an item requests, checked and typed. */
export interface PlannedStart {
	readonly process: KnownProcess;
	readonly parameters: readonly WireParameter[];
	readonly results: readonly string[];
	readonly sessionZone: Zone;
	readonly timeoutMs: number;
}

/**
 * Reads the parameters and results of an item. Nothing is started. `callback`: the parameter that the node adds, for a process that
 * calls back. It returns no results by default, since Creatio would run it to its end before it answers (contract 5.3).
 */
export async function readStart(
	context: OperationContext,
	process: KnownProcess,
	sessionZone: Zone,
	itemIndex: number,
	callback?: Row,
): Promise<PlannedStart> {
	const { n8n, client, zone } = context;
	const values = { ...readParameterValues(context, itemIndex), ...callback };
	const typing = { zone, sessionZone, lookups: client.lookups };
	const parameters = process.schema
		? await readParameters(values, process.schema, typing)
		: readParametersByHand(values, typing);
	return {
		process,
		parameters,
		results: readResults(context, process, itemIndex, callback ? 'chosen' : 'all'),
		sessionZone,
		timeoutMs: 1_000 * processTimeout.read(n8n, itemIndex),
	};
}

/** The chosen results, otherwise those by default; the legacy endpoint cannot return all. */
function readResults(
	{ n8n }: OperationContext,
	{ schema }: KnownProcess,
	itemIndex: number,
	byDefault: 'all' | 'chosen',
): string[] {
	const chosen = readResultNames(resultParameters.read(n8n, itemIndex), schema);
	if (!returnResults.read(n8n, itemIndex)) return [];
	if (chosen.length > 0 || !schema || byDefault === 'chosen' || oldExecuteOption.read(n8n, itemIndex)) {
		return chosen;
	}
	return outputsOf(schema).map(({ name }) => name);
}

/** Starts a process and returns its outcome. Rejects if it failed, or was not started. */
export async function start(
	context: OperationContext,
	plan: PlannedStart,
	itemIndex: number,
): Promise<RunOutcome> {
	const { n8n, client, tries } = context;
	const { process, parameters, results, sessionZone, timeoutMs } = plan;
	const { code, schema } = process;
	const begin = async () =>
		oldExecuteOption.read(n8n, itemIndex)
			? await startInTheOldWay(context, plan)
			: await runProcess(
					client.connection,
					{ code, parameters, results, timeoutMs },
					{ schema, sessionZone },
				);
	const outcome = await tries.once(`${itemIndex}/start`, begin, ({ kind }) => kind !== 'refused');
	const failure = failureOfRun(outcome, code);
	if (failure) throw failure;
	return outcome;
}

async function startInTheOldWay(
	{ client, hint }: OperationContext,
	{ process, parameters, results, sessionZone, timeoutMs }: PlannedStart,
): Promise<RunOutcome> {
	const [result, ...others] = results;
	if (others.length > 0) {
		throw inputError(
			`The legacy Execute endpoint returns one result only (field ${resultParameters.label})`,
			`Choose one result parameter, or turn off the option "${oldExecuteOption.label}".`,
		);
	}
	const { code, schema } = process;
	const execution = { code, parameters, result, timeoutMs };
	const value = await executeProcess(client.connection, execution, { schema, sessionZone });
	hint('The legacy Execute endpoint does not report failures. Check the process log if that matters.');
	if (result === undefined) return { kind: 'queued', processId: undefined };
	return { kind: 'running', processId: undefined, results: { [result]: value } };
}

/** What an item returns for a start. */
export function shownRun(code: string, outcome: RunOutcome, isOldWay: boolean): Row {
	const results = 'results' in outcome ? outcome.results : {};
	const processId = 'processId' in outcome ? (outcome.processId ?? null) : null;
	return { process: code, processId, status: isOldWay ? 'unknown' : outcome.kind, results };
}
