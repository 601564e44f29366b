import { type CreatioError, inputError } from '../basics/errors';
import { LABELS } from '../basics/labels';

/** The refusal of whatever may change something, for a credential that allows reading only. Nothing was sent. */
export function readOnlyError(): CreatioError {
	return inputError(
		`The credential only allows reading: its field ${LABELS.readOnly} is turned on`,
		`Use another credential, or turn off ${LABELS.readOnly} in this one.`,
	);
}
