import type { Entity, Model } from '../model/model';
import type { ExpandItem } from './selectExpand';

/**
 * `*` adds what is not named. What is expanded twice is expanded once, with what both select and expand (contract 2.4).
 */
export function combineExpands(items: readonly ExpandItem[], entity: Entity, model: Model): ExpandItem[] {
	const keyOf = ({ path }: ExpandItem) => path.join('/').toLowerCase();
	const isStar = ({ path }: ExpandItem) => path[0] === '*';
	const byPath = new Map<string, ExpandItem>();
	const named = items.filter((item) => !isStar(item));
	for (const [key, same] of Map.groupBy(named, keyOf)) {
		const last = same.at(-1);
		if (last) byPath.set(key, combine(last, same.toReversed()));
	}
	for (const item of items.filter(isStar).flatMap((star) => starItems(star, entity, model)))
		if (!byPath.has(keyOf(item))) byPath.set(keyOf(item), item);
	return [...byPath.values()];
}

/** `all`: the last one first. The options that are not lists are its own. */
function combine(last: ExpandItem, all: readonly ExpandItem[]): ExpandItem {
	const options = all.flatMap((item) => item.options);
	const select = options.flatMap((option) => (option.name === '$select' ? option.value : []));
	const expand = options.flatMap((option) => (option.name === '$expand' ? option.value : []));
	const own = last.options.filter(({ name }) => name !== '$select' && name !== '$expand');
	return {
		path: last.path,
		options: [...own, { name: '$select', value: select }, { name: '$expand', value: expand }],
	};
}

/** What `*` stands for: every navigation of the object that leads to an entity set. */
function starItems({ path, options }: ExpandItem, entity: Entity, model: Model): ExpandItem[] {
	const lookups = [...entity.lookups.values()].filter(({ ref }) => model.entities.get(ref ?? '')?.exposed);
	const names = [...lookups.map(({ name }) => name), ...entity.reverses.keys()];
	return names.map((name) => ({ path: [name, ...path.slice(1)], options }));
}
