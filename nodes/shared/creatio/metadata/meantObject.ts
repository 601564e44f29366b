import { comparedText } from '../../basics/keyText';
import { captioned, type ObjectSummary } from '../model/objectModel';

const codes = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

/** The object whose code was entered in another letter case; `undefined` where none or several have it. */
export function objectByCode(names: readonly string[], entered: string): string | undefined {
	let byText = codes.get(names);
	if (!byText) {
		byText = byComparedText(names);
		codes.set(names, byText);
	}
	return onlyOne(byText.get(comparedText(entered)));
}

/**
 * The object whose caption was entered, in any letter case, alone or with its code as messages and lists show it: `Full name (Name)`.
 * `undefined` where none or several have it.
 */
export function objectByCaption(objects: readonly ObjectSummary[], entered: string): string | undefined {
	const wanted = comparedText(entered);
	const isMeant = (object: ObjectSummary) =>
		[object.caption, captioned(object)].some((text) => comparedText(text) === wanted);
	return onlyOne(objects.filter(isMeant))?.name;
}

function byComparedText(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
	const found = new Map<string, string[]>();
	for (const name of names) {
		const key = comparedText(name);
		found.set(key, [...(found.get(key) ?? []), name]);
	}
	return found;
}

function onlyOne<T>(found: readonly T[] = []): T | undefined {
	return found.length === 1 ? found[0] : undefined;
}
