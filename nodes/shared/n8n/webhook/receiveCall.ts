import type { IDataObject, INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { attempt } from '../../basics/attempt';
import { isMembers } from '../../basics/json';
import { Limiter } from '../../basics/limiter';
import { LeastRecentlyUsed } from '../../basics/lru';
import { within } from '../../basics/timer';
import { judgeCall, type Proof, rememberedMs } from '../../creatio/webhookCall';
import { option, withoutItems } from '../form/field';
import { numberField } from '../form/fieldKinds';
import { CallMemory, type NewCall, type StoredCalls } from './callMemory';
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

/** The number of nodes whose calls this process remembers. */
const MOST_NODES = 256;

/** How long a call waits for the answer to the one before it, milliseconds: until n8n has stored what the node remembers. */
const LONGEST_TURN_MS = 10_000;

/** What this process knows about one node with a webhook. */
interface Receiver {
	readonly memory: CallMemory;
	/** Lets one call at a time start a run. */
	readonly turns: Limiter;
}

const receivers = new LeastRecentlyUsed<Receiver>(MOST_NODES);

const ACCEPTED = { status: 'accepted' };

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
	const verdict = judgeCall(call, proof, mostBytes);
	if (verdict.kind === 'refused') return answer(this, verdict.status, verdict.message);
	const { identity, content } = verdict;
	const workflowData = [content.map((json) => ({ json: json as IDataObject }))];
	if (!identity) return { webhookResponse: ACCEPTED, workflowData };
	const { memory, turns } = receiverOf(this);
	const key = `${identity.by} ${identity.value}`;
	const newCall = memory.receive(key, call.now, rememberedMs(proof, windowMs), storedIn(this));
	if (newCall) return await accept(this, turns, newCall, workflowData);
	return identity.by === 'callId'
		? answer(this, 200, 'This call was received before')
		: answer(this, 409, 'This call was received before and counts as a replay');
}

function answer(n8n: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	const outcome = status === 200 ? 'accepted' : 'refused';
	n8n.getResponseObject().status(status).json({ status: outcome, message });
	return { noWebhookResponse: true };
}

function receiverOf(n8n: IWebhookFunctions): Receiver {
	const place = `${n8n.getWorkflow().id} ${n8n.getNode().id} ${n8n.getMode()}`;
	return receivers.of(place, () => ({ memory: new CallMemory(), turns: new Limiter(1) }));
}

function storedIn(n8n: IWebhookFunctions): unknown {
	const data: unknown = n8n.getWorkflowStaticData('node');
	return isMembers(data) ? data.received : undefined;
}

function store(n8n: IWebhookFunctions, received: StoredCalls): void {
	const data: unknown = n8n.getWorkflowStaticData('node');
	if (isMembers(data)) Object.assign(data, { received });
}

/**
 * Starts the run with an answer that stores the call when n8n reads it. n8n 2.41 starts the run, reads the answer, saves the
 * static data, and sends the answer. Stored earlier, the call would not be saved: the run takes over the static data and
 * clears the mark that they have changed. A run that does not start is answered with 500, and the call may come again.
 *
 * Calls of one node take turns, since n8n saves at the same time in any order: what an earlier call stores, without the
 * later ones, might be saved last.
 */
async function accept(
	n8n: IWebhookFunctions,
	turns: Limiter,
	call: NewCall,
	workflowData: INodeExecutionData[][],
): Promise<IWebhookResponseData> {
	const response = n8n.getResponseObject();
	const answered = new Promise<void>((resolve) => {
		response.once('finish', () => {
			if (response.statusCode >= 400) call.failed();
			resolve();
		});
		// A caller that has hung up gets no answer.
		if (response.closed) resolve();
		else response.once('close', resolve);
	});
	await new Promise<void>((begin) => {
		void turns.run(async () => {
			begin();
			await within(answered, LONGEST_TURN_MS, () => undefined);
		});
	});
	return {
		get webhookResponse() {
			store(n8n, call.started());
			return ACCEPTED;
		},
		workflowData,
	};
}
