/** Enumerations of contract 4.1: numbers on the wire, or these names in any letter case. */

export const EXPRESSION = {
	schemaColumn: 0,
	function: 1,
	parameter: 2,
	subQuery: 3,
	arithmeticOperation: 4,
} as const;

export const FUNCTION = { none: 0, macros: 1, aggregation: 2, datePart: 3, length: 4 } as const;

export const AGGREGATION = { none: 0, count: 1, sum: 2, avg: 3, min: 4, max: 5 } as const;

export const AGGREGATION_EVAL = { none: 0, all: 1, distinct: 2 } as const;

export const ARITHMETIC = { addition: 0, subtraction: 1, multiplication: 2, division: 3 } as const;

export const DATE_PART = {
	none: 0,
	day: 1,
	week: 2,
	month: 3,
	year: 4,
	weekday: 5,
	hour: 6,
	hourMinute: 7,
} as const;

export const ORDER = { none: 0, ascending: 1, descending: 2 } as const;

export const LOGIC = { and: 0, or: 1 } as const;

export const FILTER = {
	none: 0,
	compareFilter: 1,
	isNullFilter: 2,
	between: 3,
	inFilter: 4,
	exists: 5,
	filterGroup: 6,
} as const;

export const COMPARISON = {
	between: 0,
	isNull: 1,
	isNotNull: 2,
	equal: 3,
	notEqual: 4,
	less: 5,
	lessOrEqual: 6,
	greater: 7,
	greaterOrEqual: 8,
	startWith: 9,
	notStartWith: 10,
	contain: 11,
	notContain: 12,
	endWith: 13,
	notEndWith: 14,
	exists: 15,
	notExists: 16,
} as const;

export const DATA_VALUE_TYPE = {
	guid: 0,
	text: 1,
	integer: 4,
	float: 5,
	money: 6,
	dateTime: 7,
	date: 8,
	time: 9,
	lookup: 10,
	enum: 11,
	boolean: 12,
	blob: 13,
	image: 14,
	imageLookup: 16,
	color: 18,
	localizableString: 19,
	hashText: 23,
	secureText: 24,
	file: 25,
	shortText: 27,
	mediumText: 28,
	maxSizeText: 29,
	longText: 30,
	float1: 31,
	float2: 32,
	float3: 33,
	float4: 34,
} as const;

export const MACROS = {
	none: 0,
	currentUser: 1,
	currentUserContact: 2,
	yesterday: 3,
	today: 4,
	tomorrow: 5,
	previousWeek: 6,
	currentWeek: 7,
	nextWeek: 8,
	previousMonth: 9,
	currentMonth: 10,
	nextMonth: 11,
	previousQuarter: 12,
	currentQuarter: 13,
	nextQuarter: 14,
	previousHalfYear: 15,
	currentHalfYear: 16,
	nextHalfYear: 17,
	previousYear: 18,
	currentYear: 19,
	previousHour: 20,
	currentHour: 21,
	nextHour: 22,
	nextYear: 23,
	nextNDays: 24,
	previousNDays: 25,
	nextNHours: 26,
	previousNHours: 27,
	dayOfMonth: 28,
	dayOfWeek: 29,
	hour: 30,
	hourMinute: 31,
	month: 32,
	year: 33,
	primaryColumn: 34,
	primaryDisplayColumn: 35,
	primaryImageColumn: 36,
	dayOfYearToday: 37,
	dayOfYearTodayPlusDaysOffset: 38,
	nextNDaysOfYear: 39,
	previousNDaysOfYear: 40,
} as const;
