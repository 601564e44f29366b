import { UnreadableBody } from './unreadable';

/** A JSON value as Microsoft's OData library reads it (contract 2.9). */
export type JsonNode =
	| JsonObject
	| { kind: 'array'; items: JsonNode[] }
	| { kind: 'text'; value: string }
	/** As it is spelled, so that no digit is lost. */
	| { kind: 'number'; spelling: string }
	| { kind: 'boolean'; value: boolean }
	| { kind: 'null' };

export interface JsonObject {
	kind: 'object';
	/** In their order, and as often as they come. */
	members: Array<readonly [name: string, value: JsonNode]>;
	/** The object as it was written. */
	source: string;
}

/** Names of the library for the nodes that it meets. */
export const NODE_NAMES: Record<JsonNode['kind'], string> = {
	object: 'StartObject',
	array: 'StartArray',
	text: 'PrimitiveValue',
	number: 'PrimitiveValue',
	boolean: 'PrimitiveValue',
	null: 'PrimitiveValue',
};

type Scope = 'Root' | 'Array' | 'Object' | 'Property';

const DEEPEST = 100;
const NUMBER = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const ESCAPES: Readonly<Record<string, string>> = {
	b: '\b',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t',
	'\\': '\\',
	'"': '"',
	"'": "'",
	'/': '/',
};

/**
 * Reads JSON by the rules of the library, which are not quite those of JSON: single quotes and bare names pass, a byte
 * order mark is dropped (contract 2.9). `undefined` when there is nothing but blanks.
 */
export function readJson(text: string): JsonNode | undefined {
	return new Reader(text.startsWith('\uFEFF') ? text.slice(1) : text).document();
}

class Reader {
	private at = 0;
	private depth = 0;

	constructor(private readonly text: string) {}

	document(): JsonNode | undefined {
		if (!this.skipBlanks()) return undefined;
		if (this.skipComma('Root')) throw unexpectedComma('Root');
		const value = this.value();
		if (!this.skipBlanks()) return value;
		if (this.peek() === ',') {
			this.at += 1;
			if (!this.skipBlanks()) return value;
			throw unexpectedComma('Root');
		}
		throw new UnreadableBody(
			'Invalid JSON. More than one value was found at the root of the JSON content. JSON content can only have one value at the root level, which is an array, an object or a primitive value.',
		);
	}

	private value(): JsonNode {
		const first = this.peek();
		switch (first) {
			case '{':
				return this.nested(() => this.object());
			case '[':
				return this.nested(() => this.array());
			case '"':
			case "'":
				return { kind: 'text', value: this.quoted() };
			case 'n':
				return this.word({ null: { kind: 'null' } });
			case 't':
			case 'f':
				return this.word({
					true: { kind: 'boolean', value: true },
					false: { kind: 'boolean', value: false },
				});
			default:
				if (/[\d.-]/.test(first)) return this.number();
				throw new UnreadableBody('Invalid JSON. A token was not recognized in the JSON content.');
		}
	}

	private nested(read: () => JsonNode): JsonNode {
		this.depth += 1;
		if (this.depth > DEEPEST) {
			throw new UnreadableBody(
				`The maximum recursion depth limit was reached. The depth of nested values in a single property cannot exceed ${DEEPEST}.`,
			);
		}
		const value = read();
		this.depth -= 1;
		return value;
	}

	private object(): JsonNode {
		const start = this.at;
		this.at += 1;
		const members: JsonObject['members'] = [];
		for (;;) {
			const comma = this.skipComma('Object');
			if (comma && members.length === 0) throw unexpectedComma('Object');
			if (this.peek() === '}') {
				if (comma) throw unexpectedComma('Object');
				this.at += 1;
				return { kind: 'object', members, source: this.text.slice(start, this.at) };
			}
			if (!comma && members.length > 0) throw missingComma('Object');
			const name = this.name();
			if (this.skipComma('Property')) throw unexpectedComma('Property');
			members.push([name, this.value()]);
		}
	}

	private array(): JsonNode {
		this.at += 1;
		const items: JsonNode[] = [];
		for (;;) {
			const comma = this.skipComma('Array');
			if (comma && items.length === 0) throw unexpectedComma('Array');
			if (this.peek() === ']') {
				if (comma) throw unexpectedComma('Array');
				this.at += 1;
				return { kind: 'array', items };
			}
			if (!comma && items.length > 0) throw missingComma('Array');
			items.push(this.value());
		}
	}

	/** The name of a member, with its colon. */
	private name(): string {
		const first = this.peek();
		const name = first === '"' || first === "'" ? this.quoted() : this.bareWord();
		if (name === '') {
			throw new UnreadableBody(
				"Invalid JSON. The property name '' is not valid. The name of a property cannot be empty.",
			);
		}
		if (!this.skipBlanks() || this.peek() !== ':') {
			throw new UnreadableBody(
				`Invalid JSON. A colon character ':' is expected after the property name '${name}', but none was found.`,
			);
		}
		this.at += 1;
		return name;
	}

	private bareWord(): string {
		const start = this.at;
		while (this.at < this.text.length && /[\p{L}\p{Nd}_$]/u.test(this.peek())) this.at += 1;
		return this.text.slice(start, this.at);
	}

	private word(known: Readonly<Record<string, JsonNode>>): JsonNode {
		const word = this.bareWord();
		const node = Object.hasOwn(known, word) ? known[word] : undefined;
		if (node === undefined) throw new UnreadableBody(`Invalid JSON. Unexpected token '${word}'.`);
		return node;
	}

	private number(): JsonNode {
		const start = this.at;
		while (this.at < this.text.length && /[\d.eE+-]/.test(this.peek())) this.at += 1;
		const spelling = this.text.slice(start, this.at);
		if (!NUMBER.test(spelling)) {
			throw new UnreadableBody(`Invalid JSON. The value '${spelling}' is not a valid number.`);
		}
		return { kind: 'number', spelling };
	}

	private quoted(): string {
		const quote = this.peek();
		this.at += 1;
		let value = '';
		for (;;) {
			const start = this.at;
			while (this.at < this.text.length && this.peek() !== quote && this.peek() !== '\\') this.at += 1;
			if (this.at >= this.text.length) {
				throw new UnreadableBody(
					'Invalid JSON. Unexpected end of input reached while processing a JSON string value.',
				);
			}
			value += this.text.slice(start, this.at);
			const end = this.peek();
			this.at += 1;
			if (end === quote) return value;
			value += this.escape();
		}
	}

	/** What stands behind a backslash. */
	private escape(): string {
		const mark = this.peek();
		this.at += 1;
		const known = ESCAPES[mark];
		if (known !== undefined) return known;
		const digits = mark === 'u' ? this.text.slice(this.at, this.at + 4) : '';
		if (/^[\da-f]{4}$/i.test(digits)) {
			this.at += 4;
			return String.fromCharCode(parseInt(digits, 16));
		}
		throw new UnreadableBody(
			`Invalid JSON. An unrecognized escape sequence '\\${mark}${digits}' was found in a JSON string value.`,
		);
	}

	private peek(): string {
		return this.text.charAt(this.at);
	}

	/** Whether anything follows. */
	private skipBlanks(): boolean {
		while (this.at < this.text.length && ' \t\r\n'.includes(this.peek())) this.at += 1;
		return this.at < this.text.length;
	}

	/** Passes over blanks and one comma. Inside of anything the text must go on. */
	private skipComma(scope: Scope): boolean {
		const goesOn = this.skipBlanks();
		const comma = goesOn && this.peek() === ',';
		if (comma) this.at += 1;
		if ((!goesOn || !this.skipBlanks()) && scope !== 'Root') {
			throw new UnreadableBody(
				'Invalid JSON. Unexpected end of input was found in JSON content. Not all object and array scopes were closed.',
			);
		}
		return comma;
	}
}

function unexpectedComma(scope: Scope): UnreadableBody {
	return new UnreadableBody(
		`Invalid JSON. An unexpected comma was found in scope '${scope}'. A comma is only valid between properties of an object or between elements of an array.`,
	);
}

function missingComma(scope: Scope): UnreadableBody {
	return new UnreadableBody(
		`Invalid JSON. A comma character ',' was expected in scope '${scope}'. Every two elements in an array and properties of an object must be separated by commas.`,
	);
}
