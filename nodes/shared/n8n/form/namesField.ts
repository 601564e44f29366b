import { inputError } from '../../basics/errors';
import { jsonIn } from '../../basics/json';
import { keyText } from '../../basics/keyText';
import { describe } from '../../creatio/model/values';
import { type Face, type Field, makeField } from './field';

/** What n8n asks for below fields whose list the site fills. */
const LIST_HELP =
	'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

interface Listed extends Face {
	/** The method that fills the list. */
	readonly list: string;
	readonly dependsOn: readonly string[];
	readonly default?: readonly string[];
}

/** Names from a list that the site fills, or from text with commas. */
export function namesField({
	list,
	dependsOn,
	label,
	description,
	default: fallback = [],
	...face
}: Listed): Field<string[]> {
	const help = description === undefined ? LIST_HELP : `${description} ${LIST_HELP}.`;
	const kind = {
		type: 'multiOptions' as const,
		typeOptions: { loadOptionsMethod: list, loadOptionsDependsOn: [...dependsOn] },
		default: [...fallback],
	};
	return makeField({ ...face, label, description: help }, kind, namesIn);
}

/** Names in text, separated by commas. */
export function namesText(face: Face): Field<string[]> {
	return makeField(face, { type: 'string', default: '' }, namesIn);
}

/** Trimmed. An agent writes a list as text in JSON. Blanks between commas are not names; in a list they are refused. */
export function namesIn(value: unknown, place: string): string[] {
	const isJson = typeof value === 'string' && value.trimStart().startsWith('[');
	const names = isJson ? (jsonIn(value) ?? value) : value;
	if (typeof names === 'string') {
		return names
			.split(',')
			.map((name) => keyText(name))
			.filter((name) => name !== '');
	}
	if (!Array.isArray(names)) throw noNames(value, place);
	return names.map((name: unknown, index) => {
		const text = typeof name === 'string' ? keyText(name) : '';
		if (text !== '') return text;
		throw noNames(name, `${place}, entry ${index + 1}`);
	});
}

function noNames(value: unknown, place: string) {
	return inputError(
		`The ${place} takes names, but got ${describe(value)}`,
		'Use a list of names, or text with commas between them.',
	);
}
