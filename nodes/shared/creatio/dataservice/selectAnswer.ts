import { inputError } from '../../basics/errors';
import { EMPTY_GUID } from '../../basics/guid';
import { serverInstantReader, parseDate, toWire, type WallTime, type Zone } from '../../basics/instant';
import { isMembers, member, type Members } from '../../basics/json';
import { unreadable } from '../../connection/envelopeFailure';
import { columnTypeOf } from '../model/dataValueType';
import type { ColumnType } from '../model/objectModel';
import type { Row } from '../model/rows';
import { readEnvelope } from './envelope';
import { plannedColumns, type SelectPlan, typeOf } from './selectPlan';

/** How the rows of an answer are shown. */
export interface AnswerShape {
	/** The text under the column's name, the Id under the name followed by `Id`, as the OData nodes return them. */
	readonly lookups: 'text' | 'id' | 'both';
	/** The zone of the session, in which the server writes dates (contract 4.5). */
	readonly zone: Zone;
	/** Called for a time that the clocks of the zone show twice, of which the later instant is returned. */
	readonly onTwofold?: () => void;
	/** Columns that the server adds on its own: `Id`, the picture of the object (contract 4.5). */
	readonly addedColumns: 'drop' | 'keep';
	/** Columns that the server does not have: an error, or null in every row. */
	readonly missingColumns: 'refuse' | 'ignore';
}

/** The rows as the server sent them; the next page of a keyset begins after the last one. Rejects with kind `unreadable`. */
export function rawRows(answer: unknown, object: string): readonly Row[] {
	return rowsIn(readEnvelope(answer, `the read of ${object}`, false), object);
}

function rowsIn(envelope: Members, object: string): readonly Row[] {
	const rows = member(envelope, 'rows');
	if (Array.isArray(rows) && rows.every(isMembers)) return rows;
	throw unreadable(`the read of ${object}`, 'a list of records', false);
}

/**
 * The rows of an answer to a plan (contract 4.5): names in the plan's order, dates as instants, days and times of day,
 * null for what is empty. Rejects with the server's sentence, with kind `unreadable` for an answer without rows, and
 * with kind `input` for columns that the site does not have.
 */
export function readRows(answer: unknown, plan: SelectPlan, shape: AnswerShape): Row[] {
	const envelope = readEnvelope(answer, `the read of ${plan.object}`, false);
	const rows = rowsIn(envelope, plan.object);
	if (shape.missingColumns === 'refuse') refuseMissing(member(envelope, 'notFoundColumns'), plan.object);
	const planned = plannedColumns(plan);
	const rowConfig = member(envelope, 'rowConfig');
	const config = isMembers(rowConfig) ? rowConfig : {};
	const types = new Map(planned.map(({ alias, source }) => [alias, typeOf(source)]));
	const typeFor = (alias: string) => cellType(config, alias, types.get(alias));
	const shown = planned.filter(({ isHidden }) => !isHidden).map(({ alias }) => alias);
	const [first = {}] = rows;
	const known = new Set(
		planned
			.filter(({ alias, isHidden }) => !isHidden || alias !== 'Id')
			.map(({ alias }) => alias.toLowerCase()),
	);
	const sent = new Set([...Object.keys(first), ...Object.keys(config)]);
	const added = [...sent].filter((key) => !known.has(key.toLowerCase()));
	const names = shape.addedColumns === 'keep' ? [...shown, ...added] : shown;
	const columns = names.map((name) => ({ name, key: keyOf(name, sent), type: typeFor(name) }));
	// A name of the plan takes precedence over the Id of a lookup with the same name.
	const taken = new Set(names);
	const reading = {
		lookups: shape.lookups,
		taken,
		instantOf: serverInstantReader(shape.zone, shape.onTwofold),
	};
	return rows.map((row) => {
		const cells: Cell[] = [];
		for (const { name, key, type } of columns) {
			const cell = key === undefined ? member(row, name) : row[key];
			for (const one of cellsOf(name, cell, type, reading)) {
				if (one.isOwn || !taken.has(one.name)) cells.push(one);
			}
		}
		return rowOf(cells);
	});
}

/** The key of a column's cells; `undefined` if it must be searched for in each row. */
function keyOf(name: string, sent: ReadonlySet<string>): string | undefined {
	if (sent.has(name)) return name;
	return [...sent].find((key) => key.toLowerCase() === name.toLowerCase());
}

function rowOf(cells: readonly Cell[]): Row {
	const row: Record<string, unknown> = {};
	for (const { name, value } of cells) {
		// Assignment would not create a member of this name.
		if (name === '__proto__') Object.defineProperty(row, name, { value, enumerable: true, writable: true });
		else row[name] = value;
	}
	return row;
}

function refuseMissing(missing: unknown, object: string): void {
	if (!Array.isArray(missing) || missing.length === 0) return;
	const names = missing.map(String).join(', ');
	throw inputError(
		`The site does not have these columns of ${object}: ${names}`,
		'Check the names, or remove the columns. New columns become available when the site is compiled.',
	);
}

/** The server's type applies, unless it calls a day or a time of day a date-time. */
function cellType(config: Members, alias: string, planned: ColumnType | undefined): ColumnType | undefined {
	const columnConfig = member(config, alias);
	if (!isMembers(columnConfig)) return planned;
	if (member(columnConfig, 'isLookup') === true) return 'lookup';
	const code = member(columnConfig, 'dataValueType');
	if (typeof code !== 'number') return planned;
	const type = columnTypeOf(code);
	return type === 'dateTime' && (planned === 'date' || planned === 'time') ? planned : type;
}

interface Reading {
	readonly lookups: AnswerShape['lookups'];
	/** The names of the plan. */
	readonly taken: ReadonlySet<string>;
	readonly instantOf: (wall: WallTime) => Date;
}

interface Cell {
	readonly name: string;
	readonly value: unknown;
	/** False for the Id beside a lookup's text. */
	readonly isOwn: boolean;
}

function cellsOf(
	name: string,
	cell: unknown,
	type: ColumnType | undefined,
	{ lookups, taken, instantOf }: Reading,
): readonly Cell[] {
	const own = (value: unknown): Cell => ({ name, value, isOwn: true });
	if (type !== 'lookup' && !isMembers(cell)) return [own(readCell(cell, type, instantOf))];
	const { id, text } = readLookup(cell);
	const idCell = { name: `${name}Id`, value: id, isOwn: false };
	if (lookups === 'both') return [own(text), idCell];
	if (lookups === 'text') return [own(text)];
	return [taken.has(idCell.name) ? own(id) : idCell];
}

/** `{ value, displayValue }`, a bare key if no texts were requested, or "" (contract 4.5). */
function readLookup(cell: unknown): { readonly id: unknown; readonly text: unknown } {
	const value = isMembers(cell) ? member(cell, 'value') : cell;
	if (value === undefined || value === null || value === '' || value === EMPTY_GUID)
		return { id: null, text: null };
	return { id: value, text: isMembers(cell) ? (member(cell, 'displayValue') ?? null) : value };
}

function readCell(cell: unknown, type: ColumnType | undefined, instantOf: Reading['instantOf']): unknown {
	if (cell === undefined || cell === null || cell === '') return null;
	if (typeof cell !== 'string' || type === undefined || type === 'text') return cell;
	switch (type) {
		case 'guid':
			return cell === EMPTY_GUID ? null : cell;
		case 'dateTime':
		case 'date':
		case 'time':
			return readDate(cell, type, instantOf);
		default:
			return cell;
	}
}

/** A value that is not a date is returned unchanged. */
export function readDate(
	cell: string,
	type: 'dateTime' | 'date' | 'time',
	instantOf: Reading['instantOf'],
): string | null {
	const parsed = parseDate(cell);
	if (!parsed) return cell;
	const { wall } = parsed;
	if (type === 'time') return clockText(wall);
	// .NET's empty date, which is not documented for DataService but could only mean empty.
	if (wall.year === 1) return null;
	if (type === 'date') return dayText(wall);
	return toWire(parsed.kind === 'instant' ? parsed.date : instantOf(wall));
}

function dayText({ year, month, day }: WallTime): string {
	return [String(year).padStart(4, '0'), twoDigits(month), twoDigits(day)].join('-');
}

function clockText({ hour, minute, second }: WallTime): string {
	return [hour, minute, second].map(twoDigits).join(':');
}

function twoDigits(number: number): string {
	return String(number).padStart(2, '0');
}
