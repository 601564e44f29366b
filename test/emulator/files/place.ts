import type { SiteContext } from '../context';
import type { StreamedBody } from '../http';
import type { Column, Entity } from '../model/model';
import { isAtLeast } from '../options';
import type { Place } from '../store/contents';
import type { Store } from '../store/store';

/**
 * Where the content of a record is. Before 8.3.2 OData sees the database alone, whatever storage the site keeps its
 * files in (contract 2.11).
 */
export function placeOf(
	{ options, switches }: Pick<SiteContext, 'options' | 'switches'>,
	entity: Entity,
	id: string,
	column: Column,
	by: 'odata' | 'files',
): Place {
	const isApart = switches.fileStorage === 'external' && by === 'files' && isFileObject(entity);
	const isHidden = isApart && !isAtLeast(options.version, '8.3.2');
	return { object: entity.name, id, column: isHidden ? `external ${column.property}` : column.property };
}

/** Whether the object keeps files of records, such as `ContactFile` (contract 7.3). */
export function isFileObject(entity: Entity): boolean {
	return ['Name', 'Data', 'Size', 'TypeId'].every((name) => entity.byProperty.has(name));
}

/** The stored bytes as the body of an answer. */
export function storedBody({ contents }: Store, place: Place): StreamedBody {
	return { length: contents.length(place), pieces: () => contents.pieces(place) };
}
