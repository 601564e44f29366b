import type { INodeProperties, ResourceMapperTypeOptions } from 'n8n-workflow';

import { LABELS } from '../../basics/labels';
import type { FormField } from './field';
import { WITH_OBJECT } from './object';

export const MATCH_COLUMNS = 'Columns to Match On';

/** The mapper of columns to write. `mode` decides whether match columns are asked for. */
export function columnsMapper(mode: Extract<ResourceMapperTypeOptions['mode'], 'add' | 'upsert'>): FormField {
	const property: INodeProperties = {
		displayName: LABELS.columns,
		name: 'columns',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		required: true,
		displayOptions: WITH_OBJECT,
		typeOptions: {
			loadOptionsDependsOn: ['object.value', 'operation'],
			resourceMapper: {
				resourceMapperMethod: 'getWritableColumns',
				mode,
				fieldWords: { singular: 'column', plural: 'columns' },
				addAllFields: false,
				multiKeyMatch: true,
				supportAutoMap: true,
				noFieldsError: 'No columns to show. Check the credential and the object.',
				...(mode === 'upsert' && {
					matchingFieldsLabels: {
						title: MATCH_COLUMNS,
						description:
							'If a record has the values of the item in all of these columns, it is updated. Otherwise a record is created.',
						hint: 'Choose columns that identify a record, such as Email or Name',
					},
				}),
			},
		},
	};
	return { property };
}
