import { inputError } from '../../basics/errors';
import { isTooDeep, type Members } from '../../basics/json';
import { keyText } from '../../basics/keyText';
import { describe } from './values';

/**
 * The inputs by the names that they stand for: files and tables put byte order marks and blanks around them. Inputs without
 * a value do not count. `place` names the values: `field Columns`. Rejects with kind `input` where two inputs have one name and
 * different values, since nobody can say which of them is meant.
 */
export function inputsByName(inputs: Members, place: string): Map<string, unknown> {
	const named = new Map<string, unknown>();
	for (const [written, input] of Object.entries(inputs)) {
		if (input === undefined) continue;
		const name = keyText(written);
		if (named.has(name) && !isSameInput(named.get(name), input)) throw severalInputs(name, place);
		named.set(name, input);
	}
	return named;
}

/** Whether two inputs are the same value. */
export function isSameInput(one: unknown, other: unknown): boolean {
	if (one === other) return true;
	if (typeof one !== 'object' || typeof other !== 'object' || isTooDeep(one) || isTooDeep(other))
		return false;
	return JSON.stringify(one) === JSON.stringify(other);
}

function severalInputs(name: string, place: string) {
	return inputError(
		`Two inputs have the name ${describe(name)}, and their values differ (${place})`,
		'Their names differ only in blanks, in a byte order mark or in other invisible characters. Remove one of the two.',
	);
}
