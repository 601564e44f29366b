import type { Hosting } from '..';

/** Where a site answers otherwise than the library that was recorded, on purpose. */
export interface AllowedDifference {
	/** Names of recorded requests. */
	names: ReadonlyArray<string | RegExp>;
	kind: 'refused' | 'status' | 'sentence' | 'form';
	/** Both hosts when left out. */
	on?: Hosting;
	/** Why, with the section of docs/creatio-api.md. */
	reason: string;
}

export const DIFFERENCES: readonly AllowedDifference[] = [
	{
		names: ['filter: 16 x AccountId eq null'],
		kind: 'refused',
		reason: "Creatio's provider does not filter by flat lookup keys (contract 2.5)",
	},
	{
		names: [/^filter: (50 x )?(not )?in( |$)/],
		kind: 'refused',
		reason: "Creatio's provider does not know `in` (contract 2.5)",
	},
	{
		names: ['filter: 51 x in with two keys'],
		kind: 'status',
		on: 'framework',
		reason: 'longer than a query string may be there (contract 10.1)',
	},
	{
		names: ['filter: literal: date only'],
		kind: 'refused',
		reason: 'a site was seen to refuse it; newer versions of the library convert it (contract 2.5)',
	},
	{
		names: [/^filter: literal: (collection count|date\(\)|now\(\)|cast)$/],
		kind: 'refused',
		reason: "not among the functions that Creatio documents, so its provider's (contract 2.5)",
	},
	{
		names: ['orderby a path'],
		kind: 'refused',
		reason: "Creatio's provider is reported to refuse it (contract 2.4)",
	},
	{
		names: ['option $apply'],
		kind: 'refused',
		reason: "whether Creatio's provider knows it is not known (contract 2.4)",
	},
	{
		names: ['inlinecount', /^option \$(search|compute|levels|foo)$/],
		kind: 'sentence',
		on: 'framework',
		reason: '.NET Framework names the argument of an exception in its own words (contract 2.4)',
	},
	{
		names: ['expand star', 'accept application/json;odata.metadata=full'],
		kind: 'form',
		reason: 'more navigations and another order of columns in the model (contract 2.2)',
	},
	{
		names: ['metadata'],
		kind: 'form',
		on: 'net',
		reason: 'the model of a site (contract 2.2)',
	},
	{
		names: ['metadata'],
		kind: 'form',
		on: 'framework',
		reason: 'the library writes JSON metadata on .NET alone (contract 2.2)',
	},
	{
		names: ['create, no content type'],
		kind: 'sentence',
		on: 'framework',
		reason: 'the client that was recorded added text/plain, here there is none (contract 2.9)',
	},
	{
		names: ['create, NUL in a text'],
		kind: 'refused',
		reason: 'PostgreSQL does not store it (contract 2.12)',
	},
	{
		names: ['host: a body of 1 MB'],
		kind: 'refused',
		on: 'net',
		reason: 'the text is longer than its column (contract 2.12)',
	},
	{
		names: ['batch: unknown set', 'batch: an unhandled fault in a part'],
		kind: 'form',
		on: 'framework',
		reason: 'Web API describes in a part what ASP.NET Core does not (contract 2.14)',
	},
];
