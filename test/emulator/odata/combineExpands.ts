import type { Entity, Model } from '../model/model';
import type { ExpandItem } from './selectExpand';

/**
 * `*` adds what is not named. What is expanded twice is expanded once, with what both select and expand (contract 2.4).
 */
export function combineExpands(items: readonly ExpandItem[], entity: Entity, model: Model): ExpandItem[] {
	const byPath = new Map<string, ExpandItem>();
	const keyOf = ({ path }: ExpandItem) => path.join('/').toLowerCase();
	for (const item of items.filter(({ path }) => path[0] !== '*')) {
		const earlier = byPath.get(keyOf(item));
		byPath.set(keyOf(item), earlier ? combine(item, earlier) : item);
	}
	for (const star of items.filter(({ path }) => path[0] === '*'))
		for (const item of starItems(star, entity, model))
			if (!byPath.has(keyOf(item))) byPath.set(keyOf(item), item);
	return [...byPath.values()];
}

/** The other options are those of the later one alone. */
function combine(later: ExpandItem, earlier: ExpandItem): ExpandItem {
	const both = [...later.options, ...earlier.options];
	const select = both.flatMap((option) => (option.name === '$select' ? option.value : []));
	const expand = both.flatMap((option) => (option.name === '$expand' ? option.value : []));
	const options = later.options.filter(({ name }) => name !== '$select' && name !== '$expand');
	return {
		path: later.path,
		options: [...options, { name: '$select', value: select }, { name: '$expand', value: expand }],
	};
}

/** What `*` stands for: every navigation of the object that leads to an entity set. */
function starItems({ path, options }: ExpandItem, entity: Entity, model: Model): ExpandItem[] {
	const lookups = [...entity.lookups.values()].filter(({ ref }) => model.entities.get(ref ?? '')?.exposed);
	const names = [...lookups.map(({ name }) => name), ...entity.reverses.keys()];
	return names.map((name) => ({ path: [name, ...path.slice(1)], options }));
}
