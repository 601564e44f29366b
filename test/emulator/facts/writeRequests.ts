import { FIXED } from '..';
import type { Ask, FactBench } from './facts';

/** Writes of contacts and cases as the facts of OData send them (contract 2.9, 2.10). */

export const JSON_TYPE = { 'Content-Type': 'application/json' };
export const COMPATIBLE = { 'Content-Type': 'application/json;IEEE754Compatible=true' };

export const post = (body: unknown, headers: Record<string, string> = {}): Ask => ({
	method: 'POST',
	path: '/odata/Contact',
	body,
	headers,
});
export const raw = (text: string | Uint8Array<ArrayBuffer>, contentType = 'application/json'): Ask => ({
	method: 'POST',
	path: '/odata/Contact',
	raw: text,
	headers: { 'Content-Type': contentType },
});
export const postCase = (text: string, headers: Record<string, string>): Ask => ({
	method: 'POST',
	path: '/odata/Case',
	raw: `{"Subject":"N","SolutionRemains":${text}}`,
	headers,
});

/** A contact with some values, changed by a request. */
export async function changed(bench: FactBench, ask: Omit<Ask, 'path'>) {
	const id = bench.emulator.store.insert('Contact', { Name: 'Old', Age: 7, AccountId: FIXED.accom });
	const answer = await bench.ask({ method: 'PATCH', ...ask, path: `/odata/Contact(${id})` });
	return { answer, row: () => bench.emulator.store.rows('Contact', 'Id = ?', id)[0] };
}

/** Asks as `changed` does, and answers with the row as it is afterwards. */
export const rowAfter = (ask: Omit<Ask, 'path'>) => async (bench: FactBench) => {
	const { answer, row } = await changed(bench, ask);
	const text = JSON.stringify(row());
	return { ...answer, text, json: <T>() => JSON.parse(text) as T };
};

export const refused = (sentence: string) => ({
	status: 400,
	json: {
		error: { code: '', message: 'The request is invalid.', innererror: { message: `item : ${sentence}` } },
	},
});
export const NOT_VALID = {
	status: 400,
	text: '{"error":{"code":"","message":"The input was not valid.","details":[{"code":"","message":"The input was not valid."}]}}',
};
