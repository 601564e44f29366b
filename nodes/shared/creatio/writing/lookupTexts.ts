import { attempt } from '../../basics/attempt';
import {
	type CreatioError,
	inputError,
	isCreatioError,
	reworded,
	withoutFullStop,
} from '../../basics/errors';
import { newGuid, type NewId } from '../../basics/guid';
import { comparedText, keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import { SingleFlight } from '../../basics/singleFlight';
import type { Connection } from '../../connection/serviceCall';
import type { Metadata } from '../model/objectModel';
import { describe } from '../model/values';
import { createRecord } from '../odata/writeRecords';
import { explainOne } from './explainRefusals';
import { createRecordsByText, type NamedRecord } from './recordsByText';
import { createSimilarRecords } from './similarRecords';
import { onlyColumns } from '../model/rows';

/** The number of records that a message lists when a text names several. */
const SHOWN = 5;

export interface LookupOptions {
	/** Creates a record of the lookup object for a text that matches none. */
	readonly createIfMissing: boolean;
}

interface LookupRequest {
	/** Object that the lookup points to. */
	readonly target: string;
	readonly text: string;
	/** The column as messages name it. */
	readonly label: string;
}

/**
 * Turns display texts into Ids. Each text is looked up once in a run, however many items contain it and in whichever of
 * its spellings (`keyText`).
 */
export interface LookupResolver {
	/** Rejects with kind `input` when no record, or more than one, has the text. */
	resolve(request: LookupRequest, options: LookupOptions): Promise<string>;
}

export interface LookupTexts extends LookupResolver {
	/** The records that the text names. */
	named(target: string, text: string): Promise<readonly NamedRecord[]>;
	/** A text that names no record, with what may have been meant; `undefined` where it names one or more. */
	unknown(target: string, text: string): Promise<UnknownText | undefined>;
}

/** A text that names no record of a lookup. */
export interface UnknownText {
	readonly text: string;
	/** The object as users call it. */
	readonly caption: string;
	/** Texts of records that may have been meant, the most similar first. */
	readonly similar: readonly string[];
}

export function createLookupResolver(connection: Connection, metadata: Metadata, newId: NewId): LookupTexts {
	const records = createRecordsByText(connection, metadata);
	const similarRecords = createSimilarRecords(connection, metadata);
	// None of them knows the column, since messages name that of their own request.
	const found = new SingleFlight<readonly NamedRecord[]>('kept');
	const unknown = new SingleFlight<UnknownText>('kept');
	const created = new SingleFlight<string>('kept');

	return {
		named: async (target, text) => await records.equal(target, text),
		async unknown(target, text) {
			const name = keyText(text);
			const equal = await found.of(keyOf(target, name), async () => await records.equal(target, text));
			return equal.length > 0 ? undefined : await unknownText(target, name);
		},
		async resolve(request, { createIfMissing }) {
			const { target, text } = request;
			const name = keyText(text);
			const [match, ...others] = await found.of(keyOf(target, name, createIfMissing), async () =>
				nearestInSpelling(name, await records.equal(target, text)),
			);
			if (match && others.length === 0) return match.id;
			if (match) throw severalRecords(request, [match, ...others]);
			if (createIfMissing) return await create(request);
			throw noRecord(request, await unknownText(target, name));
		},
	};

	async function unknownText(target: string, text: string): Promise<UnknownText> {
		return await unknown.of(keyOf(target, text), async () => {
			const similar = await similarRecords.like(target, text);
			const details = await attempt(metadata.details(target));
			const caption = (details.done ? details.value?.caption : undefined) ?? target;
			return { text, caption, similar: similar.map((record) => record.text) };
		});
	}

	/** Texts of one key are one record, and all of them were missing when they were looked up. */
	async function create({ target, text, label }: LookupRequest): Promise<string> {
		const key = JSON.stringify([target, comparedText(text)]);
		const outcome = await attempt(
			created.of(key, () => createLookupRecord(connection, metadata, { target, text }, newId)),
		);
		if (outcome.done) return outcome.value;
		if (!isCreatioError(outcome.error)) throw outcome.error;
		// The item does not mention the lookup object and its column.
		const words = withoutFullStop(outcome.error.message);
		throw reworded(outcome.error, `${words} (new record of ${target} for the ${label})`);
	}
}

/** The same for a check that writes nothing: a record that would be created has an Id, which is not sent to the site. */
export function withoutCreating(lookups: LookupTexts): LookupResolver {
	return {
		async resolve(request, { createIfMissing }) {
			const { target, text } = request;
			if (createIfMissing && (await lookups.unknown(target, text))) return newGuid();
			return await lookups.resolve(request, { createIfMissing: false });
		},
	};
}

/** Sites compare without regard to case; the exact spelling decides between records that differ only in case or in blanks. */
function nearestInSpelling(key: string, records: readonly NamedRecord[]): readonly NamedRecord[] {
	const exact = records.filter(({ text }) => text === key);
	if (exact.length > 0) return exact;
	const inCase = records.filter(({ text }) => keyText(text) === key);
	return inCase.length > 0 ? inCase : records;
}

/** Returns the ID of the new record. A refusal is explained as far as the site says why. */
async function createLookupRecord(
	connection: Connection,
	metadata: Metadata,
	{ target, text }: Pick<LookupRequest, 'target' | 'text'>,
	newId: NewId,
): Promise<string> {
	const display = await metadata.displayColumn(target);
	const id = newId('lookup', target, comparedText(text));
	const shape = onlyColumns([]);
	const row = { [display]: keyText(text) };
	const outcome = await attempt(createRecord(connection, target, { Id: id, ...row }, shape));
	if (outcome.done) return id;
	const sent = { model: await metadata.object(target), isNew: true, row };
	throw await explainOne({ connection, metadata }, sent, outcome.error);
}

function severalRecords({ target, text, label }: LookupRequest, found: readonly NamedRecord[]): CreatioError {
	const list = found.slice(0, SHOWN).map(({ id }) => id);
	const more = found.length > SHOWN ? ' and more' : '';
	return inputError(
		`Several records of ${target} are named ${describe(text)} for the ${label}: ${list.join(', ')}${more}`,
		'Use the ID of the record you mean.',
	);
}

function noRecord({ label }: LookupRequest, unknown: UnknownText): CreatioError {
	return inputError(
		`${saysUnknown(unknown)} for the ${label}`,
		`${similarSentence(unknown)}Correct the text, use an ID, or switch on the option "${LABELS.createMissingLookups}".`,
	);
}

export function saysUnknown({ caption, text }: UnknownText): string {
	return `No ${caption} is named ${describe(text)}`;
}

/** Ends with a blank, or is empty where nothing is similar. */
export function similarSentence({ similar }: UnknownText): string {
	return similar.length > 0 ? `Similar records: ${similar.map(describe).join(', ')}. ` : '';
}

function keyOf(...parts: ReadonlyArray<string | boolean>): string {
	return JSON.stringify(parts);
}
