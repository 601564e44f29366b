import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { attempt } from '../../basics/attempt';
import { LeastRecentlyUsed } from '../../basics/lru';
import {
	type CallIdentity,
	judgeCall,
	MOST_KEPT,
	type Proof,
	receive,
	type ReceivedCalls,
	rememberedMs,
} from '../../creatio/webhookCall';
import { numberField, option, withoutItems } from '../form/field';
import { proofField, readSecret } from './secret';

const SECONDS = 1_000;

const KILOBYTES = 1_024;

const maxSize = option(
	numberField({
		name: 'maxSize',
		label: 'Maximum Size (KB)',
		least: 1,
		most: 16_384,
		default: 1_024,
		description: 'Calls with a larger body are rejected',
	}),
);

const replayWindow = option(
	numberField({
		name: 'replayWindow',
		label: 'Replay Window (Seconds)',
		least: 10,
		most: 86_400,
		default: 300,
		description:
			'How far the timestamp of a signed call may differ from the current time, and how long calls are remembered so that a repeated one does not start the workflow again',
	}),
);

export const callOptions = [maxSize, replayWindow];

/** Two calls at the same time read the same stored data, so the calls that this process received are kept here as well. */
const receivedHere = new LeastRecentlyUsed<ReceivedCalls>(256);

/** Answers a call at once; the workflow runs afterwards. Unauthenticated and repeated calls do not start it. */
export async function receiveCall(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = this.getRequestObject();
	// n8n has already read the body for most content types; for the others the raw body can be read,
	// except for forms with files: they count as empty, so that unauthenticated calls with them are refused like others.
	if (request.rawBody === undefined) await attempt(Promise.resolve(request.readRawBody?.()));
	const source = withoutItems(this);
	const windowMs = SECONDS * replayWindow.read(source, 0);
	const mostBytes = KILOBYTES * maxSize.read(source, 0);
	const secret = await readSecret(this);
	const proof: Proof =
		proofField.read(source, 0) === 'signature'
			? { kind: 'signature', secret, windowMs }
			: { kind: 'secret', secret };
	const headers = Object.fromEntries(
		Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
	);
	const call = { headers, body: request.rawBody ?? Buffer.alloc(0), now: new Date() };
	const keptMs = rememberedMs(proof, windowMs);
	const verdict = judgeCall(call, proof, mostBytes);
	if (verdict.kind === 'refused') return answer(this, verdict.status, verdict.message);
	const { identity, content } = verdict;
	if (identity && isRepeated(this, identity, call.now, keptMs)) {
		return identity.by === 'callId'
			? answer(this, 200, 'This call was received before')
			: answer(this, 409, 'This call was received before and counts as a replay');
	}
	return {
		webhookResponse: { status: 'accepted' },
		workflowData: [content.map((json) => ({ json: json as IDataObject }))],
	};
}

function answer(n8n: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	const outcome = status === 200 ? 'accepted' : 'refused';
	n8n.getResponseObject().status(status).json({ status: outcome, message });
	return { noWebhookResponse: true };
}

function isRepeated(n8n: IWebhookFunctions, identity: CallIdentity, now: Date, keptMs: number): boolean {
	const data: { received?: ReceivedCalls } = n8n.getWorkflowStaticData('node');
	const place = `${n8n.getWorkflow().id} ${n8n.getNode().id} ${n8n.getMode()}`;
	const value = `${identity.by} ${identity.value}`;
	const here = receive(receivedHere.get(place) ?? [], value, now, keptMs, MOST_KEPT);
	const stored = receive(data.received ?? [], value, now, keptMs);
	if (!here || !stored) return true;
	receivedHere.set(place, here);
	data.received = stored;
	return false;
}
