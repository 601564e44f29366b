import type { Attributes } from '../../basics/xml';
import { unqualified } from './edmTypes';
import type { Member, Relation } from './members';

/** One side of an association. */
interface End {
	readonly role: string;
	readonly target: string;
	readonly multiplicity: string;
}

/**
 * The associations of a document in CSDL 1 to 3, which name the targets of its navigations. They may follow the types that use
 * them, and be in another schema. Whatever does not fit together is left out.
 */
export class Associations {
	private readonly ends = new Map<string, readonly End[]>();
	/** Names of navigations by `startOf`. */
	private readonly navigations = new Map<string, string>();
	/** Short names of namespaces in the whole document, and in the schema that is being read: `Self` may occur in each. */
	private readonly aliases = new Map<string, string>();
	private readonly ownAliases = new Map<string, string>();
	private namespace = '';
	private current: { readonly name: string; readonly ends: End[] } | undefined;

	open(element: string, attributes: Attributes): void {
		switch (element) {
			case 'Schema':
				this.namespace = attributes.Namespace ?? '';
				this.ownAliases.clear();
				this.addAlias(attributes);
				break;
			case 'Using':
				this.addAlias(attributes);
				break;
			case 'Association': {
				const { Name } = attributes;
				this.current = Name === undefined ? undefined : { name: `${this.namespace}.${Name}`, ends: [] };
				break;
			}
			case 'End':
				// An association has two.
				if (this.current && this.current.ends.length < 2) addEnd(this.current.ends, attributes);
		}
	}

	close(element: string): void {
		if (element !== 'Association' || !this.current) return;
		this.ends.set(this.current.name, this.current.ends);
		this.current = undefined;
	}

	private addAlias({ Alias, Namespace }: Attributes): void {
		if (Alias === undefined || Namespace === undefined) return;
		this.aliases.set(Alias, Namespace);
		this.ownAliases.set(Alias, Namespace);
	}

	/** A navigation of the type that is being read. */
	relationOf({ Name, Relationship, FromRole, ToRole }: Attributes): Relation | undefined {
		if (Name === undefined || Relationship === undefined || FromRole === undefined || ToRole === undefined) {
			return undefined;
		}
		const relationship = withNamespace(Relationship, this.ownAliases);
		this.navigations.set(startOf(relationship, FromRole), Name);
		return ['relation', Name, relationship, FromRole, ToRole];
	}

	/** Where a navigation leads, when the whole document has been read. */
	resolve([, name, relationship, , toRole]: Relation): Member | undefined {
		const ends =
			this.ends.get(relationship) ?? this.ends.get(withNamespace(relationship, this.aliases)) ?? [];
		const end = ends.find(({ role }) => role === toRole);
		switch (end?.multiplicity) {
			case '1':
			case '0..1':
				return ['navigation', name, end.target];
			case '*': {
				const partner = this.navigations.get(startOf(relationship, toRole));
				return ['collection', name, end.target, partner ?? ''];
			}
			default:
				return undefined;
		}
	}
}

function addEnd(ends: End[], { Role, Type, Multiplicity }: Attributes): void {
	if (Role === undefined || Type === undefined || Multiplicity === undefined) return;
	ends.push({ role: Role, target: unqualified(Type), multiplicity: Multiplicity });
}

function withNamespace(name: string, aliases: ReadonlyMap<string, string>): string {
	const end = name.lastIndexOf('.');
	const namespace = aliases.get(name.slice(0, Math.max(end, 0)));
	return namespace === undefined ? name : namespace + name.slice(end);
}

/** Names the end of an association at which a navigation starts. */
function startOf(relationship: string, role: string): string {
	return `${relationship} ${role}`;
}
