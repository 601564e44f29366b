import { functionOf } from '../odata/functions';
import type { Primitive } from './literals';
import { type Culture, isNumber, type Operand, widens } from './types';

/** A function that the library knows. */
export interface QueryFunction {
	signatures: ReadonlyArray<readonly Primitive[]>;
	returns: Primitive;
	/** SQL from the SQL of the arguments in this order; missing: Creatio's provider does not know it. */
	sql?: (...args: string[]) => string;
	/** The arguments as `sql` wants them. */
	order?: readonly number[];
	/** The arguments come with letter case removed, where the site ignores it. */
	folds?: boolean;
}

const TEXT = 'Edm.String';
const TWO_TEXTS = [[TEXT, TEXT]] as const;
const ONE_TEXT = [[TEXT]] as const;
const DATES = [['Edm.DateTime'], ['Edm.DateTimeOffset']] as const;
const TIMES = [...DATES, ['Edm.Time']] as const;
const FRACTIONS = [['Edm.Double'], ['Edm.Decimal']] as const;

/** SQL that OData 4 has for the same function. */
function shared(name: string): Pick<QueryFunction, 'sql' | 'folds'> {
	const known = functionOf(name);
	return { sql: known?.sql, folds: known?.folds };
}

/** By their names in lower case, which they must have. `replace` is off unless a service switches it on. */
const FUNCTIONS: Readonly<Record<string, QueryFunction>> = {
	substringof: { signatures: TWO_TEXTS, returns: 'Edm.Boolean', ...shared('contains'), order: [1, 0] },
	startswith: { signatures: TWO_TEXTS, returns: 'Edm.Boolean', ...shared('startswith') },
	endswith: { signatures: TWO_TEXTS, returns: 'Edm.Boolean', ...shared('endswith') },
	indexof: { signatures: TWO_TEXTS, returns: 'Edm.Int32', ...shared('indexof') },
	concat: { signatures: TWO_TEXTS, returns: TEXT, ...shared('concat') },
	length: { signatures: ONE_TEXT, returns: 'Edm.Int32', ...shared('length') },
	substring: {
		signatures: [
			[TEXT, 'Edm.Int32'],
			[TEXT, 'Edm.Int32', 'Edm.Int32'],
		],
		returns: TEXT,
		...shared('substring'),
	},
	tolower: { signatures: ONE_TEXT, returns: TEXT, ...shared('tolower') },
	toupper: { signatures: ONE_TEXT, returns: TEXT, ...shared('toupper') },
	trim: { signatures: ONE_TEXT, returns: TEXT, ...shared('trim') },
	year: { signatures: DATES, returns: 'Edm.Int32', ...shared('year') },
	month: { signatures: DATES, returns: 'Edm.Int32', ...shared('month') },
	day: { signatures: DATES, returns: 'Edm.Int32', ...shared('day') },
	hour: { signatures: TIMES, returns: 'Edm.Int32', ...shared('hour') },
	minute: { signatures: TIMES, returns: 'Edm.Int32', ...shared('minute') },
	second: { signatures: TIMES, returns: 'Edm.Int32', ...shared('second') },
	round: { signatures: FRACTIONS, returns: 'Edm.Decimal', ...shared('round') },
	floor: { signatures: FRACTIONS, returns: 'Edm.Decimal', ...shared('floor') },
	ceiling: { signatures: FRACTIONS, returns: 'Edm.Decimal', ...shared('ceiling') },
	isof: { signatures: [[TEXT]], returns: 'Edm.Boolean' },
	cast: { signatures: [[TEXT, TEXT]], returns: TEXT },
};

export function queryFunction(name: string): QueryFunction | undefined {
	return Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
}

/** The signature that the arguments fit, the first where they fit several. */
export function fitting(
	{ signatures }: QueryFunction,
	args: readonly Operand[],
	culture: Culture,
): readonly Primitive[] | undefined {
	return signatures.find(
		(signature) =>
			signature.length === args.length &&
			signature.every((wanted, index) => accepts(wanted, args[index], culture)),
	);
}

function accepts(wanted: Primitive, given: Operand | undefined, culture: Culture): boolean {
	if (given === undefined) return false;
	if (given.type === null) return wanted === TEXT;
	if (given.type.kind !== 'primitive') return false;
	if (given.type.name === wanted) return true;
	const target = { kind: 'primitive', name: wanted } as const;
	return isNumber(target) && widens(given, target.name, culture);
}

/** As the library lists them. */
export function signatureList(name: string, { signatures }: QueryFunction): string {
	return signatures.map((signature) => `${name}(${signature.join(', ')})`).join('; ');
}
