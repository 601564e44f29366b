import { inputError } from '../../basics/errors';
import { SingleFlight } from '../../basics/singleFlight';
import { processCode } from '../../creatio/process/engineService';
import { findProcess, type ProcessSummary } from '../../creatio/process/processLibrary';
import { askProcessSchema, type ProcessSchema } from '../../creatio/process/processSchema';
import type { OperationContext } from '../context/operation';
import { locatorText, type ParameterSource } from '../form/parameters';

/** What a run knows of a process before it starts it. */
export interface KnownProcess {
	readonly code: string;
	/** `undefined` where the user may not see it. */
	readonly schema: ProcessSchema | undefined;
}

export function readProcessCode(source: ParameterSource, itemIndex: number): string {
	const code = locatorText(source.getNodeParameter('process', itemIndex, '', { extractValue: true }));
	if (code !== '') return processCode(code);
	throw inputError('The field Process is empty', 'Choose a process from the list, or write its code.');
}

/** Finds processes and their parameters, each once in a run. Rejects with kind `input` for one that cannot be started. */
export function processFinder({ client, hint }: OperationContext) {
	const found = new SingleFlight<KnownProcess>('kept');
	const ask = async (code: string): Promise<KnownProcess> => {
		const process = await findProcess(client.connection, code);
		refuseDisabled(process);
		const schema = process && (await askProcessSchema(client.connection, process.uId));
		if (!schema) {
			hint(
				`The user may not see the parameters of ${code}, so names and values were sent as they are. Creatio drops unknown names without a word.`,
			);
		}
		return { code, schema };
	};
	return async (code: string): Promise<KnownProcess> => await found.of(code, () => ask(code));
}

function refuseDisabled(process: ProcessSummary | undefined): void {
	if (process?.enabled !== false) return;
	throw inputError(
		`The process ${process.name} is switched off in Creatio (field Process)`,
		'Switch it on in the process library, or choose another process.',
	);
}
