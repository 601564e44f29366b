import { createServer } from 'node:http';

/**
 * What a chat model sees: the tools that it may call, and what they returned so far, in order.
 *
 * @typedef {object} Turn
 * @property {ReadonlyArray<{ name: string, description: string, parameters: object }>} tools
 * @property {readonly string[]} results
 *
 * What it does then: it calls a tool, or says something, which ends the conversation.
 *
 * @typedef {{ call: string, with: Record<string, unknown> } | { say: string }} Move
 *
 * @typedef {(turn: Turn) => Move} Step
 */

/** Follows a script and speaks OpenAI's chat completions protocol, so that n8n's own agent can be run without a model. */
export class ScriptedChatModel {
	/** @type {readonly Step[]} */
	#script = [];
	/** @type {Turn[]} What the model saw at each step. */
	turns = [];
	#server = createServer((request, response) => {
		/** @type {Buffer[]} */
		const parts = [];
		request.on('data', (part) => parts.push(part));
		request.on('end', () => {
			const answer = this.#answer(JSON.parse(Buffer.concat(parts).toString() || '{}'));
			response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
		});
	});
	url = '';

	static async start() {
		const model = new ScriptedChatModel();
		await new Promise((resolve) => model.#server.listen(0, '127.0.0.1', () => resolve(undefined)));
		const address = model.#server.address();
		if (address === null || typeof address === 'string') throw new Error('The chat model has no port.');
		model.url = `http://127.0.0.1:${address.port}/v1`;
		return model;
	}

	stop() {
		this.#server.close();
		this.#server.closeAllConnections();
	}

	/** @param {readonly Step[]} script One step for each request of the agent. */
	play(script) {
		this.#script = script;
		this.turns = [];
	}

	/** @param {{ tools?: Array<{ function: Turn['tools'][number] }>, messages: Array<{ role: string, content: string }> }} request */
	#answer({ tools = [], messages }) {
		const turn = {
			tools: tools.map((tool) => tool.function),
			results: messages.filter(({ role }) => role === 'tool').map(({ content }) => content),
		};
		this.turns.push(turn);
		const step = this.#script[this.turns.length - 1];
		const move = step ? follow(step, turn) : { say: 'The script has no further step.' };
		const message =
			'say' in move
				? { role: 'assistant', content: move.say }
				: { role: 'assistant', content: null, tool_calls: [toolCall(move, this.turns.length)] };
		return {
			id: `answer-${this.turns.length}`,
			object: 'chat.completion',
			created: 0,
			model: 'scripted',
			choices: [{ index: 0, message, finish_reason: 'say' in move ? 'stop' : 'tool_calls' }],
			usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
		};
	}
}

/**
 * A step that fails ends the conversation; otherwise n8n would wait for an answer.
 *
 * @param {Step} step
 * @param {Turn} turn
 * @returns {Move}
 */
function follow(step, turn) {
	try {
		return step(turn);
	} catch (error) {
		return { say: `${String(error)}\nTools returned: ${turn.results.join('\n')}` };
	}
}

/**
 * @param {Extract<Move, { call: string }>} move
 * @param {number} number
 */
function toolCall(move, number) {
	return {
		id: `call-${number}`,
		type: 'function',
		function: { name: move.call, arguments: JSON.stringify(move.with) },
	};
}
