/** Types that a filter expression can have; `Edm.Double` stands for every number. */
export type ValueType =
	| 'Edm.String'
	| 'Edm.Guid'
	| 'Edm.Boolean'
	| 'Edm.DateTimeOffset'
	| 'Edm.Date'
	| 'Edm.Int32'
	| 'Edm.Decimal'
	| 'Edm.Double'
	| 'Edm.Stream';

interface FilterFunction {
	args: Array<ValueType[]>;
	returns: ValueType;
	/** SQL from the SQL of the arguments. */
	sql: (...args: string[]) => string;
	/** The arguments come with letter case removed, where the site ignores it. */
	folds?: boolean;
}

const TEXT: ValueType[] = ['Edm.String'];
const NUMBER: ValueType[] = ['Edm.Double', 'Edm.Decimal', 'Edm.Int32'];
const INSTANT: ValueType[] = ['Edm.DateTimeOffset'];

function datePart(from: number, length: number): FilterFunction {
	return {
		args: [INSTANT],
		returns: 'Edm.Int32',
		sql: (value) => `CAST(substr(${value}, ${from}, ${length}) AS INTEGER)`,
	};
}

/** The functions of contract 2.5, and nothing that no source mentions. */
export const FUNCTIONS: Record<string, FilterFunction> = {
	contains: {
		args: [TEXT, TEXT],
		returns: 'Edm.Boolean',
		folds: true,
		sql: (a, b) => `(instr(${a}, ${b}) > 0)`,
	},
	startswith: {
		args: [TEXT, TEXT],
		returns: 'Edm.Boolean',
		folds: true,
		sql: (a, b) => `(starts_with(${a}, ${b}))`,
	},
	endswith: {
		args: [TEXT, TEXT],
		returns: 'Edm.Boolean',
		folds: true,
		sql: (a, b) => `(ends_with(${a}, ${b}))`,
	},
	indexof: {
		args: [TEXT, TEXT],
		returns: 'Edm.Int32',
		folds: true,
		sql: (a, b) => `(instr(${a}, ${b}) - 1)`,
	},
	length: { args: [TEXT], returns: 'Edm.Int32', sql: (a) => `length(${a})` },
	substring: {
		args: [TEXT, NUMBER, NUMBER],
		returns: 'Edm.String',
		sql: (a, from, length) =>
			length === undefined ? `substr(${a}, (${from}) + 1)` : `substr(${a}, (${from}) + 1, ${length})`,
	},
	tolower: { args: [TEXT], returns: 'Edm.String', sql: (a) => `ulower(${a})` },
	toupper: { args: [TEXT], returns: 'Edm.String', sql: (a) => `uupper(${a})` },
	trim: { args: [TEXT], returns: 'Edm.String', sql: (a) => `trim(${a})` },
	concat: {
		args: [TEXT, TEXT],
		returns: 'Edm.String',
		sql: (a, b) => `(coalesce(${a}, '') || coalesce(${b}, ''))`,
	},
	year: datePart(1, 4),
	month: datePart(6, 2),
	day: datePart(9, 2),
	hour: datePart(12, 2),
	minute: datePart(15, 2),
	second: datePart(18, 2),
	round: { args: [NUMBER], returns: 'Edm.Double', sql: (a) => `round(${a})` },
	floor: { args: [NUMBER], returns: 'Edm.Double', sql: (a) => `floor(${a})` },
	ceiling: { args: [NUMBER], returns: 'Edm.Double', sql: (a) => `ceil(${a})` },
};

/** Arguments that may be left out, at the end. */
export const OPTIONAL_ARGS: Record<string, number> = { substring: 1 };
