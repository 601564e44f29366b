import { STATUS_CODES } from 'node:http';

import type { Answer, WholeAnswer } from '../../http';
import { newGuid } from '../../model/ids';

/** The answer of one part. */
export interface PartAnswer {
	answer: WholeAnswer;
	/** The caller's name of the part, which comes back among the headers of its answer. */
	contentId?: string;
}

/** Answers in their order; those of a change set in a list of their own. */
export type BatchAnswers = Array<PartAnswer | PartAnswer[]>;

/** 202, in which each part has its own status (contract 3.7). */
export function writeBatch(answers: BatchAnswers): Answer {
	const boundary = `batchresponse_${newGuid()}`;
	const body = enclose(
		answers.map((one) => (Array.isArray(one) ? changeSet(one) : part(one))),
		boundary,
	);
	return {
		status: 202,
		headers: [
			['Cache-Control', 'no-cache'],
			['DataServiceVersion', '1.0;'],
			['Content-Type', `multipart/mixed; boundary=${boundary}`],
		],
		body: Buffer.concat(body),
	};
}

function changeSet(answers: readonly PartAnswer[]): Buffer[] {
	const boundary = `changesetresponse_${newGuid()}`;
	const head = Buffer.from(`Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n`);
	return [head, ...enclose(answers.map(part), boundary)];
}

function enclose(parts: ReadonlyArray<readonly Buffer[]>, boundary: string): Buffer[] {
	return [
		...parts.flatMap((one) => [Buffer.from(`--${boundary}\r\n`), ...one]),
		Buffer.from(`--${boundary}--\r\n`),
	];
}

function part({ answer, contentId }: PartAnswer): Buffer[] {
	const { status, headers, body } = answer;
	const head = [
		'Content-Type: application/http',
		'Content-Transfer-Encoding: binary',
		'',
		`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
		...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
		...headers.map(([name, value]) => `${name}: ${value}`),
		'',
		'',
	].join('\r\n');
	return [Buffer.from(head), Buffer.from(body), Buffer.from('\r\n')];
}
