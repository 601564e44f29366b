import { ZERO_GUID } from '../model/ids';
import { errorInfo, get, post, raw, value } from './define';
import { dictionaryOf, listOf } from '../wcf/types';
import { Dictionary, Moment } from '../wcf/values';
import type { ServiceMethod } from './method';

/** The vendor's example of a custom web service (contract 6.1). */
export const USR_CUSTOM_CONFIGURATION_SERVICE: Record<string, ServiceMethod> = {
	GetContactIdByName: get({ parameters: { Name: 'string' } }, ({ Name }, { context }) => {
		const [contact] = context.store.rows('Contact', '"Name" = ?', Name ?? '');
		return value(String(contact?.Id ?? ZERO_GUID));
	}),
};

const LINE = {
	kind: 'contract',
	name: 'Terrasoft.Configuration.UsrOrderLine',
	members: { product: { type: 'string', required: true }, amount: { type: 'decimal' } },
} as const;

const ORDER = {
	number: 'string',
	count: 'int',
	paid: 'bool',
	price: 'decimal',
	on: 'DateTime',
	account: 'Guid',
	kind: { kind: 'enum', name: 'Terrasoft.Configuration.UsrOrderKind' },
	tags: listOf('string'),
	totals: dictionaryOf('decimal'),
	lines: listOf(LINE),
	first: LINE,
} as const;

function parsed(body: Buffer): object | undefined {
	try {
		const json: unknown = JSON.parse(body.toString('utf8'));
		return typeof json === 'object' && json !== null ? json : undefined;
	} catch {
		return undefined;
	}
}

/** A service of the emulator's own: every style of body, every kind of answer, every failure. */
export const USR_INTEGRATION_SERVICE: Record<string, ServiceMethod> = {
	// ---- styles ----
	AddNumbers: post({ parameters: { first: 'double', second: 'double' } }, ({ first, second }) =>
		value(first + second),
	),
	Repeat: get(
		{ style: 'bare', parameters: { text: 'string', times: 'int', upper: 'bool' } },
		({ text, times, upper }) => {
			const repeated = (text ?? '').repeat(Math.max(0, Math.min(times, 100)));
			return value(upper ? repeated.toUpperCase() : repeated);
		},
	),
	CountWords: post({ style: 'bare', parameters: { text: 'string' } }, ({ text }) =>
		value((text ?? '').split(/\s+/).filter((word) => word !== '').length),
	),
	/** Takes a stream, and reads the JSON in it itself: so members of any name reach it. */
	Describe: post({ style: 'bare' }, (_args, { request }) => {
		const order = parsed(request.body);
		if (order === undefined) return { kind: 'unhandled', message: 'The order is not JSON.' };
		const members = Object.keys(order);
		return value({ isEmpty: members.length === 0, members });
	}),
	Join: post(
		{ style: 'wrappedRequest', parameters: { parts: listOf('string'), separator: 'string' } },
		({ parts, separator }) => value((parts ?? []).join(separator ?? '')),
	),
	/** Gives back what it has read, of every type. */
	ReadOrder: post({ parameters: ORDER }, (order) => value(order)),
	Length: post({ style: 'wrappedResponse', parameters: { text: 'string' } }, ({ text }) =>
		value((text ?? '').length),
	),
	SplitName: post({ parameters: { fullName: 'string' } }, ({ fullName }) => {
		const [givenName = '', ...rest] = (fullName ?? '').split(' ');
		return {
			kind: 'jsonWithOut',
			value: rest.length > 0,
			out: { givenName, surname: rest.join(' ') },
		};
	}),
	// ---- answers ----
	GetTotals: post({ parameters: { date: 'string' } }, () =>
		value({
			on: new Moment(1_700_000_000_000, 'local'),
			byCurrency: new Dictionary([
				['USD', 10.5],
				['EUR', 3],
			]),
			lines: [{ link: 'https://shop.example/1', amount: 10.5, note: null }],
		}),
	),
	GetNothing: post({}, () => value(null)),
	DoNothing: post({ style: 'bare' }, () => raw('', JSON_TYPE)),
	GetText: get({ style: 'bare', parameters: { name: 'string' } }, ({ name }) =>
		raw(`Hello, ${name ?? 'nobody'}\r\n`, 'text/plain; charset=utf-8'),
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
	/** Adds a record each time it is called. */
	AddContact: post({ parameters: { name: 'string' } }, ({ name }, { context }) =>
		value(context.store.insert('Contact', { Name: name ?? '' })),
	),
	SaveBytes: post({ style: 'bare' }, (_args, { request }) => value(request.body.length)),
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
	FailUnhandled: post({}, () => ({ kind: 'unhandled', message: 'The order is closed.' })),
	FailUnhandledOnGet: get({}, () => ({ kind: 'unhandled', message: 'The order is closed.' })),
	/** What the platform offers for exceptions sets the status (contract 6.1). */
	FailWithStatus: post({}, (_args, call) =>
		failed(500, 'FailWithStatus', errorInfo(call, 'Exception', 'Boom.')),
	),
	/** The envelope of the global error handler, which comes with 200 too (contract 6.2). */
	FailInErrorHandler: post({}, () => raw(GLOBAL_ERROR, JSON_TYPE)),
	OnlyForSome: post({}, (_args, call) =>
		call.caller.user.mayWrite
			? value('allowed')
			: failed(403, 'OnlyForSome', errorInfo(call, 'SecurityException', 'No rights for this method.')),
	),
};

const JSON_TYPE = 'application/json; charset=utf-8';
const GLOBAL_ERROR = JSON.stringify({
	Code: -1,
	Exception:
		'System.Web.HttpException: A potentially dangerous Request.Path value was detected from the client (:).',
});

function failed(status: number, method: string, error: ReturnType<typeof errorInfo>): ReturnType<typeof raw> {
	const body = { [`${method}Result`]: { success: false, errorInfo: error } };
	return raw(JSON.stringify(body), JSON_TYPE, { status });
}

/** Runs for anybody, as the system user. */
export const USR_PUBLIC_SERVICE: Record<string, ServiceMethod> = {
	Ping: get({}, () => value('pong')),
	Register: post({ parameters: { email: 'string' } }, ({ email }, { caller }) =>
		value({ email: email ?? '', runsAs: caller.user.name }),
	),
};
