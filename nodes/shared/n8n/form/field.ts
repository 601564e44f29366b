import type { IDisplayOptions, IExecuteFunctions, INodeProperties, IPollFunctions } from 'n8n-workflow';

import { type AskedFor, type CreatioError, inputError } from '../../basics/errors';
import { type Members, refuseUnsendable } from '../../basics/json';
import type { FormField } from '../context/operation';
import { isTool } from '../context/toolMode';

export type { FormField };

/**
 * A field of the form. It makes the property that n8n shows and reads the value that the user or an expression gave, so
 * that label, bounds, choices and default are declared once. The kinds of fields are in `fieldKinds.ts`; what they take is
 * described for users in docs/how-it-works/values.md.
 */
export interface Field<T> extends FormField {
	readonly label: string;
	/** Checks a value. `place` names the field in the message: `field Limit`. Rejects with kind `input`. */
	readonly parse: Parse<T>;
	/** The value for an item, since every field may hold an expression. Rejects with kind `input`. */
	read(source: ParameterSource, itemIndex: number): T;
	/** The value in a row or a credential; the default where it is missing. `where` says which row, for messages. */
	readFrom(members: Members, where: string): T;
}

export type Parse<T> = (value: unknown, place: string) => T;

/** `getNode` is missing where no agent can call: in polls and calls of the webhook. */
export type ParameterSource = Pick<IExecuteFunctions, 'getNodeParameter'> &
	Partial<Pick<IExecuteFunctions, 'getNode'>>;

/** For polls and calls, which have no items: the index that the readers ask for has no meaning there. */
export function withoutItems(n8n: Pick<IPollFunctions, 'getNodeParameter'>): ParameterSource {
	const getNodeParameter = (name: string, _itemIndex: number, fallback?: unknown, options?: object) =>
		n8n.getNodeParameter(name, fallback, options);
	return { getNodeParameter } as ParameterSource;
}

/** What all kinds of fields have. */
export interface Face {
	readonly name: string;
	readonly label: string;
	readonly description?: string;
	readonly placeholder?: string;
	readonly required?: boolean;
	readonly noDataExpression?: boolean;
	readonly displayOptions?: IDisplayOptions;
}

/** Where n8n keeps the value of a field. */
type Home = 'form' | 'dependent' | 'options';

/**
 * n8n gives the default of a parameter that it does not have, and only then: an expression without a result comes as
 * `undefined`, or as `null` where it failed.
 */
export function fieldOf<T>(
	label: string,
	property: INodeProperties,
	parse: Parse<T>,
	home: Home = 'form',
): Field<T> {
	const { name, type, default: fallback } = property;
	const path = home === 'options' ? `options.${name}` : name;
	const place = home === 'options' ? `option ${label}` : `field ${label}`;
	// A field for JSON starts with an example, which means nothing where the user did not see it.
	const missing = type === 'json' ? '' : fallback;
	return {
		label,
		property,
		parse,
		read(source, itemIndex) {
			if (home === 'dependent') refuseHidden(source, name, itemIndex, place);
			return parse(source.getNodeParameter(path, itemIndex, missing), place);
		},
		readFrom: (members, where) =>
			parse(Object.hasOwn(members, name) ? members[name] : missing, `${place} (${where})`),
	};
}

/** Stands for a parameter that n8n does not have. */
const HIDDEN = '\u0000hidden';

/** n8n compares the values that decide what it shows exactly as they are stored, and drops the values of hidden fields. */
function refuseHidden(source: ParameterSource, name: string, itemIndex: number, place: string): void {
	const stored: unknown = source.getNodeParameter(name, itemIndex, HIDDEN, { rawExpressions: true });
	if (stored !== HIDDEN) return;
	throw inputError(`The ${place} is needed here, but n8n hides it`, undefined, 'choice');
}

const UNSET = '\u0000unset';

/**
 * Whether somebody set a parameter, or an agent does. n8n fills in the defaults of those outside of collections before a node runs, so
 * that a default that was written by hand does not count; neither does an expression without a result. `name` as `limit` or
 * `options.lookups`.
 */
export function isSet(source: ParameterSource, name: string, itemIndex: number, fallback?: unknown): boolean {
	const raw: unknown = source.getNodeParameter(name, itemIndex, UNSET, { rawExpressions: true });
	if (raw === UNSET || raw === undefined || raw === fallback) return false;
	return !isNothing(source.getNodeParameter(name, itemIndex, fallback));
}

/** A field of a kind that needs a value: `takes` reads it and refuses values of other kinds. */
export function makeField<T>(
	{ label, ...face }: Face,
	kind: Omit<INodeProperties, 'displayName' | 'name'>,
	takes: Parse<T>,
	refuse?: typeof refuseUnsendable,
): Field<T> {
	return fieldOf(label, { displayName: label, ...face, ...kind }, given(takes, refuse));
}

/**
 * Refuses what no kind of field takes: the missing result of an expression, which must not count as a field left empty,
 * NaN and Infinity, and values with too many levels.
 */
export function given<T>(takes: Parse<T>, refuse = refuseUnsendable): Parse<T> {
	return (value, place) => {
		if (value === undefined || value === null) throw noValue(value, place);
		refuse(value, place);
		return takes(value, place);
	};
}

/** The error for an expression without a result. */
export function noValue(value: undefined | null, place: string): CreatioError {
	return inputError(
		`The ${place} has no value: its expression returned ${String(value)}`,
		undefined,
		'value',
	);
}

/** The same field in the collection Options. */
export function option<T>({ label, property, parse }: Field<T>): Field<T> {
	return fieldOf(label, property, parse, 'options');
}

/**
 * The same field where n8n shows it only with some values of other fields. It is refused where n8n hides it: its default
 * is not what the user entered.
 */
export function dependent<T>({ label, property, parse }: Field<T>): Field<T> {
	return fieldOf(label, property, parse, 'dependent');
}

/**
 * The same field where it only decides how much of an answer is returned and how it looks. An agent that leaves it out gets the
 * default; a field that narrows a read, or that says what is written, is refused then.
 */
export function ofOutput<T>(field: Field<T>): Field<T> {
	const { property } = field;
	return {
		...field,
		read(source, itemIndex) {
			const isAgent = source.getNode !== undefined && isTool(source.getNode());
			return field.read(isAgent ? withDefault(source, property.default) : source, itemIndex);
		},
	};
}

/** The same field in the collection Options. */
export function outputOption<T>(field: Field<T>): Field<T> {
	return ofOutput(option(field));
}

function withDefault(source: ParameterSource, fallback: unknown): ParameterSource {
	const getNodeParameter = (...parameters: Parameters<ParameterSource['getNodeParameter']>) => {
		const value: unknown = source.getNodeParameter(...parameters);
		return isNothing(value) ? fallback : value;
	};
	return { getNodeParameter } as ParameterSource;
}

function isNothing(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/** The same field with a further check of its value. */
export function checked<T, U>(field: Field<T>, check: (value: T, place: string) => U): Field<U> {
	return fieldOf(field.label, field.property, (value, place) => check(field.parse(value, place), place));
}

/** Refuses a field that is empty; `cure` and `asksFor` say what to enter. */
export function needed(field: Field<string>, cure: string | undefined, asksFor?: AskedFor): Field<string> {
	return checked(field, (text, place) => {
		if (text !== '') return text;
		throw inputError(`The ${place} is empty`, cure, asksFor);
	});
}

export function propertiesOf(fields: readonly FormField[]): INodeProperties[] {
	return fields.map(({ property }) => property);
}

/** The fields, shown only where other fields have one of these values. */
export function shownIf(show: IDisplayOptions['show'], ...fields: readonly FormField[]): FormField[] {
	return showWhere(show, propertiesOf(fields)).map((property) => ({ property }));
}

/**
 * The properties, shown only where other fields have one of these values. n8n's own `updateDisplayOptions` is missing in older
 * versions, which have to be able to load the nodes (`connect/host.ts`).
 */
export function showWhere(
	show: IDisplayOptions['show'],
	properties: readonly INodeProperties[],
): INodeProperties[] {
	return properties.map(({ displayOptions, ...property }) => ({
		...property,
		displayOptions: { ...displayOptions, show: { ...displayOptions?.show, ...show } },
	}));
}
