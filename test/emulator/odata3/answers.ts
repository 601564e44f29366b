import type { Answer } from '../http';
import type { ServiceCall } from './call';
import type { Format } from './accept';
import type { ServiceError } from './errors';
import { METADATA } from './atom';
import { xmlText } from './xml';

const JSON_TYPE = 'application/json;odata=verbose;charset=utf-8';

const XML_TYPES = {
	feed: 'application/atom+xml;type=feed;charset=utf-8',
	entry: 'application/atom+xml;type=entry;charset=utf-8',
	xml: 'application/xml;charset=utf-8',
} as const;

export function contentType(format: Format, kind: keyof typeof XML_TYPES): string {
	return format === 'json' ? JSON_TYPE : XML_TYPES[kind];
}

/** An answer with a body. */
export function written(
	{ versions }: Pick<ServiceCall, 'versions'>,
	type: string,
	body: Answer['body'],
	status = 200,
	headers: Answer['headers'] = [],
): Answer {
	return { status, headers: [...common(versions.response), ['Content-Type', type], ...headers], body };
}

/** 204. */
export function noContent({ versions }: Pick<ServiceCall, 'versions'>): Answer {
	return { status: 204, headers: common(versions.response), body: '' };
}

function common(version: number): Answer['headers'] {
	return [
		['Cache-Control', 'no-cache'],
		['DataServiceVersion', `${version}.0;`],
	];
}

/** A refusal in JSON or XML (contract 3.6). */
export function errorAnswer(error: ServiceError, format: Format, language: string): Answer {
	const headers: Answer['headers'] = [
		['DataServiceVersion', '1.0;'],
		['Content-Type', contentType(format, 'xml')],
		...(error.allow === undefined ? [] : [['Allow', error.allow] satisfies [string, string]]),
	];
	const body = format === 'json' ? errorJson(error, language) : errorXml(error, language);
	return { status: error.status, headers, body };
}

function errorJson(error: ServiceError, language: string): string {
	return JSON.stringify({
		error: {
			code: '',
			message: { lang: language, value: error.message },
			...innerJson(error, 'innererror', 0),
		},
	});
}

function innerJson(error: ServiceError, member: string, index: number): object {
	const one = error.inner[index];
	if (!one) return {};
	const { message, type } = one;
	return { [member]: { message, type, stacktrace: '', ...innerJson(error, 'internalexception', index + 1) } };
}

function errorXml(error: ServiceError, language: string): string {
	return [
		'<?xml version="1.0" encoding="utf-8"?>',
		`<m:error xmlns:m="${METADATA}"><m:code /><m:message xml:lang="${language}">${xmlText(error.message)}</m:message>`,
		innerXml(error, 'm:innererror', 0),
		'</m:error>',
	].join('');
}

function innerXml(error: ServiceError, name: string, index: number): string {
	const one = error.inner[index];
	if (!one) return '';
	const { message, type } = one;
	return `<${name}><m:message>${xmlText(message)}</m:message><m:type>${xmlText(type)}</m:type><m:stacktrace></m:stacktrace>${innerXml(error, 'm:internalexception', index + 1)}</${name}>`;
}
