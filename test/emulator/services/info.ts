import type { Call } from '../context';
import { sessionOffset } from '../dataservice/query';
import { type Answer, empty, json } from '../http';
import { serviceFault } from '../webservices/fault';
import { FIXED, ZERO_GUID } from '../model/ids';
import { unavailable } from './unavailable';

/** `UserInfoService.svc/GetCurrentUserInfo` (contract 1.6), in either of the two forms that clients read. */
export function currentUserInfo({ context, caller: { user, session } }: Call): Answer {
	const { userId, contactId, contactName, name } = user;
	switch (context.switches.userInfo) {
		case 'wrapped':
			return json({
				userInfo: {
					id: userId,
					contactId,
					contactName,
					photoId: ZERO_GUID,
					email: '',
					sessionId: session?.id ?? ZERO_GUID,
				},
			});
		case 'flat':
			return json({
				userId,
				userName: name,
				contactId,
				contactName,
				cultureId: FIXED.cultureEnUs,
				cultureName: 'en-US',
				userType: 'General',
			});
	}
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
	const state = context.switches.applicationInfo;
	if (state !== 'answers') {
		const broken = serviceFault(call, 500, 'Object reference not set to an instance of an object.');
		return unavailable(context, state, broken);
	}
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
