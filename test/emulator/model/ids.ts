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
