import type { Send } from '../../../nodes/shared/http/types';
import type { SendOptions } from '../../../nodes/shared/n8n/connect/helperSend';
import type { SendBench } from './bench';
import { describeAnswers } from './answers';
import { describeCompression } from './compression';
import { describeConnections } from './connections';
import { describeEnds } from './ends';
import { describeFailures } from './failures';
import type { LocalServer } from './localServers';
import { describeProxies } from './proxies';
import { describeRequests } from './requests';
import { describeStreams } from './streams';

/** In what senders may differ: docs/packages.md says it of the two packages. */
export interface Differences {
	/** Whether connections stay open between requests. */
	readonly keepsConnections: boolean;
	/** Headers that it adds to those of a request, in small letters, beside those that every request has. */
	readonly addedHeaders: readonly string[];
	/** Whether it reads an answer that was compressed more than once. */
	readonly readsSeveralEncodings: boolean;
	/** Whether it notices that a compressed answer was cut where the connection ended properly. */
	readonly noticesCutCompression: boolean;
	/** The protocol of a proxy whose address does not name it, such as `proxy:3128`, for a site over HTTPS. */
	readonly usualProxy: 'http' | 'https';
	/** Whether a proxy's refusal of the connection is distinguished from an answer of the site. */
	readonly tellsRefusingProxies: boolean;
}

/** What every implementation of `Send` must do, on real sockets. */
export function describeSendContract(
	name: string,
	createSend: (options: SendOptions) => Send,
	differences: Differences,
): void {
	describe(`Send over ${name}`, () => {
		const open: LocalServer[] = [];
		afterEach(async () => {
			await Promise.all(open.splice(0).map((server) => server.close()));
		});
		const senderWith: SendBench['senderWith'] = (options) =>
			createSend({ allowUnauthorizedCerts: false, ...options });
		const bench: SendBench = {
			senderWith,
			send: async (request) => await senderWith({})(request),
			opened: async (server) => {
				const ready = await server;
				open.push(ready);
				return ready;
			},
		};
		describe('requests', () => describeRequests(bench, differences));
		describe('answers', () => describeAnswers(bench));
		describe('compressed answers', () => describeCompression(bench, differences));
		describe('streamed bodies', () => describeStreams(bench));
		describe('failures', () => describeFailures(bench));
		describe('limits and cancelling', () => describeEnds(bench));
		describe('connections', () => describeConnections(bench, differences));
		describe('proxies', () => describeProxies(bench, differences));
	});
}
