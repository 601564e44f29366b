import { Pool } from 'undici';

/**
 * @typedef {object} Part One request of a batch.
 * @property {'GET' | 'POST' | 'PATCH'} method
 * @property {string} url Relative to the OData root, encoded.
 * @property {unknown} [body]
 */

/** As many as the node has on the way at the same time. */
export const atOnce = 4;
/** Parts of a batch, and keys or values in a filter: what Creatio takes, and what the node sends. */
const partsInBatch = 100;
const valuesInFilter = 12;

/**
 * The least that a program can do to talk to Creatio: one sign-in, four connections, no checks but the status. What
 * the node takes beyond it is the price of the node and of n8n.
 */
export class BareClient {
	#pool;
	/** @type {Map<string, string>} */
	#cookies = new Map();

	/** @param {string} url Address of the site. */
	constructor(url) {
		this.#pool = new Pool(url, { connections: atOnce });
	}

	/**
	 * @param {{ username: string, password: string }} user
	 */
	async signIn({ username, password }) {
		await this.#send('POST', '/ServiceModel/AuthService.svc/Login', {
			UserName: username,
			UserPassword: password,
		});
	}

	/**
	 * @param {string} path Relative to the OData root, encoded.
	 * @returns {Promise<any>}
	 */
	async get(path) {
		return await this.#send('GET', `/0/odata/${path}`);
	}

	/**
	 * @param {readonly Part[]} parts At most 100.
	 * @returns {Promise<any[]>} The bodies of the answers, in order.
	 */
	async batch(parts) {
		const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
		const requests = parts.map((part, index) => ({ id: String(index), headers, ...part }));
		const { responses } = await this.#send('POST', '/0/odata/$batch', { requests });
		const bodies = new Array(parts.length);
		for (const { id, status, body } of responses) {
			if (status >= 400) throw new Error(`A part of a batch was refused: ${JSON.stringify(body)}`);
			bodies[Number(id)] = body;
		}
		return bodies;
	}

	/**
	 * @param {'SelectQuery' | 'BatchQuery'} query
	 * @param {unknown} body
	 * @returns {Promise<any>}
	 */
	async dataService(query, body) {
		const answer = await this.#send('POST', `/0/DataService/json/SyncReply/${query}`, body);
		if (answer.success !== true) throw new Error(`${query} was refused: ${JSON.stringify(answer)}`);
		return answer;
	}

	async close() {
		await this.#pool.close();
	}

	/**
	 * @param {'GET' | 'POST'} method
	 * @param {string} path
	 * @param {unknown} [json]
	 * @returns {Promise<any>}
	 */
	async #send(method, path, json) {
		const body = await this.request(method, path, {
			headers: json === undefined ? {} : { 'content-type': 'application/json', Prefer: 'continue-on-error' },
			body: json === undefined ? undefined : JSON.stringify(json),
		});
		return JSON.parse(await body.text());
	}

	/**
	 * @param {'GET' | 'POST' | 'DELETE'} method
	 * @param {string} path
	 * @param {{ headers: Readonly<Record<string, string>>, body?: string | Buffer }} how
	 */
	async request(method, path, how) {
		const { statusCode, headers, body } = await this.#pool.request({
			method,
			path,
			headers: {
				accept: 'application/json',
				ForceUseSession: 'true',
				BPMCSRF: this.#cookies.get('BPMCSRF') ?? '',
				cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
				...how.headers,
			},
			body: how.body,
		});
		for (const cookie of [headers['set-cookie'] ?? []].flat()) {
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
			if (value !== '') this.#cookies.set(name, value);
		}
		if (statusCode < 300) return body;
		throw new Error(`${method} ${path} was answered with ${statusCode}: ${await body.text()}`);
	}
}

/**
 * @template T
 * @param {readonly T[]} values
 * @param {number} size
 * @returns {T[][]}
 */
const piecesOf = (values, size) =>
	Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
		values.slice(index * size, (index + 1) * size),
	);

/**
 * Works on pieces of 100 values, four at a time.
 *
 * @template T, R
 * @param {readonly T[]} values
 * @param {(piece: T[]) => Promise<R[]>} work
 * @returns {Promise<R[]>} In the order of the values.
 */
export async function inBatches(values, work) {
	const pieces = piecesOf(values, partsInBatch);
	/** @type {R[][]} */
	const results = [];
	const next = pieces.entries();
	const worker = async () => {
		for (const [index, piece] of next) results[index] = await work(piece);
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
	return results.flat();
}

/**
 * Records whose column has one of the values: a dozen values in a filter, all filters in one batch.
 *
 * @param {BareClient} client
 * @param {string} column
 * @param {readonly string[]} literals As OData writes them.
 * @returns {Promise<any[]>}
 */
export async function findContacts(client, column, literals) {
	const parts = piecesOf(literals, valuesInFilter).map((some) => {
		const filter = some.map((literal) => `${column} eq ${literal}`).join(' or ');
		return /** @type {Part} */ ({
			method: 'GET',
			url: `Contact?$select=Id,${column}&$filter=${encodeURIComponent(filter)}`,
		});
	});
	const answers = await inBatches(parts, (piece) => client.batch(piece));
	return answers.flatMap(({ value }) => value);
}
