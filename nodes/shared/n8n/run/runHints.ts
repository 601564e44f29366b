import type { Meter } from '../../connection/serviceCall';
import type { CreatioClient } from '../../creatio/client';

/** So many calls are worth knowing for whoever pays by them. */
const MANY_CALLS = 20;

/** What a run reports at its end: notes about the site, and the requests used if they matter, or `always`. */
export function notesOf({ meter, notes }: CreatioClient['connection'], always: boolean): string[] {
	const { requests, batches, parts, retries } = meter;
	const calls = requests - batches + parts;
	return always || retries > 0 || calls > MANY_CALLS ? [...notes, costsOf(meter, calls)] : [...notes];
}

/** `calls`: what a quota of the site counts (contract 10.1). */
function costsOf({ requests, signIns, retries, batches, parts, rows }: Meter, calls: number): string {
	// What did not happen is not worth reading about, except rows: their absence is a result.
	const facts = [
		`${count(requests, 'request')} to Creatio`,
		...(signIns > 0 ? [count(signIns, 'sign-in')] : []),
		count(rows, 'row'),
		...(batches > 0 ? [`${count(parts, 'part')} in ${count(batches, 'batch', 'batches')}`] : []),
		...(retries > 0 ? [count(retries, 'retry', 'retries')] : []),
	];
	const counted = batches > 0 ? `. Against a quota of the site, this counts as ${count(calls, 'call')}` : '';
	return `${facts.join(', ')}${counted}.`;
}

function count(number: number, one: string, many = `${one}s`): string {
	return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}
