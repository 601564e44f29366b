import type { Call } from '../context';
import { sessionOffset } from '../dataservice/query';
import { type Answer, empty, json } from '../http';
import { FIXED } from '../model/ids';

/** `UserInfoService.svc/GetCurrentUserInfo` (contract 1.6). */
export function currentUserInfo({ caller: { user } }: Call): Answer {
	return json({
		userId: user.userId,
		userName: user.name,
		contactId: user.contactId,
		contactName: user.contactName,
		cultureId: FIXED.cultureEnUs,
		cultureName: 'en-US',
		userType: 'General',
	});
}

const CORE_VERSIONS = {
	'7.18': '7.18.5.1500',
	'8.1': '8.1.5.2166',
	'8.2.3': '8.2.3.1199',
	'8.3.2': '8.3.2.4199',
};

/** `ApplicationInfoService.svc/GetApplicationInfo` (contract 1.6). */
export function applicationInfo(call: Call): Answer {
	const { context, caller } = call;
	const { user } = caller;
	const culture = { value: FIXED.cultureEnUs, displayValue: 'en-US' };
	return json({
		applicationInfo: {
			sysValues: {
				coreVersion: CORE_VERSIONS[context.options.version],
				currentUser: { value: user.userId, displayValue: user.name },
				currentUserContact: { value: user.contactId, displayValue: user.contactName },
				userCulture: culture,
				primaryCulture: culture,
				userTimezoneOffset: sessionOffset(call),
			},
		},
	});
}

/** `MainMenuService/Logout` (contract 1.6). */
export function logout({ context, caller: { session } }: Call): Answer {
	if (session) context.sessions.close(session);
	return json({});
}

export function ping(): Answer {
	return { ...empty(200), headers: [['Content-Type', 'text/plain']], body: 'pong' };
}
