import { inputError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import { SingleFlight } from '../../basics/singleFlight';
import { processCode } from '../../creatio/process/engineService';
import { findProcess, type ProcessSummary } from '../../creatio/process/processLibrary';
import { askProcessSchema, type ProcessSchema } from '../../creatio/process/processSchema';
import type { OperationContext } from '../context/operation';
import { checked, needed } from '../form/field';
import { locatorField } from '../form/locatorField';

/** What is known about a process before it starts. */
export interface KnownProcess {
	readonly code: string;
	/** `undefined` if the user is not allowed to see it. */
	readonly schema: ProcessSchema | undefined;
}

const locator = locatorField({
	name: 'process',
	label: LABELS.process,
	description: 'The business process to run',
	list: 'searchProcessList',
	listPlaceholder: 'Select a process...',
	modes: [
		{
			displayName: 'By Code',
			name: 'code',
			type: 'string',
			placeholder: 'e.g. UsrProcess_1a2b3c4',
			hint: 'The code of the process as shown in the process designer. Case-sensitive.',
		},
	],
});

/** The code of the process. */
export const processField = checked(needed(locator, 'Or write its code.', 'process'), processCode);

/** Finds processes and their parameters, each once in a run. Rejects with kind `input` for one that cannot be started. */
export function processFinder({ client, hint }: OperationContext) {
	const found = new SingleFlight<KnownProcess>('kept');
	const ask = async (code: string): Promise<KnownProcess> => {
		const process = await findProcess(client.connection, code);
		refuseDisabled(process);
		const schema = process && (await askProcessSchema(client.connection, process.uId));
		if (!schema) {
			hint(
				`The user is not allowed to see the parameters of ${code}, so they were sent unchecked, and only results that are named in the field ${LABELS.resultParameters} are returned. Creatio silently ignores unknown names.`,
			);
		}
		return { code, schema };
	};
	return async (code: string): Promise<KnownProcess> => await found.of(code, () => ask(code));
}

function refuseDisabled(process: ProcessSummary | undefined): void {
	if (process?.enabled !== false) return;
	throw inputError(
		`The process ${process.name} is switched off in Creatio (field ${processField.label})`,
		'Switch it on in the process library, or choose another process.',
	);
}
