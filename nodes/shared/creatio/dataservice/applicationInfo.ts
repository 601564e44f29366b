import { isMembers, member, membersOf, textIn } from '../../basics/json';
import type { ServiceRequest } from '../../connection/serviceCall';

/** What a site reports of itself and of the user's settings (contract 1.6). */
export const APPLICATION_INFO: ServiceRequest = {
	method: 'POST',
	service: 'serviceModel',
	path: 'ApplicationInfoService.svc/GetApplicationInfo',
	json: {},
	repeat: 'read',
};

/** What a site does not report is missing. */
export interface ApplicationInfo {
	/** Such as `8.3.2.4199`. */
	readonly version: string | undefined;
	/** The user's language, such as `en-US`. */
	readonly culture: string | undefined;
	/** The user's clock, in minutes east of UTC as of now. */
	readonly offset: number | undefined;
}

/** Reads the answer to `APPLICATION_INFO`. */
export function readApplicationInfo(json: unknown): ApplicationInfo {
	const info = isMembers(json) ? membersOf(member(json, 'applicationInfo')) : {};
	const values = membersOf(member(info, 'sysValues'));
	const offset = member(values, 'userTimezoneOffset');
	const isOffset = typeof offset === 'number' && Number.isInteger(offset) && Math.abs(offset) <= 14 * 60;
	return {
		version: textIn(values, 'coreVersion'),
		culture: textIn(membersOf(member(values, 'userCulture')), 'displayValue'),
		offset: isOffset ? offset : undefined,
	};
}
