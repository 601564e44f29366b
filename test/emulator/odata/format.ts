import type { Host } from '../hosts/host';

/** How an answer is spelled (contract 2.15). */
export interface Format {
	metadata: 'minimal' | 'none' | 'full';
	decimalsAsText: boolean;
	contentType: string;
}

/** What `Accept` or `$format` asks for. Media types other than JSON are answered in JSON all the same. */
export function formatOf(host: Host, accept = '', format = ''): Format {
	const chosen = /^\s*(json|application\/json)\s*(;|$)/i.test(format);
	const wanted = chosen ? format : bestJson(accept);
	const metadata = parameterOf(wanted, 'odata.metadata');
	const decimalsAsText = parameterOf(wanted, 'IEEE754Compatible') === 'true';
	const known = metadata === 'none' || metadata === 'full' ? metadata : 'minimal';
	return { metadata: known, decimalsAsText, contentType: contentType(host, wanted, known, chosen) };
}

function contentType(host: Host, wanted: string, metadata: Format['metadata'], fromOption: boolean): string {
	const parameters = host.odata.json.split('; ').slice(1);
	const streaming = parameterOf(wanted, 'odata.streaming');
	const kept = parameters
		.filter((one) => !(fromOption && one.startsWith('odata.streaming')))
		.map((one) => (one.startsWith('odata.metadata') ? `odata.metadata=${metadata}` : one))
		.map((one) =>
			one.startsWith('odata.streaming') && streaming === 'false' ? 'odata.streaming=false' : one,
		);
	if (parameterOf(wanted, 'IEEE754Compatible') === 'true') kept.push('IEEE754Compatible=true');
	return ['application/json', ...kept].join('; ');
}

/** Whether JSON is the first of the media types that `Accept` names. */
export function prefersJson(accept = '', format = ''): boolean {
	if (format !== '') return /json/i.test(format);
	const [first] = byQuality(accept).filter((one) => /json|xml/i.test(one));
	return first !== undefined && /^application\/json\b/i.test(first);
}

function bestJson(accept: string): string {
	return byQuality(accept).find((one) => /^application\/json\b/i.test(one)) ?? '';
}

/** The media types of `Accept`, the best first. */
export function byQuality(accept: string): string[] {
	return accept
		.split(',')
		.map((one) => one.trim())
		.map((one) => ({ one, quality: Number(parameterOf(one, 'q') ?? 1) }))
		.sort((a, b) => b.quality - a.quality)
		.map(({ one }) => one);
}

function parameterOf(mediaType: string, name: string): string | undefined {
	for (const part of mediaType.split(';').slice(1)) {
		const [key = '', value = ''] = part.split('=').map((one) => one.trim());
		if (key.toLowerCase() === name.toLowerCase()) return value.replaceAll('"', '').toLowerCase();
	}
	return undefined;
}
