import {
	conversions,
	isNumber,
	type Operand,
	type Primitive,
	primitive,
	type PrimitiveType,
	widens,
} from './edm';

interface FilterFunction {
	signatures: readonly Signature[];
	returns: PrimitiveType;
	/** SQL from the SQL of the arguments. Missing: the library knows the function, Creatio's provider does not. */
	sql?: (...args: string[]) => string;
	/** The arguments come with letter case removed, where the site ignores it. */
	folds?: boolean;
}

type Signature = readonly PrimitiveType[];

const text = primitive('Edm.String', true);
const TEXTS: readonly Signature[] = [[text, text]];
const ONE_TEXT: readonly Signature[] = [[text]];

/** Signatures with one argument of each of these types, not nullable and nullable. */
function oneOf(...names: Primitive[]): readonly Signature[] {
	return names.flatMap((name) => [false, true].map((nullable) => [primitive(name, nullable)]));
}

function int(nullable: boolean): PrimitiveType {
	return primitive('Edm.Int32', nullable);
}

const BOOLEAN = primitive('Edm.Boolean', false);
const INT = primitive('Edm.Int32', false);

function textTest(sql: (a: string, b: string) => string): FilterFunction {
	return { signatures: TEXTS, returns: BOOLEAN, folds: true, sql };
}

function textChange(sql: (a: string) => string): FilterFunction {
	return { signatures: ONE_TEXT, returns: text, sql };
}

function datePart(from: number, length: number, ...types: Primitive[]): FilterFunction {
	return {
		signatures: oneOf('Edm.DateTimeOffset', ...types),
		returns: INT,
		sql: (value) => `CAST(substr(${value}, ${from}, ${length}) AS INTEGER)`,
	};
}

function rounding(sql: (a: string) => string): FilterFunction {
	return {
		signatures: oneOf('Edm.Double', 'Edm.Decimal'),
		returns: primitive('Edm.Decimal', false),
		sql,
	};
}

function libraryOnly(returns: Primitive, signatures: readonly Signature[]): FilterFunction {
	return { signatures, returns: primitive(returns, false) };
}

/** The functions that the library knows; those with SQL are Creatio's (contract 2.5). */
const FUNCTIONS: Readonly<Record<string, FilterFunction>> = {
	contains: textTest((a, b) => `(instr(${a}, ${b}) > 0)`),
	startswith: textTest((a, b) => `(starts_with(${a}, ${b}))`),
	endswith: textTest((a, b) => `(ends_with(${a}, ${b}))`),
	indexof: { ...textTest((a, b) => `(instr(${a}, ${b}) - 1)`), returns: INT },
	length: { signatures: ONE_TEXT, returns: INT, sql: (a) => `length(${a})` },
	substring: {
		signatures: [
			[text, int(false)],
			[text, int(true)],
			[text, int(false), int(false)],
			[text, int(true), int(false)],
			[text, int(false), int(true)],
			[text, int(true), int(true)],
		],
		returns: text,
		sql: (a, from, length) =>
			length === undefined ? `substr(${a}, (${from}) + 1)` : `substr(${a}, (${from}) + 1, ${length})`,
	},
	tolower: textChange((a) => `ulower(${a})`),
	toupper: textChange((a) => `uupper(${a})`),
	trim: textChange((a) => `trim(${a})`),
	concat: {
		signatures: TEXTS,
		returns: text,
		sql: (a, b) => `(coalesce(${a}, '') || coalesce(${b}, ''))`,
	},
	year: datePart(1, 4, 'Edm.Date'),
	month: datePart(6, 2, 'Edm.Date'),
	day: datePart(9, 2, 'Edm.Date'),
	hour: datePart(12, 2, 'Edm.Duration', 'Edm.TimeOfDay'),
	minute: datePart(15, 2, 'Edm.Duration', 'Edm.TimeOfDay'),
	second: datePart(18, 2, 'Edm.Duration', 'Edm.TimeOfDay'),
	round: rounding((a) => `round(${a})`),
	floor: rounding((a) => `floor(${a})`),
	ceiling: rounding((a) => `ceil(${a})`),
	fractionalseconds: libraryOnly('Edm.Decimal', oneOf('Edm.DateTimeOffset', 'Edm.TimeOfDay')),
	date: libraryOnly('Edm.Date', oneOf('Edm.DateTimeOffset')),
	time: libraryOnly('Edm.TimeOfDay', oneOf('Edm.DateTimeOffset')),
	totaloffsetminutes: libraryOnly('Edm.Int32', oneOf('Edm.DateTimeOffset')),
	totalseconds: libraryOnly('Edm.Decimal', oneOf('Edm.Duration')),
	mindatetime: libraryOnly('Edm.DateTimeOffset', [[]]),
	maxdatetime: libraryOnly('Edm.DateTimeOffset', [[]]),
	now: libraryOnly('Edm.DateTimeOffset', [[]]),
};

/** A function that the library knows, by a name in any letter case. */
export function functionOf(name: string): FilterFunction | undefined {
	const key = name.toLowerCase();
	return Object.hasOwn(FUNCTIONS, key) ? FUNCTIONS[key] : undefined;
}

/** Nodes of the conversions that make the arguments fit; `undefined` when they fit no signature. */
export function fitArguments({ signatures }: FilterFunction, args: readonly Operand[]): number | undefined {
	const costs = signatures
		.filter((signature) => signature.length === args.length)
		.filter((signature) => signature.every((type, index) => accepts(type, args[index])))
		.map((signature) =>
			signature.reduce(
				(sum, type, index) => sum + conversions(args[index] ?? { type: null, isNumberLiteral: false }, type),
				0,
			),
		);
	return costs.length === 0 ? undefined : Math.min(...costs);
}

function accepts(wanted: PrimitiveType, given: Operand | undefined): boolean {
	if (given?.type == null) return wanted.nullable;
	if (given.type.kind === 'object') return false;
	return given.type.name === wanted.name || (isNumber(wanted.name) && widens(given, wanted.name));
}

/** As the library lists them when the arguments fit none. */
export function signatureList(name: string, { signatures }: FilterFunction): string {
	const typed = (type: PrimitiveType) => type.name + (type.nullable ? ' Nullable=true' : '');
	return signatures.map((signature) => `${name}(${signature.map(typed).join(', ')})`).join('; ');
}
