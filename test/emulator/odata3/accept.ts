import { byQuality } from '../odata/format';
import { unsupportedMediaType } from './errors';
import type { Version } from './versions';

export type Format = 'atom' | 'json';

/** What an answer may be written as. `xml` stands for the XML of the kind: Atom of records, plain XML of the rest. */
export type Kind = 'feed' | 'entry' | 'property' | 'service' | 'metadata' | 'text' | 'error';

const XML: Readonly<Record<Kind, RegExp>> = {
	feed: /^application\/atom\+xml$/,
	entry: /^application\/atom\+xml$/,
	property: /^(application|text)\/xml$/,
	service: /^application\/(atomsvc\+)?xml$/,
	metadata: /^application\/xml$/,
	text: /^text\/plain$/,
	error: /^(application|text)\/xml$/,
};

const HAS_JSON: readonly Kind[] = ['feed', 'entry', 'property', 'service', 'error'];

/**
 * The format that `Accept` asks for, Atom without it; 415 where there is none that fits. JSON is there as
 * `application/json;odata=verbose`. Without the parameter it is so only for callers that read no version 3, for which
 * the name is kept for the later JSON (contract 14).
 */
export function selectFormat(accept: string | undefined, kind: Kind, max: Version): Format {
	if (accept === undefined || accept.trim() === '') return 'atom';
	for (const wanted of byQuality(accept)) {
		const [type = '', ...parameters] = wanted.split(';').map((part) => part.trim().toLowerCase());
		if (parameters.some((one) => /^q=0(\.0*)?$/.test(one))) continue;
		if (type === '*/*' || XML[kind].test(type) || coversXml(type, kind)) return 'atom';
		if (HAS_JSON.includes(kind) && isVerboseJson(type, parameters, max)) return 'json';
	}
	throw unsupportedMediaType();
}

function coversXml(type: string, kind: Kind): boolean {
	return type === (kind === 'text' ? 'text/*' : 'application/*');
}

/** Whether a media type is that of verbose JSON, for a caller or a body of this version. */
export function isVerboseJson(type: string, parameters: readonly string[], version: Version): boolean {
	if (type !== 'application/json') return false;
	const odata = parameters.find((one) => one.startsWith('odata='))?.slice('odata='.length);
	return odata === undefined ? version < 3 : odata.replaceAll('"', '') === 'verbose';
}

/** The form of an error: as above, but an unknown type is not refused. */
export function errorFormat(accept: string | undefined, max: Version): Format {
	try {
		return selectFormat(accept, 'error', max);
	} catch {
		return 'atom';
	}
}
