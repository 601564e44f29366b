import { attempt, type Attempt } from '../../basics/attempt';
import { Batcher } from '../../basics/batcher';
import { inputError, isCreatioError } from '../../basics/errors';
import { isGuid } from '../../basics/guid';
import { isMembers } from '../../basics/json';
import { comparedText } from '../../basics/keyText';
import { chunks, grouped } from '../../basics/parallel';
import { SingleFlight } from '../../basics/singleFlight';
import type { Connection } from '../../connection/serviceCall';
import type { Column, Metadata } from '../model/objectModel';
import { describe } from '../model/values';
import { KEYS_IN_FILTER, keysFilter } from '../odata/filterText';
import { rowsOf } from '../odata/pageReader';
import { protocolOf } from '../odata/protocolOf';
import { readEachOData } from '../odata/readRequest';
import { selectOption } from '../protocol/shape';
import { collectionPath } from '../odata/url';
import type { LookupOptions, LookupTexts } from './lookupTexts';

/** The object of pictures, whose texts are names of files and stand for nothing. */
const PICTURES = 'SysImage';

/** A lookup that was given twice: by the ID of a record and by its text. */
export interface LookupPair {
	/** Object that the lookup points to. */
	readonly target: string;
	readonly id: string;
	/** A text, or the expanded record that contains it. */
	readonly text: unknown;
	/** The column as messages name it. */
	readonly label: string;
}

/**
 * Decides which record a pair means. Questions of many items share requests: 15 records in a filter and a hundred filters
 * in a batch, whatever the objects.
 */
export interface PairResolver {
	/**
	 * The ID, if its record has the text. On another site, where there is no such record, the record with the text; no record
	 * for a picture. An ID whose record has another name counts unless the text names another record: then nobody can say
	 * which of the two is meant. Rejects with kind `input` for that, and for a text that names no record, or several.
	 */
	resolve(pair: LookupPair, options: LookupOptions): Promise<string | undefined>;
}

/** What the site says of an ID. `unreadable`: it does not show records of the object. */
type Shown = { readonly text: string } | 'missing' | 'unreadable';

export function createPairResolver(
	connection: Connection,
	metadata: Metadata,
	lookups: Pick<LookupTexts, 'resolve' | 'named'>,
): PairResolver {
	const texts = new Batcher(connection.wait, (_: string, keys: readonly string[]) =>
		readTexts(connection, metadata, keys),
	);
	const known = new SingleFlight<Shown>('kept');

	return {
		async resolve({ target, id, text: given, label }, options) {
			const text = await textIn(given, target);
			if (text === undefined || comparedText(text) === id) return id;
			const key = keyOf(target, id);
			const shown = await known.of(key, async () => await texts.ask('', key));
			if (shown === 'unreadable') return id;
			if (shown === 'missing') {
				if (isGuid(text)) throw contradiction(label, id, text);
				return target === PICTURES ? undefined : await lookups.resolve({ target, text, label }, options);
			}
			if (comparedText(shown.text) === comparedText(text)) return id;
			if (isGuid(text)) throw contradiction(label, id, text);
			// Names are changed, and shown in the language of each user.
			const others = await lookups.named(target, text);
			if (others.length === 0 || others.some((other) => other.id.toLowerCase() === id)) return id;
			throw contradiction(label, `${id} (${describe(shown.text)})`, text);
		},
	};

	/** Also the ID of a record that is given as an object. */
	async function textIn(given: unknown, target: string): Promise<string | undefined> {
		if (!isMembers(given)) return plainText(given);
		const own = plainText(given.Id) ?? plainText(given.value);
		return own ?? plainText(given[await metadata.displayColumn(target)]);
	}
}

function plainText(given: unknown): string | undefined {
	if (typeof given === 'number') return String(given);
	return typeof given === 'string' && comparedText(given) !== '' ? given : undefined;
}

/** Names of objects contain no blank. */
function keyOf(target: string, id: string): string {
	return `${target} ${id}`;
}

async function readTexts(
	connection: Connection,
	metadata: Metadata,
	keys: readonly string[],
): Promise<(key: string) => Shown> {
	const wanted = keys.map((key) => key.split(' ') as [target: string, id: string]);
	const targets = [...grouped(wanted, ([target]) => target)];
	const displays = await Promise.all(targets.map(([target]) => displayOf(metadata, target)));
	const questions = targets.flatMap(([target, some], index) => {
		const display = displays[index];
		if (!display) return [];
		return chunks(
			some.map(([, id]) => id),
			KEYS_IN_FILTER,
		).map((ids) => ({ target, display, ids }));
	});
	const paths = questions.map(({ target, display, ids }) =>
		collectionPath(connection, target, {
			select: selectOption([display]),
			filter: keysFilter(protocolOf(connection), ids),
		}),
	);
	const answers = await readEachOData(connection, paths);
	const found = new Map<string, Shown>();
	for (const [index, { target, display, ids }] of questions.entries()) {
		const rows = rowsIn(answers[index], target);
		for (const id of rows ? ids : []) found.set(keyOf(target, id), 'missing');
		for (const row of rows ?? []) {
			found.set(keyOf(target, String(row.Id).toLowerCase()), { text: String(row[display.property] ?? '') });
		}
	}
	return (key) => found.get(key) ?? 'unreadable';
}

/** `undefined` if the site has no such object, or none that can be read. */
async function displayOf(metadata: Metadata, target: string): Promise<Column | undefined> {
	const outcome = await attempt(
		(async () => (await metadata.object(target)).columns.get(await metadata.displayColumn(target)))(),
	);
	if (outcome.done) return outcome.value;
	if (isRefused(outcome.error)) return undefined;
	throw outcome.error;
}

function rowsIn(answer: Attempt<Parameters<typeof rowsOf>[0]> | undefined, target: string) {
	if (answer?.done) return rowsOf(answer.value, target);
	if (answer === undefined || isRefused(answer.error)) return undefined;
	throw answer.error;
}

/** The site does not show these records, now and later. */
function isRefused(error: unknown): boolean {
	if (!isCreatioError(error) || error.mayPass) return false;
	return ['input', 'forbidden', 'notFound', 'invalid', 'server'].includes(error.kind);
}

/** Rejects two texts of one lookup that differ. */
export function refuseOtherText(label: string, text: string, beside: unknown): void {
	const other = plainText(beside);
	if (other !== undefined && comparedText(other) !== comparedText(text))
		throw contradiction(label, describe(text), other);
}

function contradiction(label: string, value: string, text: string) {
	return inputError(
		`The ${label} has two values that do not belong together: ${value} and ${describe(text)}`,
		'A lookup may come by its ID and by its text, such as AccountId and Account. If you changed one of them, remove the other.',
	);
}
