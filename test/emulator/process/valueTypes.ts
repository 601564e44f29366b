/** How a value of a type is read from text and spelled in an answer. */
type ValueKind =
	'text' | 'integer' | 'decimal' | 'boolean' | 'guid' | 'dateTime' | 'date' | 'time' | 'collection';

interface ValueType {
	/** Type of the server, as metadata of a process names it (contract 4.1). */
	uId: string;
	kind: ValueKind;
}

function type(uId: string, kind: ValueKind): ValueType {
	return { uId, kind };
}

/** Types that a parameter of a process can have here, by their names in contract 4.1. */
export const VALUE_TYPES = {
	Guid: type('23018567-a13c-4320-8687-fd6f9e3699bd', 'guid'),
	Text: type('8b3f29bb-ea14-4ce5-a5c5-293a929b6ba2', 'text'),
	Integer: type('6b6b74e2-820d-490e-a017-2b73d4ccf2b0', 'integer'),
	Float: type('57ee4c31-5ec4-45fa-b95d-3a2868aa89a8', 'decimal'),
	Money: type('969093e2-2b4e-463b-883a-3d3b8c61f0cd', 'decimal'),
	DateTime: type('d21e9ef4-c064-4012-b286-fa1a8171da44', 'dateTime'),
	Date: type('603d4960-a1a2-45e9-b232-206a54421b01', 'date'),
	Time: type('04cc757b-8f06-482c-8a1a-0c0e171d2410', 'time'),
	Lookup: type('b295071f-7ea9-4e62-8d1a-919bf3732ff2', 'guid'),
	Boolean: type('90b65bf8-0ffc-4141-8779-2420877af907', 'boolean'),
	Color: type('dafb71f9-ee9f-4e0b-a4d7-37aa15987155', 'text'),
	ShortText: type('325a73b8-0f47-44a0-8412-7606f78003ac', 'text'),
	MediumText: type('ddb3a1ee-07e8-4d62-b7a9-d0e618b00fbd', 'text'),
	LongText: type('5ca35f10-a101-4c67-a96a-383da6afacfc', 'text'),
	MaxSizeText: type('c0f04627-4620-4bc0-84e5-9419dc8516b1', 'text'),
	SecureText: type('3509b9dd-2c90-4540-b82e-8f6ae85d8248', 'text'),
	PhoneText: type('26cba63c-daf1-4f36-b2ea-73c0d675d90c', 'text'),
	WebText: type('26cba64c-daf1-4f36-b2ea-73c0d695d90c', 'text'),
	EmailText: type('66cba64c-daf1-4f36-b8ea-73c0d695d90c', 'text'),
	RichText: type('79bccffa-8c8b-4863-b376-a69d2244182b', 'text'),
	Float1: type('07ba84ce-0bf7-44b4-9f2c-7b15032eb98c', 'decimal'),
	Float2: type('5cc8060d-6d10-4773-89fc-8c12d6f659a6', 'decimal'),
	Float3: type('3f62414e-6c25-4182-bcef-a73c9e396f31', 'decimal'),
	Float4: type('ff22e049-4d16-46ee-a529-92d8808932dc', 'decimal'),
	Float8: type('a4aaf398-3531-4a0d-9d75-a587f5b5b59e', 'decimal'),
	ObjectList: type('4b51a8b5-1ee9-4437-9d58-f35e083cbcdf', 'collection'),
	CompositeObjectList: type('651ec16f-d140-46db-b9e2-825c985a8ac2', 'collection'),
} as const satisfies Record<string, ValueType>;

export type ValueTypeName = keyof typeof VALUE_TYPES;
