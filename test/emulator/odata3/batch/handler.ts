import { type Answer, header, parseTarget, toWhole } from '../../http';
import { errorFormat } from '../accept';
import { errorAnswer } from '../answers';
import type { CreatedRecord, ServiceCall } from '../call';
import { asServiceError, badRequest, ServiceError, unreadable } from '../errors';
import { answerRequest } from '../request';
import { boundaryOf, type Operation, readBatch } from './reader';
import { type BatchAnswers, type PartAnswer, writeBatch } from './writer';

/** `$batch`: 202 with the answers of its parts, a change set in one transaction (contract 3.7). */
export function handleBatch(call: ServiceCall): Answer {
	if (call.method !== 'POST')
		throw new ServiceError(405, 'The batch resource only supports the POST method.', undefined, 'POST');
	const boundary = boundaryOf(header(call.request, 'content-type') ?? '');
	if (boundary === undefined)
		throw unreadable('The Content-Type of a batch must be multipart/mixed with a boundary.');
	const runner = new Runner(call);
	call.context.stats.batches += 1;
	try {
		for (const event of readBatch(call.request.body, boundary)) {
			if (event.kind === 'operation') runner.operation(event.operation);
			else if (event.kind === 'changeSetStart') runner.startChangeSet();
			else runner.endChangeSet();
		}
	} catch (cause) {
		const error = asServiceError(cause);
		if (error === undefined) throw cause;
		runner.breakOff(error);
	}
	return writeBatch(runner.answers);
}

interface ReadOperation {
	operation: Operation;
	contentId?: string;
}

class Rollback extends Error {}

class Runner {
	readonly answers: BatchAnswers = [];
	/** Content ids of the whole batch, each of which comes once. */
	private readonly contentIds = new Set<number>();
	private open: ReadOperation[] | undefined;
	private refused: PartAnswer | undefined;

	constructor(private readonly call: ServiceCall) {}

	startChangeSet(): void {
		this.open = [];
		this.refused = undefined;
	}

	operation(operation: Operation): void {
		this.call.context.stats.batchParts += 1;
		try {
			const read = { operation, contentId: this.contentIdOf(operation) };
			if (this.open) this.open.push(read);
			else this.answers.push(this.runOrRefuse(read, this.call.journal, new Map()));
		} catch (cause) {
			const error = asServiceError(cause);
			if (error === undefined) throw cause;
			const refused = this.refusal(error, operation);
			if (this.open) this.refused ??= refused;
			else this.answers.push(refused);
		}
	}

	/** All or nothing; of a change set that fails only the failure is answered. */
	endChangeSet(): void {
		const operations = this.open ?? [];
		this.open = undefined;
		if (this.refused) {
			this.answers.push([this.refused]);
			return;
		}
		const journal: ServiceCall['journal'] = [];
		const done: PartAnswer[] = [];
		try {
			this.call.context.store.db.transaction(() => {
				const references = new Map<string, CreatedRecord>();
				for (const read of operations) {
					const answered = this.runOrRefuse(read, journal, references);
					done.push(answered);
					if (answered.answer.status >= 400) throw new Rollback();
				}
			});
		} catch (cause) {
			if (!(cause instanceof Rollback)) throw cause;
			this.answers.push([this.blamed(done.at(-1), operations)]);
			return;
		}
		this.call.journal.push(...journal);
		this.answers.push(done);
	}

	/** Nothing behind a malformed part can be read. An open change set is not carried out. */
	breakOff(error: ServiceError): void {
		const refused = this.refusal(error);
		this.answers.push(this.open ? [refused] : refused);
		this.open = undefined;
	}

	/** What the entity layer refuses is found when the change set is saved, and so is reported for the last part. */
	private blamed(failure: PartAnswer | undefined, operations: readonly ReadOperation[]): PartAnswer {
		if (!failure) return this.refusal(badRequest('The change set failed.'));
		return failure.answer.status < 500 ? failure : { ...failure, contentId: operations.at(-1)?.contentId };
	}

	private contentIdOf({ headers }: Operation): string | undefined {
		const text = headers['content-id'];
		if (text === undefined || text === '') return undefined;
		const value = /^\s*[+-]?\d{1,10}\s*$/.test(text) ? Number(text) : Number.NaN;
		if (Number.isNaN(value)) {
			throw badRequest(
				`The 'Content-ID' header value '${text}' is not valid; the header value must be an integer.`,
			);
		}
		if (this.contentIds.has(value)) {
			throw badRequest(
				`The 'Content-ID' header value '${value}' in the batch request is not unique. Content-ID values must be unique in a batch.`,
			);
		}
		this.contentIds.add(value);
		return text;
	}

	private runOrRefuse(
		read: ReadOperation,
		journal: ServiceCall['journal'],
		references: Map<string, CreatedRecord>,
	): PartAnswer {
		try {
			return this.run(read, journal, references);
		} catch (cause) {
			const error = asServiceError(cause);
			if (error === undefined) throw cause;
			return this.refusal(error, read.operation);
		}
	}

	private run(
		{ operation, contentId }: ReadOperation,
		journal: ServiceCall['journal'],
		references: Map<string, CreatedRecord>,
	): PartAnswer {
		const { request, versions } = this.call;
		const target = this.targetOf(operation.url);
		const url = `${target.pathname}${target.search}`;
		const { segments, query } = parseTarget(`/${url.slice(this.rootPath.length + 1)}`);
		const part = {
			...request,
			method: operation.method,
			url,
			path: `/${segments.join('/')}`,
			segments,
			query,
			headers: { maxdataserviceversion: `${versions.max}.0`, ...operation.headers },
			body: operation.body,
		};
		const before = journal.length;
		const answer = toWhole(answerRequest({ ...this.call, request: part, journal, references }, segments));
		const created = journal[before];
		if (contentId !== undefined && operation.method === 'POST' && created) references.set(contentId, created);
		return { answer, contentId };
	}

	private get rootPath(): string {
		return new URL(this.call.root).pathname;
	}

	/**
	 * Addresses are those of the service, whatever host they name. To a request of the third version a slash in front is the
	 * root of the host; to an earlier one it is that of the service (contract 3.7).
	 */
	private targetOf(url: string): URL {
		const { root, versions } = this.call;
		const isAbsolute = /^[a-z][a-z\d+.-]*:/i.test(url);
		const whole = isAbsolute || versions.request === 3 ? url : `${root}/${url.replace(/^\//, '')}`;
		const target = URL.parse(whole, `${root}/`);
		if (!target) throw badRequest(`The URI '${url}' is not valid.`);
		const path = target.pathname.toLowerCase();
		const base = this.rootPath.toLowerCase();
		if (path !== base && !path.startsWith(`${base}/`)) {
			throw badRequest(`The URI '${target.href}' is not valid since it is not based on '${root}/'.`);
		}
		return target;
	}

	private refusal(error: ServiceError, operation?: Operation): PartAnswer {
		const { context, versions } = this.call;
		const { odata3Format, odata3Culture } = context.switches;
		const format =
			odata3Format === 'atomAlways' ? 'atom' : errorFormat(operation?.headers.accept, versions.max);
		const contentId = operation?.headers['content-id'];
		return { answer: toWhole(errorAnswer(error, format, odata3Culture)), contentId };
	}
}
