import { inputError } from '../../basics/errors';
import { bareId, EMPTY_GUID, isEmptyGuid, isGuid } from '../../basics/guid';
import { keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import { describe } from '../model/values';

/** The service that runs processes, below `ServiceModel` (contract 5). */
export const PROCESS_ENGINE = 'ProcessEngineService.svc';

/** The answer comes when a run ends or waits; cold starts and long scripts take minutes (contract 10.2). */
export const RUN_TIMEOUT_MS = 300_000;

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The code of a process as entered. Rejects with kind `input` what is not a code. */
export function processCode(typed: string): string {
	const code = keyText(typed);
	if (NAME.test(code)) return code;
	throw inputError(
		`${describe(typed)} is not the code of a process (field ${LABELS.process})`,
		'A code has letters, digits and underscores only, such as UsrProcess_1a2b3c4.',
		'process',
	);
}

/** The code of a parameter. Rejects with kind `input` what is not a code. */
export function parameterName(typed: string, field: string): string {
	const name = keyText(typed);
	if (NAME.test(name)) return name;
	throw inputError(
		`${describe(typed)} is not the code of a parameter (field ${field})`,
		'Write the code that the process designer shows below the title: letters, digits and underscores only.',
	);
}

/** An ID that the user entered or that an expression returned, in lower case. `what`: `process (field Process ID)`. */
export function requiredGuid(typed: string, what: string): string {
	const text = bareId(typed);
	if (isGuid(text) && !isEmptyGuid(text)) return text.toLowerCase();
	throw inputError(
		isEmptyGuid(text)
			? `The ID of the ${what} is ${EMPTY_GUID}, by which Creatio says that there is none`
			: `The ID of the ${what} must be a GUID, but is ${describe(typed)}`,
		'Take it from the output of the node that started the process, or from the process log.',
	);
}
