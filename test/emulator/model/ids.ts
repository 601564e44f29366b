import { createHash, randomUUID } from 'node:crypto';

export const ZERO_GUID = '00000000-0000-0000-0000-000000000000';

/** The same guid for the same text, in every run. */
export function guidOf(text: string): string {
	const hex = createHash('sha1').update(text).digest('hex');
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`4${hex.slice(13, 16)}`,
		`8${hex.slice(17, 20)}`,
		hex.slice(20, 32),
	].join('-');
}

export function newGuid(): string {
	return randomUUID();
}

export function isGuid(text: string): boolean {
	return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}

const GUID_FORMS = [
	/^[0-9a-f]{32}$/i,
	/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
	/^\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i,
	/^\([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\)$/i,
];

/** Reads a guid in any form of .NET: with dashes or without, in braces or parentheses, or as numbers. Returns it as it is stored. */
export function readGuid(text: string): string | undefined {
	const trimmed = text.trim();
	if (!GUID_FORMS.some((form) => form.test(trimmed))) return guidFromNumbers(trimmed);
	return joinGuid(trimmed.replaceAll(/[^0-9a-f]/gi, ''));
}

const HEX_PARTS =
	/^\{0x([\da-f]{1,8}),0x([\da-f]{1,4}),0x([\da-f]{1,4}),\{((?:0x[\da-f]{1,2},){7}0x[\da-f]{1,2})\}\}$/i;

/** `{0x00000003,0x0000,0x4000,{0x80,0x00,…}}` */
export function guidFromNumbers(text: string): string | undefined {
	const match = HEX_PARTS.exec(text.replace(/\s/g, ''));
	if (!match) return undefined;
	const [, first = '', second = '', third = '', rest = ''] = match;
	const bytes = rest.split(',').map((byte) => byte.slice(2).padStart(2, '0'));
	return joinGuid(first.padStart(8, '0') + second.padStart(4, '0') + third.padStart(4, '0') + bytes.join(''));
}

/** 32 digits as they are stored. */
export function joinGuid(digits: string): string {
	return digits.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Ids that are the same on every stock site (contract 11.3). */
export const FIXED = {
	supervisorUser: '7f3b869f-34f3-4f20-ab4d-7480a5fdf647',
	supervisorContact: '410006e1-ca4e-4502-a9ec-e54d922d2c00',
	allEmployees: 'a29a3ba5-4b0d-de11-9a51-005056c00008',
	systemAdministrators: '83a43ebc-f36b-1410-298d-001e8c82bcad',
	ourCompany: 'e308b781-3c5b-4ecb-89ef-5c1ed4da488e',
	accom: '405947d0-2ffb-4ded-8675-0475f19f5a81',
	andrewBaker: 'c4ed336c-3e9b-40fe-8b82-5632476472b4',
	accountTypeCustomer: '03a75490-53e6-df11-971b-001d60e938c6',
	contactTypeCustomer: '00783ef6-f36b-1410-a883-16d83cab0980',
	activityTypeTask: 'fbe0acdc-cfc0-df11-b00f-001d60e938c6',
	usDollar: '915e8a55-98d6-df11-9b2a-001d60e938c6',
	unitedStates: 'e0be1264-f36b-1410-fa98-00155d043204',
	englishUs: '6ebc31fa-ee6c-48e9-81bf-8003ac03b019',
	cultureEnUs: 'a5420246-0a8e-e111-84a3-00155d054c03',
} as const;
