import * as fc from 'fast-check';

/** An object of a site, to be described by any version of CSDL. */
export interface Described {
	readonly name: string;
	/** Types of CSDL 4 by name. */
	readonly properties: Readonly<Record<string, string>>;
	readonly lookups: readonly DescribedLookup[];
}

interface DescribedLookup {
	readonly name: string;
	readonly target: string;
	/** The navigation of the target back to this object; `undefined` where it has none. */
	readonly reverse: string | undefined;
	/** Whether the object has the property with the key of the lookup. */
	readonly hasKey: boolean;
}

/** How a document in CSDL 3 is arranged, which changes nothing of what it means. */
export interface Arrangement {
	/** Whether the associations are in a schema of their own. */
	readonly apart: boolean;
	readonly associations: 'before' | 'behind';
	readonly by: 'namespace' | 'alias';
	readonly multiplicity: '1' | '0..1';
}

export const arrangements: fc.Arbitrary<Arrangement> = fc.record({
	apart: fc.boolean(),
	associations: fc.constantFrom('before', 'behind'),
	by: fc.constantFrom('namespace', 'alias'),
	multiplicity: fc.constantFrom('1', '0..1'),
});

const TYPES_4 = [
	'Edm.Guid',
	'Edm.String',
	'Edm.Int32',
	'Edm.Int64',
	'Edm.Decimal',
	'Edm.Double',
	'Edm.Boolean',
	'Edm.DateTimeOffset',
];

/** Objects with properties, and lookups to each other and to themselves. */
export const sites: fc.Arbitrary<readonly Described[]> = fc
	.uniqueArray(fc.constantFrom('Contact', 'Account', 'City', 'Case', 'Lead', 'UsrOrder'), { minLength: 1 })
	.chain((names) =>
		fc.tuple(
			...names.map((name) =>
				fc.record({
					name: fc.constant(name),
					properties: fc.dictionary(
						fc.constantFrom('Id', 'Name', 'Amount', 'CreatedOn', 'EntityId', 'Score'),
						fc.constantFrom(...TYPES_4),
					),
					lookups: fc.uniqueArray(
						fc.record({
							name: fc.constantFrom('Owner', 'Parent', 'Type', 'UsrA', 'UsrB'),
							target: fc.constantFrom(...names),
							reverse: fc.constantFrom('by convention', 'of another name', undefined),
							hasKey: fc.boolean(),
						}),
						{ selector: (lookup) => lookup.name },
					),
				}),
			),
		),
	)
	.map((objects) =>
		objects.map((object) => ({
			...object,
			lookups: object.lookups.map((lookup) => ({
				...lookup,
				reverse:
					lookup.reverse &&
					`${object.name}${lookup.reverse === 'by convention' ? 'CollectionBy' : 'sOf'}${lookup.name}`,
			})),
		})),
	);

const propertiesOf = ({ properties, lookups }: Described, typeOf: (type: string) => string) =>
	[
		...Object.entries(properties),
		...lookups.filter(({ hasKey }) => hasKey).map(({ name }) => [`${name}Id`, 'Edm.Guid'] as const),
	]
		.map(([name, type]) => `<Property Name="${name}" Type="${typeOf(type)}" Nullable="false"/>`)
		.join('');

/** Lookups of all objects that point to an object and can be followed back. */
const reversesOf = (objects: readonly Described[], target: string) =>
	objects.flatMap((child) =>
		child.lookups.flatMap((lookup) =>
			lookup.target === target && lookup.reverse !== undefined
				? [{ child: child.name, lookup, reverse: lookup.reverse }]
				: [],
		),
	);

export function csdl4(objects: readonly Described[]): string {
	const types = objects.map((object) => {
		const lookups = object.lookups.map(
			({ name, target }) => `<NavigationProperty Name="${name}" Type="X.${target}"/>`,
		);
		const reverses = reversesOf(objects, object.name).map(
			({ child, lookup, reverse }) =>
				`<NavigationProperty Name="${reverse}" Type="Collection(X.${child})" Partner="${lookup.name}"/>`,
		);
		return `<EntityType Name="${object.name}">${propertiesOf(object, (type) => type)}${lookups.join('')}${reverses.join('')}</EntityType>`;
	});
	const sets = objects.map(({ name }) => `<EntitySet Name="${name}" EntityType="X.${name}"/>`);
	return `<edmx:Edmx Version="4.0" xmlns:edmx="e"><edmx:DataServices><Schema Namespace="X">${types.join('')}<EntityContainer Name="C">${sets.join('')}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`;
}

const OLD_TYPES: Readonly<Record<string, string>> = { 'Edm.DateTimeOffset': 'Edm.DateTime' };

export function csdl3(objects: readonly Described[], arrangement: Arrangement): string {
	const { apart, by, multiplicity } = arrangement;
	const namespace = apart ? 'Terrasoft.Links' : 'Terrasoft.Configuration';
	const prefix = by === 'namespace' ? namespace : apart ? 'L' : 'Self';
	const relationOf = (child: string, { name }: DescribedLookup) => `${child}_${name}`;
	const navigation = (name: string, relation: string, from: string, to: string) =>
		`<NavigationProperty Name="${name}" Relationship="${prefix}.${relation}" FromRole="${from}" ToRole="${to}"/>`;
	const types = objects.map((object) => {
		const lookups = object.lookups.map((lookup) =>
			navigation(lookup.name, relationOf(object.name, lookup), 'Many', 'One'),
		);
		const reverses = reversesOf(objects, object.name).map(({ child, lookup, reverse }) =>
			navigation(reverse, relationOf(child, lookup), 'One', 'Many'),
		);
		return `<EntityType Name="${object.name}"><Key><PropertyRef Name="Id"/></Key>${propertiesOf(object, (type) => OLD_TYPES[type] ?? type)}${lookups.join('')}${reverses.join('')}</EntityType>`;
	});
	const associations = objects
		.flatMap(({ name, lookups }) =>
			lookups.map(
				(lookup) =>
					`<Association Name="${relationOf(name, lookup)}"><End Role="Many" Type="Terrasoft.Configuration.${name}" Multiplicity="*"/><End Role="One" Type="Terrasoft.Configuration.${lookup.target}" Multiplicity="${multiplicity}"/></Association>`,
			),
		)
		.join('');
	const sets = objects.map(
		({ name }) =>
			`<EntitySet Name="${name}Collection" EntityType="Terrasoft.Configuration.${name}"/><AssociationSet Name="S" Association="Y.${name}"><End Role="Many" EntitySet="${name}Collection"/></AssociationSet>`,
	);
	const own = `${types.join('')}<EntityContainer Name="C">${sets.join('')}</EntityContainer>`;
	const before = arrangement.associations === 'before';
	const links = `<Schema Namespace="${namespace}" Alias="L">${associations}</Schema>`;
	const main = `<Schema Namespace="Terrasoft.Configuration" Alias="Self">${apart ? own : before ? associations + own : own + associations}</Schema>`;
	const schemas = apart ? (before ? links + main : main + links) : main;
	return `<edmx:Edmx Version="1.0" xmlns:edmx="e"><edmx:DataServices m:DataServiceVersion="3.0" xmlns:m="m">${schemas}</edmx:DataServices></edmx:Edmx>`;
}
