import { sampleLines } from '../testSupport';

/** A request and what Microsoft's library answered; `test/fixtures/wire-samples/library/README.md` explains the members. */
export interface Recorded {
	name: string;
	decidedBy: 'library' | 'model' | 'host' | 'version';
	request: { method: string; path: string; headers: Record<string, string>; body?: string };
	response: { status: number; headers: Record<string, string>; body: string; reading?: string };
}

/** What .NET hosts with the library of version 7.8.1 answered. */
export const RECORDED: readonly Recorded[] = sampleLines<Recorded>('library/aspnetcore-odata-7.8.1.jsonl');

/** Puts the letters in that a recorded text leaves out, as in `<8900 x>`. */
export function expandLetters(text: string): string {
	return text.replace(/<(\d+) (\w)>/g, (_, count: string, letter: string) => letter.repeat(Number(count)));
}

/** The body that was sent. Of one that is left out only the length is known. */
export function bodyOf({ request }: Recorded): string | undefined {
	const length = /^<(\d+) characters>$/.exec(request.body ?? '')?.[1];
	if (length === undefined) return request.body === undefined ? undefined : expandLetters(request.body);
	const [head, tail] = request.path.endsWith('$batch')
		? ['{"requests":[{"id":"0","method":"POST","url":"Contact","headers":{},"body":{"Name":"', '"}}]}']
		: ['{"Name":"', '"}'];
	return head + 'x'.repeat(Number(length) - head.length - tail.length) + tail;
}
