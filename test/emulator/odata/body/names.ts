import type { Column, Entity, Reverse } from '../../model/model';
import { findNamed } from '../names';

/** What the name of a member of a body stands for. */
export type NamedMember =
	| { kind: 'column'; column: Column }
	| { kind: 'lookup'; target: string }
	| { kind: 'collection'; reverse: Reverse };

/** Names are read in any letter case (contract 2.9). */
export function memberNamed(entity: Entity, name: string): NamedMember | undefined {
	const column = findNamed(entity.byProperty, name);
	if (column) return { kind: 'column', column };
	const lookup = findNamed(entity.lookups, name);
	if (lookup) return { kind: 'lookup', target: lookup.ref ?? '' };
	const reverse = findNamed(entity.reverses, name);
	return reverse && { kind: 'collection', reverse };
}
