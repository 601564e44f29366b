import type { INodePropertyOptions } from 'n8n-workflow';

import { attempt } from '../../basics/attempt';
import { keyText } from '../../basics/keyText';
import { within } from '../../basics/timer';
import type { CreatioClient } from '../../creatio/client';
import { lookupTextColumn } from '../../creatio/model/lookupText';
import type { Column } from '../../creatio/model/objectModel';
import { orderOption, rowsOf, totalOf } from '../../creatio/odata/pageReader';
import { readEachOData } from '../../creatio/odata/readRequest';
import { selectOption } from '../../creatio/protocol/shape';
import { collectionPath } from '../../creatio/odata/url';

/** A lookup with more records than this is a text field, not a list. */
const MOST_OPTIONS = 500;

/** Of all lists of a form: n8n stores them in the workflow. The shortest ones are listed. */
const MOST_IN_FORM = 3_000;

/** Lookups of one form. */
const MOST_LOOKUPS = 100;

/** A form must not wait for its lists longer than this. */
const MOST_MS = 10_000;

/** Pictures are chosen as files. */
const PICTURES = 'SysImage';

interface Lookup {
	readonly target: string;
	/** Whose text names a record. */
	readonly column: Column;
}

export interface OptionLimits {
	/** The most records of a lookup that is listed. */
	readonly most?: number;
}

/**
 * The records of short lookups, as options by the object's name. Left out are lookups with more than 500 records, with no text for
 * their records, and those that the site does not show or not within ten seconds. Takes two requests, whatever the number of lookups.
 */
export async function lookupOptions(
	client: CreatioClient,
	targets: readonly string[],
	{ most = MOST_OPTIONS }: OptionLimits = {},
): Promise<Map<string, INodePropertyOptions[]>> {
	const work = attempt(optionsOf(client, [...new Set(targets)].slice(0, MOST_LOOKUPS), most));
	const outcome = await within(work, MOST_MS, () => undefined);
	// What the site does not show must not break the form: its lookups become text fields.
	return outcome?.done ? outcome.value : new Map();
}

async function optionsOf(
	{ connection, metadata }: CreatioClient,
	targets: readonly string[],
	most: number,
): Promise<Map<string, INodePropertyOptions[]>> {
	const named = await Promise.all(targets.map(async (target) => await attempt(lookupOf(metadata, target))));
	const lookups = named.flatMap((outcome) => (outcome.done ? (outcome.value ?? []) : []));
	const counts = await readEachOData(
		connection,
		lookups.map(({ target }) => collectionPath(connection, target, { count: true, top: 0 })),
	);
	const sized = lookups.map((lookup, index) => {
		const count = counts[index];
		return { lookup, size: (count?.done ? totalOf(count.value) : undefined) ?? Infinity };
	});
	const listed = shortOnes(sized, most);
	const answers = await readEachOData(
		connection,
		listed.map(({ target, column }) =>
			collectionPath(connection, target, {
				select: selectOption([column]),
				orderby: orderOption([{ property: column.property, direction: 'asc' }]),
				top: most,
			}),
		),
	);
	const found = new Map<string, INodePropertyOptions[]>();
	for (const [index, { target, column }] of listed.entries()) {
		const answer = answers[index];
		const rows = answer?.done ? await attempt((async () => rowsOf(answer.value, target))()) : undefined;
		if (!rows?.done) continue;
		const options = rows.value.map((row) => ({
			name: String(row[column.property] ?? ''),
			value: String(row.Id),
		}));
		found.set(
			target,
			options.filter(({ name }) => keyText(name) !== ''),
		);
	}
	return found;
}

function shortOnes(
	sized: ReadonlyArray<{ readonly lookup: Lookup; readonly size: number }>,
	most: number,
): Lookup[] {
	let room = MOST_IN_FORM;
	return [...sized]
		.sort((one, other) => one.size - other.size)
		.filter(({ size }) => size <= most && (room -= size) >= 0)
		.map(({ lookup }) => lookup);
}

async function lookupOf(metadata: CreatioClient['metadata'], target: string): Promise<Lookup | undefined> {
	if (target === PICTURES) return undefined;
	const column = await lookupTextColumn(metadata, target);
	return column?.type === 'text' ? { target, column } : undefined;
}
