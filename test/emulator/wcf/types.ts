import type { Decimal, Dictionary, Moment, WcfValue } from './values';

/** .NET types without members. */
export type ScalarType = keyof ScalarValues;

/** Type of an argument, a member or an item, as the author of a service declares it. */
export type WcfType =
	| ScalarType
	| { kind: 'enum'; name: string }
	/** `int?` and its like: null is a value. */
	| { kind: 'nullable'; of: WcfType }
	| { kind: 'list'; of: WcfType }
	/** With texts as keys. */
	| { kind: 'dictionary'; of: WcfType }
	| ContractType;

/** A class with members. Names are exact. */
export interface ContractType {
	kind: 'contract';
	name: string;
	/** A struct, which is never null. */
	isStruct?: boolean;
	members: Readonly<Record<string, { type: WcfType; required?: boolean }>>;
}

export function nullable<const T extends WcfType>(of: T): { kind: 'nullable'; of: T } {
	return { kind: 'nullable', of };
}

export function listOf<const T extends WcfType>(of: T): { kind: 'list'; of: T } {
	return { kind: 'list', of };
}

export function dictionaryOf<const T extends WcfType>(of: T): { kind: 'dictionary'; of: T } {
	return { kind: 'dictionary', of };
}

/** A value of the type in TypeScript. References of .NET may be null. */
export type ValueOf<T> = T extends keyof ScalarValues
	? ScalarValues[T]
	: T extends { kind: 'enum' }
		? number
		: T extends { kind: 'nullable'; of: infer Of }
			? ValueOf<Of> | null
			: T extends { kind: 'list'; of: infer Of }
				? Array<ValueOf<Of>> | null
				: T extends { kind: 'dictionary' }
					? Dictionary | null
					: T extends { kind: 'contract'; members: infer Members }
						? { [Name in keyof Members]: ValueOf<TypeOf<Members[Name]>> } | null
						: never;

type TypeOf<Member> = Member extends { type: infer T } ? T : never;

interface ScalarValues {
	string: string | null;
	int: number;
	long: bigint;
	decimal: Decimal;
	double: number;
	bool: boolean;
	Guid: string;
	DateTime: Moment;
	'byte[]': Uint8Array | null;
	object: WcfValue;
}

/** Full name of a type in sentences of .NET. */
export function typeName(type: WcfType): string {
	if (typeof type === 'string') return NAMES[type];
	switch (type.kind) {
		case 'enum':
		case 'contract':
			return type.name;
		case 'nullable':
			return `System.Nullable\`1[[${qualified(type.of)}]]`;
		case 'list':
			return `System.Collections.Generic.List\`1[[${qualified(type.of)}]]`;
		case 'dictionary':
			return `System.Collections.Generic.Dictionary\`2[[${qualified('string')}],[${qualified(type.of)}]]`;
	}
}

const NAMES: Record<ScalarType, string> = {
	string: 'System.String',
	int: 'System.Int32',
	long: 'System.Int64',
	decimal: 'System.Decimal',
	double: 'System.Double',
	bool: 'System.Boolean',
	Guid: 'System.Guid',
	DateTime: 'System.DateTime',
	'byte[]': 'System.Byte[]',
	object: 'System.Object',
};

/** Name of a type within the name of another. */
export function qualified(type: WcfType): string {
	return `${typeName(type)}, System.Private.CoreLib, Version=10.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e`;
}
