import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { inspect } from 'node:util';
import {
	type ICredentialType,
	type INodeProperties,
	type INodeType,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { attempt } from '../../../nodes/shared/basics/attempt';
import { isCreatioError } from '../../../nodes/shared/basics/errors';
import type { Members } from '../../../nodes/shared/basics/json';
import { type Emulator, startEmulator } from '../../emulator';
import { someOf } from '../../support/nightly';
import { KNOWN, placesOf } from './places';
import { EXPRESSION, runNode } from './runNode';
import { expectedOf, valuesFor } from './table';

const ROOT = path.resolve(__dirname, '../../..');
const { n8n: files } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
	n8n: { nodes: string[]; credentials: string[] };
};
const nodes = files.nodes.map((file) => sourceOf<INodeType>(file));
const credentialTypes = files.credentials.map((file) => sourceOf<ICredentialType>(file));

/** What the source of a built file exports: n8n takes the class that is called like the file. */
function sourceOf<T>(file: string): T {
	const source = path.join(ROOT, file.replace('dist/', '').replace(/\.js$/, '.ts'));
	const exported = createRequire(__filename)(source) as Record<string, new () => T>;
	const Type = exported[path.basename(source).split('.')[0] ?? ''];
	if (!Type) throw new Error(`${source} exports no class of its name`);
	return new Type();
}

let site: Emulator;
beforeAll(async () => {
	site = await startEmulator();
	site.store.insert('Contact', { Name: KNOWN });
});
afterAll(() => site.stop());

const places = nodes.map((node) => [node, placesOf(node)] as const);

it('there are at least 2,000 combinations of a parameter and a value', () => {
	const count = places.reduce(
		(sum, [, ofNode]) => sum + ofNode.flatMap(({ property }) => valuesFor(property)).length,
		0,
	);
	expect(count).toBeGreaterThan(2_000);
});

describe.each(places.map(([node, ofNode]) => [node.description.displayName, node, ofNode] as const))(
	'%s',
	(_, node, ofNode) => {
		it.each(ofNode.map((place, index) => [place.name, place, index] as const))(
			'%s',
			async (__, place, index) => {
				const outcomeOf = memoized((value) => outcome(node, place.parameters, value));
				const wrong: unknown[] = [];
				// Each value is tried on every third parameter.
				for (const value of someOf(valuesFor(place.property), { every: 3, offset: index })) {
					const expected = expectedOf(place, value);
					const found = await outcomeOf(value);
					const isRight =
						expected === 'refused'
							? isRefusal(found, place.property)
							: found.kind !== undefined &&
								(expected === 'taken' || isSame(found, await outcomeOf(expected.same)));
					if (!isRight) wrong.push({ value, expected, found });
				}
				expect(wrong).toEqual([]);
			},
		);
	},
);

describe.each(credentialTypes.map((type) => [type.displayName, type] as const))(
	'%s',
	(_, { name, properties }) => {
		// The address for the browser, which n8n itself opens.
		const read = properties.filter(
			(property) => !['hidden', 'notice'].includes(property.type) && property.name !== 'authorizationUrl',
		);
		const node = nodes.find(({ description }) => description.credentials?.some((used) => used.name === name));
		const parameters = {
			...placesOf(node as INodeType)[0]?.parameters,
			authentication: name === 'creatioPlatformOAuth2Api' ? 'oAuth2' : 'userPassword',
			options: {},
		};

		it.each(read.map((property) => [property.displayName, property] as const))('%s', async (__, property) => {
			const wrong: unknown[] = [];
			for (const value of valuesFor(property)) {
				const place = { name: property.name, property, parameters, isPart: false, depth: 0 };
				if (expectedOf(place, value) !== 'refused') continue;
				const found = await outcome(node as INodeType, parameters, value, {
					[name]: { ...credentials()[name], [property.name]: EXPRESSION },
				});
				if (!isRefusal(found, property)) wrong.push({ value, found });
			}
			expect(wrong).toEqual([]);
		});
	},
);

interface Outcome {
	/** `done`, or the kind of an expected error. */
	readonly kind: string | undefined;
	/** The items or the message. */
	readonly text: string;
	/** What would change something, or start something, in Creatio. */
	readonly writes: readonly string[];
}

async function outcome(
	node: INodeType,
	parameters: Members,
	value: unknown,
	of: Readonly<Record<string, Members>> = {},
): Promise<Outcome> {
	site.resetStats();
	const ran = await attempt(runNode({ node, parameters, value, credentials: { ...credentials(), ...of } }));
	const writes = site.stats.requests
		.filter(({ method, path: target }) => method !== 'GET' && !/Login$|SelectQuery|Schema|Get/.test(target))
		.map(({ method, path: target }) => `${method} ${target}`);
	if (ran.done) return { kind: 'done', text: masked(JSON.stringify(ran.value)), writes };
	return { kind: kindOf(ran.error), text: String(ran.error), writes };
}

function credentials(): Readonly<Record<string, Members>> {
	const user = { username: 'Supervisor', password: 'Supervisor' };
	return {
		creatioPlatformApi: { baseUrl: site.url, hosting: 'auto', ...user },
		creatioPlatformOAuth2Api: { baseUrl: site.url, hosting: 'auto', grantType: 'clientCredentials' },
		creatioPlatformWebhookApi: { secret: '0123456789abcdef0123456789abcdef' },
	};
}

/** Errors that are not expected have no advice. */
function kindOf(error: unknown): string | undefined {
	if (isCreatioError(error)) return error.kind;
	if (error instanceof NodeOperationError) return error.description ? 'input' : undefined;
	return error instanceof NodeApiError ? 'site' : undefined;
}

function isRefusal({ kind, text, writes }: Outcome, { displayName }: INodeProperties): boolean {
	const label = displayName.replace(/ Names? or IDs?$/, '').toLowerCase();
	return kind === 'input' && text.toLowerCase().includes(label) && writes.length === 0;
}

function isSame(one: Outcome, other: Outcome): boolean {
	return one.kind === other.kind && (one.kind !== 'done' || one.text === other.text);
}

/** What is tried twice need not do the same: a record is deleted once. */
function memoized(ask: (value: unknown) => Promise<Outcome>): (value: unknown) => Promise<Outcome> {
	const known = new Map<string, Promise<Outcome>>();
	return (value) => {
		const key = inspect(value);
		const found = known.get(key) ?? ask(value);
		known.set(key, found);
		return found;
	};
}

/** What differs from run to run. */
function masked(text: string): string {
	return text
		.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
		.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, '<time>');
}
