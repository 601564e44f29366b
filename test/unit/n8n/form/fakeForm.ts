import { type INodeParameters, type INodeProperties, NodeHelpers } from 'n8n-workflow';

import { attempt } from '../../../../nodes/shared/basics/attempt';
import type { CreatioError } from '../../../../nodes/shared/basics/errors';
import { newGuid } from '../../../../nodes/shared/basics/guid';
import { type Members, membersOf } from '../../../../nodes/shared/basics/json';
import type { CreatioClient } from '../../../../nodes/shared/creatio/client';
import { adviceOn } from '../../../../nodes/shared/n8n/context/advice';
import type { OperationContext } from '../../../../nodes/shared/n8n/context/operation';
import { Tries } from '../../../../nodes/shared/n8n/context/tries';
import { type FormField, type ParameterSource, propertiesOf } from '../../../../nodes/shared/n8n/form/field';
import { metadata } from '../../creatio/dataservice/fakes';
import { fakeSite, notFound } from '../../creatio/fakeSite';

/**
 * The values of parameters, for each item, read as n8n reads them: `options.x` lies in the collection Options, and only
 * a missing value has a default. All fields are shown, so that n8n has stored something for each.
 */
export function fakeForm(...items: readonly Members[]): ParameterSource {
	const getNodeParameter = (
		path: string,
		itemIndex: number,
		fallback?: unknown,
		how?: { readonly rawExpressions?: boolean },
	): unknown => {
		const [name = '', inner] = path.split('.');
		const outer = membersOf(items[itemIndex]);
		const [members, key] = inner === undefined ? [outer, name] : [membersOf(outer[name]), inner];
		if (Object.hasOwn(members, key)) return members[key];
		return how?.rawExpressions ? '' : fallback;
	};
	return { getNodeParameter } as ParameterSource;
}

/** What n8n stores for a locator. */
export const located = (value: unknown, mode = 'list') => ({ __rl: true, mode, value });

interface FakeRun {
	/** The JSON of the items that come in. */
	readonly input?: readonly Members[];
	readonly client?: Partial<CreatioClient>;
	readonly zone?: string;
	readonly asTool?: boolean;
	readonly stopsAtFailure?: boolean;
}

/** A run with these parameters, by item, on a site that has contacts, accounts and activities and answers nothing. */
export function fakeContext(
	values: Members | readonly Members[],
	{ input = [], client, zone = 'Europe/Berlin', asTool = false, stopsAtFailure = false }: FakeRun = {},
): OperationContext {
	const items = Array.isArray(values) ? (values as readonly Members[]) : [values as Members];
	const n8n = { ...fakeForm(...items), getInputData: () => input.map((json) => ({ json })) };
	return {
		n8n: n8n as unknown as OperationContext['n8n'],
		client: {
			connection: fakeSite(notFound).connection,
			metadata,
			lookups: { resolve: async ({ text }) => text },
			pairs: { resolve: async ({ id }) => id },
			conditions: { hints: async () => [], refuseUnknown: async () => undefined },
			exists: async () => false,
			...client,
		},
		zone,
		asTool,
		stopsAtFailure,
		tries: new Tries(),
		newId: () => newGuid(),
		hint: () => undefined,
		leaveOut: () => undefined,
		attach: () => undefined,
	};
}

/** The names of the fields that n8n shows with these values. */
export function shownWith(values: Members, fields: readonly FormField[]): string[] {
	return propertiesOf(fields)
		.filter((property) => NodeHelpers.displayParameter(values as INodeParameters, property, null, null))
		.map(({ name }) => name);
}

/** The field of this name, also one within rows or a collection: the outermost, if there are several. */
export function propertyOf(fields: readonly FormField[], name: string): INodeProperties {
	const level = propertiesOf(fields);
	for (let found = level; found.length > 0; found = found.flatMap(innerProperties)) {
		const property = found.find((candidate) => candidate.name === name);
		if (property) return property;
	}
	throw new Error(`The form has no field ${name}`);
}

/** The fields within a collection or within rows. */
export function innerProperties({ options = [] }: INodeProperties): INodeProperties[] {
	return options.flatMap((inner) =>
		'values' in inner ? inner.values : 'displayName' in inner ? [inner] : [],
	);
}

/** The values that a field of choices offers, sorted: their order in the editor follows from their labels. */
export function valuesOf({ options = [] }: INodeProperties): unknown[] {
	return options.flatMap((choice) => ('value' in choice ? [choice.value] : [])).sort();
}

/** Expects an error of input that says what to do. */
export function expectAdvice(error: unknown): void {
	const { kind, cure, asksFor } = error as CreatioError;
	expect(kind).toBe('input');
	const advice = asksFor && adviceOn(asksFor, false);
	expect([advice, cure].filter(Boolean).join(' ')).toMatch(/^[A-Z].+[.?\]}]$/s);
}

/** Expects that the work is refused as input, at these places of the message, with advice. */
export async function expectRefusal(work: () => unknown, ...places: readonly string[]): Promise<void> {
	const outcome = await attempt(Promise.resolve().then(work));
	if (outcome.done) throw new Error(`It was not refused, but gave ${JSON.stringify(outcome.value)}`);
	expectAdvice(outcome.error);
	for (const place of places) expect(String(outcome.error)).toContain(place);
}
