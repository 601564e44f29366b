import { ZERO_GUID } from '../model/ids';
import { errorInfo, get, post, raw, value } from './define';
import { Dictionary, type ServiceMethod } from './method';

/** The vendor's example of a custom web service (contract 6.1). */
export const USR_CUSTOM_CONFIGURATION_SERVICE: Record<string, ServiceMethod> = {
	GetContactIdByName: get({ parameters: { Name: 'text' } }, ({ Name }, { context }) => {
		const [contact] = context.store.rows('Contact', '"Name" = ?', typeof Name === 'string' ? Name : '');
		return value(String(contact?.Id ?? ZERO_GUID));
	}),
};

/** A service of the emulator's own: every style of body, every kind of answer, every failure. */
export const USR_INTEGRATION_SERVICE: Record<string, ServiceMethod> = {
	// ---- styles ----
	AddNumbers: post({ parameters: { first: 'decimal', second: 'decimal' } }, ({ first, second }) =>
		value(Number(first) + Number(second)),
	),
	Repeat: get(
		{ style: 'bare', parameters: { text: 'text', times: 'integer', upper: 'boolean' } },
		({ text, times, upper }) => {
			const repeated = String(text ?? '').repeat(Math.min(Number(times), 100));
			return value(upper === true ? repeated.toUpperCase() : repeated);
		},
	),
	CountWords: post({ style: 'bare', parameters: { text: 'text' } }, ({ text }) =>
		value(
			String(text ?? '')
				.split(/\s+/)
				.filter((word) => word !== '').length,
		),
	),
	Describe: post({ style: 'bare', parameters: { order: 'object' } }, ({ order }) => {
		const members = Object.keys((order as object | null) ?? {});
		return value({ isEmpty: members.length === 0, members });
	}),
	Join: post({ style: 'wrappedRequest', parameters: { parts: 'list', separator: 'text' } }, (args) =>
		value(((args.parts as unknown[] | null) ?? []).map(String).join(String(args.separator ?? ''))),
	),
	Length: post({ style: 'wrappedResponse', parameters: { text: 'text' } }, ({ text }) =>
		value(String(text ?? '').length),
	),
	SplitName: post({ parameters: { fullName: 'text' } }, ({ fullName }) => {
		const [givenName = '', ...rest] = String(fullName ?? '').split(' ');
		return {
			kind: 'jsonWithOut',
			value: rest.length > 0,
			out: { givenName, surname: rest.join(' ') },
		};
	}),
	// ---- answers ----
	GetTotals: post({ parameters: { date: 'text' } }, () =>
		value({
			on: new Date(1_700_000_000_000),
			byCurrency: new Dictionary([
				['USD', 10.5],
				['EUR', 3],
			]),
			lines: [{ link: 'https://shop.example/1', amount: 10.5, note: null }],
		}),
	),
	GetNothing: post({}, () => value(null)),
	DoNothing: post({ style: 'bare' }, () => raw('', 'application/json; charset=utf-8')),
	GetText: get({ style: 'bare', parameters: { name: 'text' } }, ({ name }) =>
		raw(`Hello, ${String(name ?? 'nobody')}\r\n`, 'text/plain; charset=utf-8'),
	),
	GetXml: get({ style: 'bare' }, () =>
		raw(
			'<ArrayOfstring xmlns="http://schemas.microsoft.com/2003/10/Serialization/Arrays" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><string>one &amp; two</string><string>three</string></ArrayOfstring>',
			'application/xml; charset=utf-8',
		),
	),
	GetFile: get({ style: 'bare' }, () =>
		raw(Buffer.from([0, 1, 2, 253, 254, 255, 10, 13]), 'application/octet-stream', {
			headers: [['Content-Disposition', "attachment; filename*=UTF-8''r%C3%A9sum%C3%A9.bin"]],
		}),
	),
	SaveBytes: post({ style: 'bare', takesBytes: true }, (_args, { request }) => value(request.body.length)),
	// ---- failures ----
	FailHandled: post({}, (_args, call) =>
		value({
			responseStatus: null,
			rowsAffected: 0,
			nextPrcElReady: false,
			success: false,
			errorInfo: errorInfo(call, 'OperationRightsException', 'The order is closed.'),
		}),
	),
	FailHandledBare: post({ style: 'bare' }, (_args, call) =>
		value({
			success: false,
			errorInfo: errorInfo(call, 'InvalidOperationException', 'The order is closed.'),
		}),
	),
	/** A ConfigurationServiceResponse contains its error twice. */
	FailTwice: post({}, (_args, call) =>
		value({
			success: false,
			responseStatus: {
				ErrorCode: 'InvalidOperationException',
				Message: 'The order is closed.',
				StackTrace: '',
			},
			errorInfo: errorInfo(call, 'InvalidOperationException', 'The order is closed.'),
		}),
	),
	FailUnhandled: post({}, () => ({ kind: 'unhandled' })),
	FailUnhandledOnGet: get({}, () => ({ kind: 'unhandled' })),
	/** What the platform offers for exceptions sets the status (contract 6.1). */
	FailWithStatus: post({}, (_args, call) =>
		failed(500, 'FailWithStatus', errorInfo(call, 'Exception', 'Boom.')),
	),
	OnlyForSome: post({}, (_args, call) =>
		call.caller.user.mayWrite
			? value('allowed')
			: failed(403, 'OnlyForSome', errorInfo(call, 'SecurityException', 'No rights for this method.')),
	),
};

function failed(status: number, method: string, error: ReturnType<typeof errorInfo>): ReturnType<typeof raw> {
	const body = { [`${method}Result`]: { success: false, errorInfo: error } };
	return raw(JSON.stringify(body), 'application/json; charset=utf-8', { status });
}

/** Runs for anybody, as the system user. */
export const USR_PUBLIC_SERVICE: Record<string, ServiceMethod> = {
	Ping: get({}, () => value('pong')),
	Register: post({ parameters: { email: 'text' } }, ({ email }, { caller }) =>
		value({ email: String(email ?? ''), runsAs: caller.user.name }),
	),
};
