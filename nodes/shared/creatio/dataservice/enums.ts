/** The enumerations of DataService as the numbers that are sent (contract 4.1). Value types are in `dataValueType.ts`. */

/** One of an enumeration's numbers. */
export type NumberOf<Enumeration> = Enumeration[keyof Enumeration];

export const OPERATION_TYPE = {
	Select: 0,
	Insert: 1,
	Update: 2,
	Delete: 3,
	Batch: 4,
	ListSelect: 5,
	FilteredSelect: 6,
	LookupSelect: 7,
	UpdateLocalization: 8,
	SelectLocalization: 9,
} as const;

export const EXPRESSION_TYPE = {
	SchemaColumn: 0,
	Function: 1,
	Parameter: 2,
	SubQuery: 3,
	ArithmeticOperation: 4,
} as const;

export const ARITHMETIC_OPERATION = { Addition: 0, Subtraction: 1, Multiplication: 2, Division: 3 } as const;

export const FUNCTION_TYPE = {
	None: 0,
	Macros: 1,
	Aggregation: 2,
	DatePart: 3,
	Length: 4,
	Window: 5,
	DateAdd: 6,
	DateDiff: 7,
} as const;

export const AGGREGATION_TYPE = { None: 0, Count: 1, Sum: 2, Avg: 3, Min: 4, Max: 5 } as const;

export const AGGREGATION_EVAL_TYPE = { None: 0, All: 1, Distinct: 2 } as const;

export const DATE_PART = {
	None: 0,
	Day: 1,
	Week: 2,
	Month: 3,
	Year: 4,
	Weekday: 5,
	Hour: 6,
	HourMinute: 7,
} as const;

export const DATE_DIFF_INTERVAL = { Year: 0, Month: 1, Day: 2, Hour: 3, Minute: 4 } as const;

export const ORDER_DIRECTION = { None: 0, Ascending: 1, Descending: 2 } as const;

export const FILTER_TYPE = {
	None: 0,
	CompareFilter: 1,
	IsNullFilter: 2,
	Between: 3,
	InFilter: 4,
	Exists: 5,
	FilterGroup: 6,
} as const;

export const COMPARISON_TYPE = {
	Between: 0,
	IsNull: 1,
	IsNotNull: 2,
	Equal: 3,
	NotEqual: 4,
	Less: 5,
	LessOrEqual: 6,
	Greater: 7,
	GreaterOrEqual: 8,
	StartWith: 9,
	NotStartWith: 10,
	Contain: 11,
	NotContain: 12,
	EndWith: 13,
	NotEndWith: 14,
	Exists: 15,
	NotExists: 16,
} as const;

export const LOGICAL_OPERATION = { And: 0, Or: 1 } as const;

export const QUERY_KIND = { General: 0, Limited: 1 } as const;

export const QUERY_SOURCE = { Undefined: 0, Filter: 1, FilterSummary: 2 } as const;

export const CACHE_LEVEL = { Session: 0, Workspace: 1, Application: 2 } as const;

export const MACROS_TYPE = {
	None: 0,
	CurrentUser: 1,
	CurrentUserContact: 2,
	Yesterday: 3,
	Today: 4,
	Tomorrow: 5,
	PreviousWeek: 6,
	CurrentWeek: 7,
	NextWeek: 8,
	PreviousMonth: 9,
	CurrentMonth: 10,
	NextMonth: 11,
	PreviousQuarter: 12,
	CurrentQuarter: 13,
	NextQuarter: 14,
	PreviousHalfYear: 15,
	CurrentHalfYear: 16,
	NextHalfYear: 17,
	PreviousYear: 18,
	CurrentYear: 19,
	PreviousHour: 20,
	CurrentHour: 21,
	NextHour: 22,
	NextYear: 23,
	NextNDays: 24,
	PreviousNDays: 25,
	NextNHours: 26,
	PreviousNHours: 27,
	DayOfMonth: 28,
	DayOfWeek: 29,
	Hour: 30,
	HourMinute: 31,
	Month: 32,
	Year: 33,
	PrimaryColumn: 34,
	PrimaryDisplayColumn: 35,
	PrimaryImageColumn: 36,
	DayOfYearToday: 37,
	DayOfYearTodayPlusDaysOffset: 38,
	NextNDaysOfYear: 39,
	PreviousNDaysOfYear: 40,
} as const;
