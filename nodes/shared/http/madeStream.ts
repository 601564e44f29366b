import { attempt } from '../basics/attempt';
import type { Pieces } from './types';

type Listener = (argument?: unknown) => void;

/**
 * Pieces that are made while they are read, as n8n takes them: it iterates over what it writes into a folder, and listens to the events of
 * what it keeps elsewhere.
 */
export interface MadeStream extends Pieces {
	on(event: string, listener: Listener): this;
	once(event: string, listener: Listener): this;
	off(event: string, listener: Listener): this;
	destroy(): this;
	/** Throws the failure of the pieces, if there was one: what reads a stream may take it for a failure to keep it. */
	rethrow(): void;
}

export function madeStream(pieces: Pieces): MadeStream {
	let failed: { readonly error: unknown } | undefined;
	const inner = pieces[Symbol.asyncIterator]();
	const noted = async function* (): AsyncGenerator<Uint8Array> {
		try {
			for (;;) {
				const next = await attempt(inner.next());
				if (!next.done) {
					failed = next;
					throw next.error;
				}
				if (next.value.done) return;
				yield next.value.value;
			}
		} finally {
			await inner.return?.();
		}
	};
	const source = noted();
	const listeners = new Map<string, Set<Listener>>();
	let isRead = false;
	const emit = (event: string, argument?: unknown) => {
		for (const listener of listeners.get(event) ?? []) listener(argument);
	};
	const read = async () => {
		try {
			for await (const piece of source) emit('data', piece);
			emit('end');
			emit('close');
		} catch (error) {
			emit('error', error);
		}
	};
	const stream: MadeStream = {
		on(event, listener) {
			const all = listeners.get(event) ?? new Set();
			listeners.set(event, all.add(listener));
			if (event === 'data' && !isRead) {
				isRead = true;
				// After the other listeners were added.
				void Promise.resolve().then(read);
			}
			return stream;
		},
		once(event, listener) {
			const once: Listener = (argument) => {
				stream.off(event, once);
				listener(argument);
			};
			return stream.on(event, once);
		},
		off(event, listener) {
			listeners.get(event)?.delete(listener);
			return stream;
		},
		destroy() {
			void source.return(undefined).catch(() => {});
			return stream;
		},
		rethrow() {
			if (failed) throw failed.error;
		},
		[Symbol.asyncIterator]: () => source,
	};
	return stream;
}
