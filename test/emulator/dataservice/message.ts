import type { Call } from '../context';
import { type Answer, json } from '../http';
import { readMessage } from './reader/body';
import type { Reader } from './reader/readers';
import { failureOf, Refusal, statusOf } from './refusals';

/** Reads the message in the body and answers it. What cannot be read is refused as with queries (contract 4.8). */
export function answerMessage<T>(
	{ context, request }: Call,
	type: string,
	read: Reader<T>,
	answer: (message: T) => Answer,
): Answer {
	try {
		return answer(readMessage(request, type, read));
	} catch (cause) {
		if (!(cause instanceof Refusal)) throw cause;
		return json(failureOf(cause), statusOf(cause, context.switches));
	}
}
