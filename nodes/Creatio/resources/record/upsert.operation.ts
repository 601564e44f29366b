import type { INodeProperties } from 'n8n-workflow';

import { newGuid } from '../../../shared/creatio/guid';
import { createRecord, updateRecord } from '../../../shared/creatio/odata/records';
import type { Row } from '../../../shared/creatio/rows';
import { findMatches, matchKey, severalMatches } from '../../../shared/creatio/upsert';
import { bodyOf } from '../../../shared/creatio/writes';
import {
	columnsField,
	objectField,
	optionsField,
	simplifyField,
	updateOptions,
	writeOptions,
} from '../../../shared/n8n/fields';
import { readChoice, readObjectName } from '../../../shared/n8n/parameters';
import type { Operation } from '../../../shared/n8n/run';
import {
	noSuchRecord,
	readMappedValues,
	splitMatchColumns,
	updatedRow,
	wholeRecord,
	writtenRow,
} from '../../../shared/n8n/writing';

const severalMatchesOption: INodeProperties = {
	displayName: 'Several Matches',
	name: 'severalMatches',
	type: 'options',
	options: [
		{ name: 'Stop with a Message', value: 'fail' },
		{ name: 'Update All', value: 'all' },
		{ name: 'Update First', value: 'first', description: 'The first by ID' },
	],
	default: 'fail',
	description: 'What to do when more than one record has the values of the match columns',
};

/** Records asked for, by what happens to several of them: two are enough to know that there are several. */
const WANTED = { fail: 2, first: 1, all: Infinity } as const;

export const upsert: Operation = {
	option: {
		name: 'Create or Update',
		value: 'upsert',
		action: 'Create or update a record',
		description: 'Create a new record, or update the current one if it already exists (upsert)',
	},
	properties: [
		objectField,
		columnsField('upsert'),
		simplifyField,
		optionsField(severalMatchesOption, ...writeOptions, ...updateOptions),
	],
	begin(context) {
		const { n8n, client, signal } = context;
		const { connection, metadata } = client;
		// A site may show a new record with delay; within a run we know better.
		const created = new Map<string, string>();
		return async (itemIndex) => {
			const model = await metadata.object(readObjectName(n8n, itemIndex), signal);
			const mapped = await readMappedValues(context, model.name, itemIndex, 'upsert');
			const { match, rest } = splitMatchColumns(model, mapped);
			const several = readChoice(
				n8n,
				'options.severalMatches',
				'Several Matches',
				['fail', 'first', 'all'],
				itemIndex,
			);

			const key = matchKey(model.name, match);
			const found = await findMatches(connection, model.name, match, WANTED[several], signal);
			if (several === 'fail' && found.length > 1) throw severalMatches(model.name, match);
			const known = created.get(key);
			const ids = found.length === 0 && known !== undefined ? [known] : found;

			if (ids.length === 0) {
				const body = { Id: newGuid(), ...bodyOf([...match, ...rest]) };
				const row = await createRecord(connection, model.name, body, wholeRecord(model), signal);
				created.set(key, body.Id);
				return [writtenRow(context, model, row, itemIndex)];
			}
			// The key of a record that exists is not changed; it counts for new ones.
			const changes = rest.filter(({ column }) => column.name !== 'Id');
			const body = bodyOf(changes);
			const rows: Row[] = [];
			for (const id of ids) {
				const isChange = changes.length > 0;
				if (isChange && !(await updateRecord(connection, model.name, id, body, signal))) {
					throw noSuchRecord(model.name, id);
				}
				rows.push(await updatedRow(context, model, id, { ...bodyOf(match), ...body }, itemIndex));
			}
			return rows;
		};
	},
};
