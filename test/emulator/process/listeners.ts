import { createHmac, randomUUID } from 'node:crypto';

import type { Run } from './run';
import type { ProcessSchema } from './schema';

/** System setting with the address that processes of this file call; they do nothing while it is empty. */
export const ADDRESS_SETTING = 'UsrN8nAddress';

/** The body of the recipe in the README, section "The node Creatio Webhook". */
function bodyOf(run: Run): string {
	const id = run.text('Record');
	return JSON.stringify({
		callId: randomUUID(),
		event: run.text('Kind'),
		object: 'Contact',
		recordId: id,
		name: run.column('Contact', id, 'Name'),
	});
}

/** What a process sends by the recipe: the secret, or a signature made with it. */
function proofOf(run: Run, body: string): Record<string, string> {
	const secret = run.setting('UsrN8nSecret');
	if (run.setting('UsrN8nProof') !== 'signature') return { 'X-Creatio-Secret': secret };
	const time = String(Math.floor(Date.now() / 1_000));
	const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
	return { 'X-Creatio-Timestamp': time, 'X-Creatio-Signature': `sha256=${signature}` };
}

/** Processes that a signal starts. */
export const LISTENERS: readonly ProcessSchema[] = [
	{
		code: 'UsrOnContactSaved',
		caption: 'When a contact is saved',
		noStartEvent: true,
		signal: {
			object: 'Contact',
			kinds: ['created', 'updated'],
			recordParameter: 'Record',
			kindParameter: 'Kind',
		},
		parameters: [
			{ name: 'Record', caption: 'Saved contact', type: 'Guid', direction: 'input' },
			{ name: 'Kind', caption: 'What happened', type: 'ShortText', direction: 'input' },
		],
		steps: [
			{
				kind: 'script',
				caption: 'Call n8n',
				run: (run) => {
					const body = bodyOf(run);
					const headers = { 'content-type': 'application/json', ...proofOf(run, body) };
					run.call(run.setting(ADDRESS_SETTING), headers, body);
				},
			},
		],
	},
];
