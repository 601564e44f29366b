import type { Attempt } from '../../../../nodes/shared/basics/attempt';
import type { Connection, ServiceRequest } from '../../../../nodes/shared/connection/serviceCall';
import type { BatchPart } from '../../../../nodes/shared/creatio/odata/batchRequest';
import type { Write } from '../../../../nodes/shared/creatio/odata/writeChannel';
import type { BulkOptions } from '../../../../nodes/shared/creatio/odata/writeRecords';
import { type Answer, fakeSite } from '../fakeSite';

export interface Part {
	readonly id: string;
	readonly method: string;
	readonly url: string;
	readonly body?: { readonly Id?: string };
}

export interface PartAnswer {
	readonly id?: string;
	readonly status: number;
	readonly body?: unknown;
}

let sites = 0;

/** A site of its own for each test: what a site understands is remembered by its address. */
export function siteOf(answer: (request: ServiceRequest) => Answer) {
	const { connection, requests } = fakeSite(answer);
	return { connection: { ...connection, site: `https://batch${++sites}.example` } as Connection, requests };
}

export const partsOf = ({ json }: ServiceRequest) =>
	(json as { requests?: Part[] } | undefined)?.requests ?? [];

export const isWrite = (request: ServiceRequest) =>
	[request.method, ...partsOf(request).map(({ method }) => method)].includes('POST') &&
	!partsOf(request).some(({ method }) => method === 'GET');

/** Answers batches part by part. */
export const inJson = (work: (part: Part) => Omit<PartAnswer, 'id'>) => (request: ServiceRequest) => ({
	json: { responses: partsOf(request).map((part) => ({ id: part.id, ...work(part) })) },
});

export const refusal = (message: string) => ({ error: { code: '', message } });

export const messageOf = (outcome: Attempt<unknown> | undefined) =>
	outcome?.done === false && outcome.error instanceof Error ? outcome.error.message : outcome?.done;

export const keyOf = (index: number) => `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`;

export const creates = (count: number) =>
	Array.from({ length: count }, (_, index): Write => ({ kind: 'create', id: keyOf(index), body: {} }));

export const options: BulkOptions = {
	batchSize: 100,
	parallel: 1,
	atomic: false,
	mostFailures: Infinity,
	columns: [],
};

export const updates = (count: number) =>
	Array.from({ length: count }, (_, index): BatchPart => ({
		method: 'PATCH',
		path: `Contact(${keyOf(index)})`,
		json: {},
		repeat: 'harmless',
	}));
