const DASHES = [8, 13, 18, 23];
const HEX = /^[\da-f]+$/i;
const HEX_PARTS =
	/^\{0x([\da-f]{1,8}),0x([\da-f]{1,4}),0x([\da-f]{1,4}),\{((?:0x[\da-f]{1,2},){7}0x[\da-f]{1,2})\}\}$/i;
const WRONG_LENGTH = 'Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).';

/** A guid as it is stored, or .NET's sentence about what is wrong with the text. */
export type ParsedGuid = { guid: string } | { fault: string };

/** Reads a guid in any form of .NET: with dashes or without, in braces or parentheses, or as numbers. */
export function parseGuid(text: string): ParsedGuid {
	const given = text.trim();
	if (given.length < 32) return { fault: 'Unrecognized Guid format.' };
	const open = given.charAt(0);
	if (open === '{' && given.charAt(9) !== '-') return fromNumbers(given);
	if (open === '{' || open === '(') {
		if (given.length !== 38 || !given.endsWith(open === '{' ? '}' : ')')) return { fault: WRONG_LENGTH };
		return withDashes(given.slice(1, -1));
	}
	if (given.charAt(8) === '-') return withDashes(given);
	return given.length === 32 ? fromDigits(given) : { fault: WRONG_LENGTH };
}

/** As above, where what is wrong does not matter. */
export function readGuid(text: string): string | undefined {
	const parsed = parseGuid(text);
	return 'guid' in parsed ? parsed.guid : undefined;
}

function withDashes(text: string): ParsedGuid {
	if (text.length !== 36) return { fault: WRONG_LENGTH };
	if (DASHES.some((at) => text.charAt(at) !== '-'))
		return { fault: 'Dashes are in the wrong position for GUID parsing.' };
	return fromDigits(
		[0, 9, 14, 19, 24].map((at, index, all) => text.slice(at, (all[index + 1] ?? 37) - 1)).join(''),
	);
}

function fromNumbers(text: string): ParsedGuid {
	const match = HEX_PARTS.exec(text.replace(/\s/g, ''));
	if (!match) return { fault: 'Expected 0x prefix.' };
	const [, first = '', second = '', third = '', rest = ''] = match;
	const bytes = rest.split(',').map((byte) => byte.slice(2).padStart(2, '0'));
	return fromDigits(
		first.padStart(8, '0') + second.padStart(4, '0') + third.padStart(4, '0') + bytes.join(''),
	);
}

function fromDigits(digits: string): ParsedGuid {
	if (!HEX.test(digits)) return { fault: 'Guid string should only contain hexadecimal characters.' };
	return { guid: digits.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') };
}
