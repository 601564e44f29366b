import type { Pieces } from './types';

/** What the package uses of Node's `Readable`, which n8n does not let verified packages import. */
export interface NodeStream extends Pieces {
	on(event: 'data', listener: (piece: Uint8Array) => void): this;
	on(event: 'end', listener: () => void): this;
	on(event: 'error', listener: (error: unknown) => void): this;
	/** The same parts, each passed through the function when it is read. */
	map(through: (piece: Uint8Array) => Uint8Array): NodeStream;
	destroy(): this;
}

/** Whether a body has yet to be read. */
export function isStream(body: unknown): body is NodeStream {
	if (typeof body !== 'object' || body === null) return false;
	return ['on', 'pipe', 'map', 'destroy'].every(
		(name) => typeof (body as Readonly<Record<string, unknown>>)[name] === 'function',
	);
}

/** Without a listener, the report that a stream was not read to its end would end the process. */
export function closeStream(stream: NodeStream): void {
	stream.on('error', () => {}).destroy();
}
