import { type Answer, empty, header } from '../../http';
import { UnreadableBody } from '../body/unreadable';
import type { ODataCall } from '../answers';
import { byQuality } from '../format';
import { groupParts } from './checkParts';
import { readJsonBatch, writeJsonBatch } from './jsonBatch';
import { boundaryOf } from './mime';
import { readMultipartBatch, writeMultipartBatch } from './multipartBatch';
import { MalformedBatch, type Part } from './part';
import { runParts } from './runParts';

type Format = 'json' | 'multipart';

type BatchType = { format: 'json' } | { format: 'multipart'; boundary: string };

/** Answers `{root}/$batch` in both formats of contract 2.14. Everything is read before anything runs. */
export function handleBatch(call: ODataCall): Answer {
	const { context, request } = call;
	if (!context.switches.batch) return empty(404);
	if (request.bodyTooLarge === true) return context.host.unhandled();
	const type = typeOf(call);
	if ('refused' in type) return context.host.odata.wrongBatchType(type.refused);
	const units = readUnits(call, type);
	if (units === undefined) return context.host.unhandled();
	context.stats.batches += 1;
	context.stats.batchParts += units.flat().length;
	const prefer = header(request, 'prefer') ?? '';
	const goOn = prefer.includes('continue-on-error') && !prefer.includes('continue-on-error=false');
	const answers = runParts(call, units, goOn);
	const format = wantedFormat(header(request, 'accept') ?? '') ?? type.format;
	return format === 'json' ? writeJsonBatch(answers) : writeMultipartBatch(answers);
}

/** `undefined` where the library cannot read the batch. */
function readUnits(call: ODataCall, type: BatchType): Part[][] | undefined {
	const text = call.request.body.toString('utf8');
	try {
		const parts = type.format === 'json' ? readJsonBatch(text) : readMultipartBatch(text, type.boundary);
		return groupParts(parts, call.root);
	} catch (cause) {
		if (cause instanceof MalformedBatch || cause instanceof UnreadableBody) return undefined;
		throw cause;
	}
}

/** Only the media type counts, whatever its parameters. A request without a body has none. */
function typeOf({ context, request }: ODataCall): BatchType | { refused: string } {
	const type = request.body.length === 0 ? '' : (header(request, 'content-type') ?? '');
	const mediaType = type.split(';')[0]?.trim().toLowerCase();
	if (type === '') return { refused: 'The batch request must have a "Content-Type" header.' };
	if (mediaType === 'application/json' && context.switches.batchJson) return { format: 'json' };
	if (mediaType !== 'multipart/mixed') {
		const known = context.switches.batchJson
			? "'multipart/mixed' or 'application/json'"
			: "'multipart/mixed'";
		return { refused: `The batch request must have ${known} as the media type.` };
	}
	const boundary = boundaryOf(type);
	return boundary === undefined
		? { refused: 'The batch request must have a boundary specification in the "Content-Type" header.' }
		: { format: 'multipart', boundary };
}

/** The first of the two formats by quality, if the caller names one. */
function wantedFormat(accept: string): Format | undefined {
	for (const one of byQuality(accept)) {
		if (/^multipart\/mixed\b/i.test(one)) return 'multipart';
		if (/^application\/json\b/i.test(one)) return 'json';
	}
	return undefined;
}
