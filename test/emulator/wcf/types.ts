/** .NET types that have no members of their own. */
export type ScalarType =
	'string' | 'int' | 'long' | 'decimal' | 'double' | 'bool' | 'Guid' | 'DateTime' | 'byte[]' | 'object';

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

export function nullable(of: WcfType): WcfType {
	return { kind: 'nullable', of };
}

export function listOf(of: WcfType): WcfType {
	return { kind: 'list', of };
}

export function dictionaryOf(of: WcfType): WcfType {
	return { kind: 'dictionary', of };
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
