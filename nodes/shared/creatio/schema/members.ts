/** A property or a navigation of an object, as CSDL 4 describes it. */
export type Member =
	| readonly [kind: 'property', name: string, type: string, refusesNull?: true]
	| readonly [kind: 'navigation', name: string, target: string]
	| readonly [kind: 'collection', name: string, target: string, partner: string];

/** A navigation as CSDL 1 to 3 describes it: an association, which the document has elsewhere, knows its target. */
export type Relation = readonly [
	kind: 'relation',
	name: string,
	relationship: string,
	fromRole: string,
	toRole: string,
];

export type ReadMember = Member | Relation;
