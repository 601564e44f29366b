import { isGuid } from '../../basics/guid';
import { isMembers } from '../../basics/json';
import { isPacked, PRINT_LENGTH } from '../../basics/fingerprint';
import type { Memory } from './memory';
import { isStamp } from './stamp';

/**
 * Whether a stored value has the shape of a memory. What n8n stores can come from another version of this package, or from
 * somebody who edited it, and parts of it go into filters.
 */
export function isMemory(value: unknown): value is Memory {
	return (
		isMembers(value) &&
		isStamp(value.position) &&
		isStamp(value.floor) &&
		isListOf(value.seen, isSeen) &&
		isListOf(value.anchors, isAnchor) &&
		isMissingOr(value.group, isKeyGroup) &&
		isMissingOr(value.sureAt, isStamp) &&
		isMissingOr(value.spelling, isSpelling)
	);
}

const isSeen = (value: unknown) =>
	isMembers(value) && isStamp(value.newest) && isPacked(value.prints, PRINT_LENGTH);

const isAnchor = (value: unknown) => isMembers(value) && isKey(value.id) && isStamp(value.stamp);

const isKeyGroup = (value: unknown) => isMembers(value) && isStamp(value.to) && isKey(value.after);

const isSpelling = (value: unknown) =>
	isMembers(value) && Number.isSafeInteger(value.offset) && typeof value.comparesAsShown === 'boolean';

const isKey = (value: unknown) => typeof value === 'string' && isGuid(value);

const isListOf = (value: unknown, isOne: (entry: unknown) => boolean) =>
	Array.isArray(value) && value.every(isOne);

const isMissingOr = (value: unknown, isOne: (entry: unknown) => boolean) =>
	value === undefined || isOne(value);
