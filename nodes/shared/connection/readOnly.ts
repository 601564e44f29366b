import { type CreatioError, inputError } from '../basics/errors';
import { LABELS } from '../basics/labels';

/** The refusal of whatever may change something, for a credential that allows reading only. Nothing was sent. */
export function readOnlyError(): CreatioError {
	return inputError(
		`The credential only allows reading: its field ${LABELS.readOnly} is turned on`,
		`Use another credential, or turn off ${LABELS.readOnly} in this one.`,
	);
}

/** A request that the user wrote. */
export interface OwnRequest {
	readonly method: string;
	/** The whole address, or its path. */
	readonly address: string;
	readonly headers?: Readonly<Record<string, unknown>>;
}

/** Methods that change nothing by themselves. */
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Headers by which servers take another method than the one of the request. */
const OVERRIDES: ReadonlySet<string> = new Set([
	'x-http-method',
	'x-http-method-override',
	'x-method-override',
]);

/**
 * Whether a request that the user wrote may change something. Whoever says that a POST may be repeated does not say that it only
 * reads, so only a GET does. A custom web service that changes something by GET cannot be recognised.
 */
export function mayChange({ method, address, headers = {} }: OwnRequest): boolean {
	const isRead = READS.has(method.toUpperCase());
	const isOverridden = Object.keys(headers).some((name) => OVERRIDES.has(name.trim().toLowerCase()));
	return !isRead || isOverridden || changesByAnyMethod(address);
}

/** Names of requests of DataService that read; the others change something (contract 4, 8.2). */
const DATA_SERVICE_READS = /^(?:select|query|get|read)\w{0,200}$|^runtimeentityschemarequest$|^metadata$/;

/** What addresses of DataService have before the name of the request. */
const DATA_SERVICE_FORMATS: ReadonlySet<string> = new Set(
	'json jsv xml csv syncreply asynconeway reply oneway'.split(' '),
);

/** Names of methods of Creatio's own services that change something. */
const CHANGING =
	/^(?:add|approve|build|cancel|change|clear|compile|complete|create|delete|disable|enable|execute|grant|import|insert|install|lock|merge|move|post|publish|rebuild|reject|remove|reset|restart|revoke|run|save|send|set|start|stop|terminate|uninstall|unlock|update|upload)/;

/**
 * Whether an address stands for a change whatever the method is: DataService takes its queries by GET as well, and so does the
 * service that runs processes (contract 5.1).
 */
export function changesByAnyMethod(address: string): boolean {
	// Clients leave out tabs and line breaks. A decoded "?" is a part of the path, which may go on after it.
	const [path = ''] = address.replace(/[\t\r\n]/g, '').split(/[?#]/, 1);
	const parts = decoded(path)
		.normalize('NFKC')
		.toLowerCase()
		.split(/[\\/?#]+/)
		.map((part) => part.split(';', 1).join(''))
		.filter((part) => part !== '');
	const after = (name: string) => (parts.includes(name) ? parts.slice(parts.indexOf(name) + 1) : []);
	// Servers ignore what follows the name of the request, so that the last part need not be it.
	const requests = after('dataservice').filter((part) => !DATA_SERVICE_FORMATS.has(part));
	if (requests.some((request) => !DATA_SERVICE_READS.test(request))) return true;
	if (after('processengineservice.svc').length > 0) return true;
	const [service, ...methods] = after('servicemodel');
	// OData 3 has names of objects there, and changes nothing by GET.
	return service !== 'entitydataservice.svc' && methods.some((method) => CHANGING.test(method));
}

/** Servers and gateways may decode an address once each. */
const MOST_DECODINGS = 3;

function decoded(address: string): string {
	let text = address;
	for (let count = 0; count < MOST_DECODINGS; count++) {
		try {
			text = decodeURIComponent(text);
		} catch {
			return text;
		}
	}
	return text;
}
