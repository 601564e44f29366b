import type { ColumnType } from './objectModel';

/** An OData type under its name in `$metadata`. */
type EdmType =
	| 'Edm.Guid'
	| 'Edm.String'
	| 'Edm.Int32'
	| 'Edm.Decimal'
	| 'Edm.DateTimeOffset'
	| 'Edm.Boolean'
	| 'Edm.Stream';

type Row = readonly [
	code: number,
	name: string,
	/** The identifier of the type in schemas and process parameters. */
	uId: string | undefined,
	/** The kind of column; missing for types that only process parameters have. */
	column: ColumnType | undefined,
	/** The OData type of a column of this type. */
	odata: EdmType | undefined,
];

/** Type codes of DataService, schemas and processes (contract 4.1). The codes 2 and 3 are not used. */
const TYPES = [
	[0, 'Guid', '23018567-a13c-4320-8687-fd6f9e3699bd', 'guid', 'Edm.Guid'],
	[1, 'Text', '8b3f29bb-ea14-4ce5-a5c5-293a929b6ba2', 'text', 'Edm.String'],
	[4, 'Integer', '6b6b74e2-820d-490e-a017-2b73d4ccf2b0', 'integer', 'Edm.Int32'],
	[5, 'Float', '57ee4c31-5ec4-45fa-b95d-3a2868aa89a8', 'decimal', 'Edm.Decimal'],
	[6, 'Money', '969093e2-2b4e-463b-883a-3d3b8c61f0cd', 'decimal', 'Edm.Decimal'],
	[7, 'DateTime', 'd21e9ef4-c064-4012-b286-fa1a8171da44', 'dateTime', 'Edm.DateTimeOffset'],
	[8, 'Date', '603d4960-a1a2-45e9-b232-206a54421b01', 'date', 'Edm.DateTimeOffset'],
	[9, 'Time', '04cc757b-8f06-482c-8a1a-0c0e171d2410', 'time', 'Edm.DateTimeOffset'],
	[10, 'Lookup', 'b295071f-7ea9-4e62-8d1a-919bf3732ff2', 'lookup', 'Edm.Guid'],
	[11, 'Enum', undefined, 'lookup', undefined],
	[12, 'Boolean', '90b65bf8-0ffc-4141-8779-2420877af907', 'boolean', 'Edm.Boolean'],
	[13, 'Blob', 'b7342b7a-5dde-40de-aa7c-24d2a57b3202', 'stream', 'Edm.Stream'],
	[14, 'Image', 'fa6e6e49-b996-475e-a77e-73904e4c5a88', 'stream', 'Edm.Stream'],
	[15, 'CustomObject', '84ed6865-9692-4c98-aaed-4d15b96a95c2', undefined, undefined],
	[16, 'ImageLookup', 'b039feb0-ee7c-4884-8aa6-d6d45d84316f', 'lookup', 'Edm.Guid'],
	[17, 'Collection', '190eb54a-5b4c-4a2a-8dda-8d0558cda835', undefined, undefined],
	[18, 'Color', 'dafb71f9-ee9f-4e0b-a4d7-37aa15987155', 'text', 'Edm.String'],
	[19, 'LocalizableString', '95c6e6c4-2cc8-46be-a1cb-96f942655f86', 'text', 'Edm.String'],
	[20, 'Entity', 'ebd85d37-0abf-4bbf-bb32-97dc3dffcc8c', undefined, undefined],
	[21, 'EntityCollection', '51fb23ba-3eb2-11e2-b7d5-b0c76188709b', undefined, undefined],
	[22, 'EntityColumnMappingCollection', 'b53eaa2a-4bb7-4a6b-9f4f-58ccab293e31', undefined, undefined],
	[23, 'HashText', 'ecbcce18-2a17-4ead-829a-9d02fa9578a4', 'text', undefined],
	[24, 'SecureText', '3509b9dd-2c90-4540-b82e-8f6ae85d8248', 'text', undefined],
	[25, 'File', 'ba40cfc5-f554-4c26-8f57-1bb29cf43c4e', 'stream', 'Edm.Stream'],
	[26, 'Mapping', undefined, undefined, undefined],
	[27, 'ShortText', '325a73b8-0f47-44a0-8412-7606f78003ac', 'text', 'Edm.String'],
	[28, 'MediumText', 'ddb3a1ee-07e8-4d62-b7a9-d0e618b00fbd', 'text', 'Edm.String'],
	[29, 'MaxSizeText', 'c0f04627-4620-4bc0-84e5-9419dc8516b1', 'text', 'Edm.String'],
	[30, 'LongText', '5ca35f10-a101-4c67-a96a-383da6afacfc', 'text', 'Edm.String'],
	[31, 'Float1', '07ba84ce-0bf7-44b4-9f2c-7b15032eb98c', 'decimal', 'Edm.Decimal'],
	[32, 'Float2', '5cc8060d-6d10-4773-89fc-8c12d6f659a6', 'decimal', 'Edm.Decimal'],
	[33, 'Float3', '3f62414e-6c25-4182-bcef-a73c9e396f31', 'decimal', 'Edm.Decimal'],
	[34, 'Float4', 'ff22e049-4d16-46ee-a529-92d8808932dc', 'decimal', 'Edm.Decimal'],
	[35, 'LocalizableParameterValuesList', 'cffc4762-c5c7-44bc-8cc6-cb55aba6e06b', undefined, undefined],
	[36, 'MetaDataText', '394e160f-c8e0-46fa-9c0d-75d97e9e9169', 'text', undefined],
	[37, 'StageIndicator', undefined, undefined, undefined],
	[38, 'ObjectList', '4b51a8b5-1ee9-4437-9d58-f35e083cbcdf', undefined, undefined],
	[39, 'CompositeObjectList', '651ec16f-d140-46db-b9e2-825c985a8ac2', undefined, undefined],
	[40, 'Float8', 'a4aaf398-3531-4a0d-9d75-a587f5b5b59e', 'decimal', 'Edm.Decimal'],
	[41, 'FileLocator', 'a33c9252-d401-453e-949d-169157067ed9', undefined, undefined],
	[42, 'PhoneText', '26cba63c-daf1-4f36-b2ea-73c0d675d90c', 'text', 'Edm.String'],
	[43, 'RichText', '79bccffa-8c8b-4863-b376-a69d2244182b', 'text', 'Edm.String'],
	[44, 'WebText', '26cba64c-daf1-4f36-b2ea-73c0d695d90c', 'text', 'Edm.String'],
	[45, 'EmailText', '66cba64c-daf1-4f36-b8ea-73c0d695d90c', 'text', 'Edm.String'],
] as const satisfies readonly Row[];

/** Newer scales of Float and Money, whose names are not known. */
const NAMELESS_DECIMALS: readonly number[] = [47, 48, 49, 50];

type Known = (typeof TYPES)[number];
type DataValueTypeName = Known[1];

/** Code by name: `DATA_VALUE_TYPE.Lookup` is 10. */
export const DATA_VALUE_TYPE = Object.fromEntries(TYPES.map(([code, name]) => [name, code])) as {
	readonly [Type in Known as Type[1]]: Type[0];
};

export interface DataValueType {
	readonly code: number;
	readonly name: DataValueTypeName;
	readonly uId: string | undefined;
	readonly column: ColumnType | undefined;
	readonly odata: EdmType | undefined;
}

export const DATA_VALUE_TYPES: readonly DataValueType[] = TYPES.map(([code, name, uId, column, odata]) => ({
	code,
	name,
	uId,
	column,
	odata,
}));

const COLUMN_TYPES: ReadonlyMap<number, ColumnType> = new Map([
	...DATA_VALUE_TYPES.map(({ code, column }) => [code, column ?? 'text'] as const),
	...NAMELESS_DECIMALS.map((code) => [code, 'decimal'] as const),
]);

/** The kind of column for a code; types without a kind are written as text. */
export function columnTypeOf(dataValueType: number): ColumnType {
	return COLUMN_TYPES.get(dataValueType) ?? 'text';
}

/** Most characters by the code of a text type. Other types of text do not say; 29 has no limit (contract 4.1). */
const TEXT_SIZES: ReadonlyMap<number, number> = new Map([
	[DATA_VALUE_TYPE.ShortText, 50],
	[DATA_VALUE_TYPE.MediumText, 250],
	[DATA_VALUE_TYPE.LongText, 500],
]);

/** The most characters of a text of this type; `undefined` where the type does not decide it. */
export function textSizeOf(dataValueType: number): number | undefined {
	return TEXT_SIZES.get(dataValueType);
}
