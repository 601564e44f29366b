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
import { readNumberOption, withoutItems } from '../form/parameters';
import { readSecret } from './secret';

const SECONDS = 1_000;

const KILOBYTES = 1_024;

const REPLAY_WINDOW = { least: 10, most: 86_400, fallback: 300 };

const MOST_SIZE = { least: 1, most: 16_384, fallback: 1_024 };

/** Two calls at the same time see the same stored data, so what this process received is kept here as well. */
const receivedHere = new LeastRecentlyUsed<ReceivedCalls>(256);

/** Answers a call at once; the workflow runs behind it. What strangers and repeats send does not start it. */
export async function receiveCall(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = this.getRequestObject();
	// n8n has read the body of most kinds already; of the others the raw one is still to be had,
	// but for forms with files: those are as good as empty, so that strangers who send them are refused as others are.
	if (request.rawBody === undefined) await attempt(Promise.resolve(request.readRawBody?.()));
	const source = withoutItems(this);
	const windowMs =
		SECONDS * readNumberOption(source, 'options.replayWindow', 'Replay Window (Seconds)', 0, REPLAY_WINDOW);
	const mostBytes =
		KILOBYTES * readNumberOption(source, 'options.maxSize', 'Maximum Size (KB)', 0, MOST_SIZE);
	const secret = await readSecret(this);
	const proof: Proof =
		this.getNodeParameter('proof') === 'signature'
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
			: answer(this, 409, 'This call was received before, and is taken for a replay');
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
