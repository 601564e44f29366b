import { Decimal, Dictionary, Duration, Moment, MomentWithOffset, type WcfValue } from './values';

/**
 * JSON of a value as .NET's DataContractJsonSerializer writes it (contract 6.1): `\/Date(...)\/`,
 * dictionaries as lists of Key and Value, NaN and INF bare, which is not JSON. `zone` are the minutes of the
 * server east of UTC.
 */
export function writeJson(value: WcfValue, zone = 0): string {
	switch (typeof value) {
		case 'string':
			return quote(value);
		case 'number':
			return spellDouble(value);
		case 'boolean':
		case 'bigint':
			return String(value);
		case 'object':
			return value === null ? 'null' : writeComposite(value, zone);
	}
}

function writeComposite(value: Extract<WcfValue, object>, zone: number): string {
	if (value instanceof Decimal) return value.text;
	if (value instanceof Moment) return writeMoment(value, zone);
	if (value instanceof MomentWithOffset) {
		const { milliseconds, offsetMinutes } = value;
		return writeJson({ DateTime: new Moment(milliseconds), OffsetMinutes: offsetMinutes }, zone);
	}
	if (value instanceof Duration) return quote(spellDuration(value.milliseconds));
	if (value instanceof Uint8Array) return `[${value.join(',')}]`;
	if (value instanceof Dictionary) {
		return writeJson(
			value.entries.map(([Key, Value]) => ({ Key, Value })),
			zone,
		);
	}
	if (isList(value)) return `[${value.map((item) => writeJson(item, zone)).join(',')}]`;
	const members = Object.entries(value).map(([name, one]) => `${quote(name)}:${writeJson(one, zone)}`);
	return `{${members.join(',')}}`;
}

function isList(value: object): value is readonly WcfValue[] {
	return Array.isArray(value);
}

/** A time of the server's own is marked with its zone. */
function writeMoment({ milliseconds, kind }: Moment, zone: number): string {
	const pad = (part: number) => String(Math.trunc(part)).padStart(2, '0');
	const size = Math.abs(zone);
	const offset = kind === 'utc' ? '' : `${zone < 0 ? '-' : '+'}${pad(size / 60)}${pad(size % 60)}`;
	return String.raw`"\/Date(${milliseconds}${offset})\/"`;
}

function spellDuration(milliseconds: number): string {
	const size = Math.abs(milliseconds);
	const parts = [
		['H', Math.trunc(size / 3_600_000) % 24],
		['M', Math.trunc(size / 60_000) % 60],
		['S', (size % 60_000) / 1000],
	] as const;
	const days = Math.trunc(size / 86_400_000);
	const time = parts.filter(([, amount]) => amount > 0).map(([unit, amount]) => `${amount}${unit}`);
	const spelled = `${days > 0 ? `${days}D` : ''}${time.length > 0 ? `T${time.join('')}` : ''}`;
	return `${milliseconds < 0 ? '-' : ''}P${spelled === '' ? 'T0S' : spelled}`;
}

/** As few digits as give the number again; an exponent where there are many zeros. */
function spellDouble(value: number): string {
	if (Number.isNaN(value)) return 'NaN';
	if (!Number.isFinite(value)) return value < 0 ? '-INF' : 'INF';
	const [mantissa = '', power = '0'] = value.toExponential().split('e');
	const exponent = Number(power);
	const digits = mantissa.replaceAll(/\D/g, '').length;
	if (exponent >= -4 && exponent < Math.max(digits, 15)) return plain(value);
	return `${mantissa}E${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function plain(value: number): string {
	return Object.is(value, -0) ? '-0' : value.toString();
}

const SHORT_ESCAPES = new Map([
	['\b', String.raw`\b`],
	['\t', String.raw`\t`],
	['\n', String.raw`\n`],
	['\f', String.raw`\f`],
	['\r', String.raw`\r`],
	['"', String.raw`\"`],
	['/', String.raw`\/`],
	['\\', String.raw`\\`],
]);

/** All but what stands for itself: also every slash, and each half of a letter beyond 16 bits. */
const ESCAPED = /[^ !#-.0-[\]-\u0084\u0086-\u2027\u202a-\ud7ff\ue000-\ufffd]/g;

function quote(text: string): string {
	const escaped = text.replaceAll(
		ESCAPED,
		(letter) =>
			SHORT_ESCAPES.get(letter) ?? String.raw`\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
	return `"${escaped}"`;
}
