import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { ProcessParameter, ProcessSchema } from '../../../../nodes/shared/creatio/process/processSchema';

export const sample = (name: string) =>
	readFileSync(path.join(__dirname, '../../../fixtures/wire-samples', name), 'utf8');

export const RUN = 'bbbbbbbb-0000-0000-0000-000000000001';
export const CONTACT_ID = 'c4ed336c-3e9b-40fe-8b82-5632476472b4';
export const ZERO = '00000000-0000-0000-0000-000000000000';

export function parameter(
	name: string,
	type: ProcessParameter['type'],
	more: Partial<ProcessParameter> = {},
): ProcessParameter {
	return { name, caption: name, type, direction: 'in', required: false, columns: [], ...more };
}

export const ORDER: ProcessSchema = {
	name: 'UsrOrder',
	caption: 'Place an order',
	parameters: [
		parameter('Comment', 'text'),
		parameter('Amount', 'decimal', { caption: 'Betrag' }),
		parameter('Count', 'integer'),
		parameter('Urgent', 'boolean'),
		parameter('DueOn', 'dateTime'),
		parameter('Birthday', 'date'),
		parameter('Opens', 'time'),
		parameter('Customer', 'lookup', { target: 'Contact' }),
		parameter('Owner', 'lookup'),
		parameter('RecordId', 'guid'),
		parameter('Lines', 'collection', {
			columns: [
				parameter('Product', 'text', { required: true }),
				parameter('Price', 'decimal'),
				parameter('Gift', 'boolean'),
				parameter('From', 'date'),
			],
		}),
		parameter('Anything', 'other'),
		parameter('Number', 'text', { direction: 'out' }),
		parameter('Total', 'decimal', { direction: 'both' }),
		parameter('Step', 'integer', { direction: 'internal' }),
	],
};
