import type { CreatioClient } from '../../creatio/client';

/** What a run reports at its end: notes about the site, and the requests used. */
export function costsOf({ meter, notes }: CreatioClient['connection']): string[] {
	const { requests, signIns, retries, batches, parts, rows } = meter;
	// What did not happen is not worth reading about, except rows: their absence is a result.
	const facts = [
		`${count(requests, 'request')} to Creatio`,
		...(signIns > 0 ? [count(signIns, 'sign-in')] : []),
		count(rows, 'row'),
		...(batches > 0 ? [`${count(parts, 'part')} in ${count(batches, 'batch', 'batches')}`] : []),
		...(retries > 0 ? [count(retries, 'retry', 'retries')] : []),
	];
	const quota = requests - batches + parts;
	const counted = batches > 0 ? `. Against a quota of the site, this counts as ${count(quota, 'call')}` : '';
	return [...notes, `${facts.join(', ')}${counted}.`];
}

function count(number: number, one: string, many = `${one}s`): string {
	return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}
