import { columns, compare, parameter, type Result } from '../dataservice/testSupport';
import { FIXED } from '..';
import type { Ask, Expected } from './facts';

/* Requests and answers that the facts of DataService share. */

export function ask(operation: string, body: object, more: Partial<Ask> = {}): Ask {
	return { method: 'POST', path: `/DataService/json/SyncReply/${operation}`, body, ...more };
}

export function raw(operation: string, text: string, type?: string): Ask {
	const path = `/DataService/json/SyncReply/${operation}`;
	return { method: 'POST', path, raw: text, headers: { 'Content-Type': type } };
}

/** Account types: shipped rows, the same on every site. */
export const TYPES = { rootSchemaName: 'AccountType', columns: columns('Name') };
export const CUSTOMER = compare('Id', 3, parameter(0, FIXED.accountTypeCustomer));
export const types = (more: object) => ask('SelectQuery', { ...TYPES, ...more });

/** The answer is exactly the row "Customer". */
export const CUSTOMER_ALONE: Expected = {
	status: 200,
	json: { success: true, rows: [{ Name: 'Customer' }] },
};
/** The answer has every account type. */
export const ALL_TYPES: Expected = {
	status: 200,
	check: (answer, { emulator }) => {
		expect(answer.json<Result>().rowsAffected).toBe(emulator.store.count('AccountType'));
	},
};

export function without(object: object, ...names: string[]): object {
	return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

export function refused(status: number, ErrorCode: string, Message?: RegExp): Expected {
	const message = Message && { Message: expect.stringMatching(Message) as string };
	return { status, json: { success: false, responseStatus: { ErrorCode, ...message } } };
}
