import type { IncomingHttpHeaders } from 'node:http';

import { parseTarget, toWhole, type WholeAnswer } from '../../http';
import { newGuid } from '../../model/ids';
import { type ODataCall, noResource } from '../answers';
import { handleOData } from '../handler';
import type { JournalEntry } from '../write';
import type { Part, PartAnswer } from './part';

/** Carries out the parts in order; without `goOn` until the first that fails (contract 2.14). */
export function runParts(call: ODataCall, units: readonly Part[][], goOn: boolean): PartAnswer[] {
	const answers: PartAnswer[] = [];
	const addresses = new Map<string, string>();
	for (const unit of units) {
		const done =
			unit[0]?.group === undefined ? runAlone(call, unit, addresses) : runGroup(call, unit, addresses);
		answers.push(...done);
		if (!goOn && done.some(failed)) break;
	}
	return answers;
}

function failed({ answer }: PartAnswer): boolean {
	return answer.status < 200 || answer.status > 299;
}

/** Addresses of the records that were created, by the id of the part. */
type Addresses = Map<string, string>;

function runAlone(call: ODataCall, unit: readonly Part[], addresses: Addresses): PartAnswer[] {
	return unit.map((part) => ({ part, answer: runPart(call, part, addresses, call.journal) }));
}

class GroupFailed extends Error {
	constructor(readonly failure: PartAnswer) {
		super('rolled back');
	}
}

/** One transaction. When a part fails, only its answer is given. */
function runGroup(call: ODataCall, unit: readonly Part[], addresses: Addresses): PartAnswer[] {
	const group = newGuid();
	const journal: JournalEntry[] = [];
	try {
		const answers = call.context.store.db.transaction(() =>
			unit.map((part) => {
				const answered = { part, group, answer: runPart(call, part, addresses, journal) };
				if (failed(answered)) throw new GroupFailed(answered);
				return answered;
			}),
		);
		call.journal.push(...journal);
		return answers;
	} catch (cause) {
		if (cause instanceof GroupFailed) return [cause.failure];
		throw cause;
	}
}

function runPart(call: ODataCall, part: Part, addresses: Addresses, journal: JournalEntry[]): WholeAnswer {
	const target = targetOf(part.url, call, addresses);
	const url = target === undefined ? part.url : `${target.pathname}${target.search}`;
	const below = target && belowRoot(target.pathname, call);
	const { segments, query } = parseTarget(`/${below ?? ''}${target?.search ?? ''}`);
	const request = {
		...call.request,
		method: part.method,
		url,
		segments,
		path: `/${segments.join('/')}`,
		query,
		headers: headersOf(part, call),
		body: part.body,
	};
	const partCall = { ...call, request, journal, isPart: true };
	const answer =
		below === undefined
			? noResource(partCall, 'No route data was found for this request.')
			: handleOData(partCall, segments);
	const address = answer.headers.find(([name]) => name === 'Location')?.[1];
	if (part.id !== null && address !== undefined) addresses.set(part.id, address);
	return toWhole(answer);
}

/** Addresses are relative to the root; a slash in front means the host. `$0` is what part 0 created. */
function targetOf(url: string, { root }: ODataCall, addresses: Addresses): URL | undefined {
	const whole = url.replace(/^\/?\$([^/?]+)/, (reference, id: string) => addresses.get(id) ?? reference);
	return URL.parse(whole, `${root}/`) ?? undefined;
}

/** What follows the root in an address, by whichever of its names (contract 0.3). */
function belowRoot(path: string, { root, context }: ODataCall): string | undefined {
	const named = new URL(root).pathname;
	const other = named.replace(/(?:\/0)?\/odata$/i, (end) =>
		end.startsWith('/0') ? end.slice(2) : `/0${end}`,
	);
	const isNet = context.options.hosting === 'net';
	const roots = isNet && context.switches.netAcceptsZero ? [named, other] : [named];
	const found = roots.find((one) => path.toLowerCase().startsWith(`${one.toLowerCase()}/`));
	return found === undefined ? undefined : path.slice(found.length + 1);
}

/** The headers of a part: its own, on some hosts those of the batch as well (contract 2.14). */
function headersOf({ headers }: Part, { context, request }: ODataCall): IncomingHttpHeaders {
	// A body in JSON needs no content type.
	const own = { 'content-type': 'application/json', ...headers };
	if (!context.host.odata.partsInheritHeaders) return own;
	const { 'content-type': _type, 'content-length': _length, prefer: _prefer, ...inherited } = request.headers;
	const prefer = mergePreferences(headers.prefer, String(request.headers.prefer ?? ''));
	return { ...inherited, ...own, ...(prefer !== '' && { prefer }) };
}

/** Those of the batch itself are not inherited, nor is what the part states otherwise. */
function mergePreferences(own = '', outer: string): string {
	const split = (text: string) =>
		text
			.split(',')
			.map((one) => one.trim())
			.filter((one) => one !== '');
	const nameOf = (preference: string) => preference.split('=')[0]?.trim().toLowerCase() ?? '';
	const stated = new Set(split(own).map(nameOf));
	const inherited = split(outer).filter(
		(one) =>
			!/^(?:respond-async|(?:odata\.)?continue-on-error)$/.test(nameOf(one)) && !stated.has(nameOf(one)),
	);
	return [...split(own), ...inherited].join(',');
}
