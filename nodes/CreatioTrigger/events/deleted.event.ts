import { isMembers } from '../../shared/basics/json';
import {
	arePackedKeys,
	deletedOf,
	keysOf,
	packedKeys,
	unpackedKeys,
} from '../../shared/creatio/changes/deletions';
import { MOST_WATCHED, refuseTooMany } from '../../shared/creatio/changes/memory';
import { onlyColumns } from '../../shared/creatio/model/rows';
import { countMatching, queryRecords } from '../../shared/creatio/odata/queryRecords';
import { triggerEvent } from '../../shared/n8n/trigger/watch';
import { readWatched } from '../../shared/n8n/trigger/watched';

const EVENT = 'Record Deleted';

interface DeletedMemory {
	/** Keys of the records that matched, packed. */
	readonly keys: string;
}

export const deleted = triggerEvent<DeletedMemory>({
	option: {
		name: EVENT,
		value: 'deleted',
		description: 'A record is deleted. Only its ID is available.',
	},
	fields: [],
	options: [],
	async watch(context) {
		const { client, options } = context;
		const { connection } = client;
		const { model, filter } = await readWatched(context);
		const item = (id: string) => ({ deleted: true, Id: id });
		return {
			async begin() {
				const count = await countMatching(connection, model.name, filter);
				refuseTooMany(count, MOST_WATCHED.keys, model.name, EVENT);
				return { keys: packedKeys(await keysOf(connection, model, filter)) };
			},
			isMemory: (value): value is DeletedMemory => isMembers(value) && arePackedKeys(value.keys),
			async poll(before) {
				const now = await keysOf(connection, model, filter);
				const there = new Set(now);
				const missing = unpackedKeys(before.keys).filter((id) => !there.has(id));
				const [some, rest] = [missing.slice(0, options.most), missing.slice(options.most)];
				const gone = await deletedOf(connection, model, some);
				refuseTooMany(now.length + rest.length, MOST_WATCHED.keys, model.name, EVENT);
				return { rows: gone.map(item), memory: { keys: packedKeys([...now, ...rest]) } };
			},
			async sample() {
				const shape = { ...onlyColumns([]), simplify: false };
				const query = { model, filter, order: [], limit: 1, shape };
				const [row] = await queryRecords(connection, query);
				return row && item(String(row.Id));
			},
		};
	},
});
