import { type CreatioError, inputError } from '../basics/errors';
import { keyText } from '../basics/keyText';
import { LABELS } from '../basics/labels';

const FIELD = LABELS.siteAddress;
/** What browsers and servers take. */
const LONGEST_ADDRESS = 8_000;

const EXAMPLE = 'Write it like https://mysite.creatio.com.';

/**
 * The first parts of the paths that a site serves under its own address, in lower case (contract 0.3). For others the origin
 * is tried when nothing answers as Creatio at the path.
 */
export const SITE_PATHS: ReadonlySet<string> = new Set([
	'0',
	'api',
	'clientapp',
	'conf',
	'connect',
	'core',
	'dataservice',
	'imageapiservice',
	'img',
	'index.html',
	'login',
	'msg',
	'navigation',
	'nui',
	'odata',
	'rest',
	'servicemodel',
	'shell',
	'simplelogin',
	'ssologin',
	'ssp',
	'viewmodule',
]);

/** A part that is a page, not a folder. */
const PAGE = /\.(?:aspx|html?|svc)$/i;

/**
 * Cuts what a user pasted down to the address of the site, without a trailing slash; a path in front of Creatio's own
 * (`https://host/app`) is kept. Rejects with kind `input`.
 */
export function siteFromAddress(text: string): string {
	const trimmed = keyText(text);
	if (trimmed.length > LONGEST_ADDRESS) throw invalid('is too long for an address');
	if (trimmed === '') throw inputError(`The field ${FIELD} is empty`, EXAMPLE);
	const url = parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
	if (!url || url.hostname === '' || /\s/.test(trimmed)) throw invalid('is not the address of a site');
	if (url.protocol !== 'https:' && url.protocol !== 'http:')
		throw invalid('must begin with https:// or http://');
	if (url.username !== '' || url.password !== '') {
		throw invalid('must not contain a user name or a password; they have their own fields');
	}
	const parts = url.pathname.split('/').filter((part) => part !== '');
	const own = parts.findIndex((part) => SITE_PATHS.has(part.toLowerCase()) || PAGE.test(part));
	const base = own < 0 ? parts : parts.slice(0, own);
	return [url.origin, ...base].join('/');
}

function parse(text: string): URL | undefined {
	return URL.canParse(text) ? new URL(text) : undefined;
}

function invalid(why: string): CreatioError {
	return inputError(`The field ${FIELD} ${why}`, EXAMPLE);
}

/**
 * Whether an address belongs to a site: its origin, and the folder that it is in. Another folder of the same host is another
 * site. Letter case does not matter to the hosts of Creatio.
 */
export function isWithinSite(address: string, site: string): boolean {
	if (!URL.canParse(address)) return false;
	const { origin, pathname } = new URL(address);
	const root = new URL(site);
	// First, since the origin of an address without a host cannot be read as one.
	if (origin !== root.origin) return false;
	// A host may read encoded slashes as slashes, so that dots behind them lead out of the folder.
	const path = new URL(origin + pathname.replace(/%2f|%5c/gi, '/')).pathname;
	const folder = root.pathname.replace(/\/$/, '');
	return `${path}/`.toLowerCase().startsWith(`${folder}/`.toLowerCase());
}

/**
 * Where a cloud site's identity service issues tokens: the first label of the host with `-is` (contract 1.8).
 * Rejects with kind `input` for hosts without such a label.
 */
export function identityTokenUrl(site: string): string {
	const url = new URL(site);
	const [first = '', ...rest] = url.hostname.split('.');
	const isAddress = /^[\d.]+$/.test(url.hostname) || url.hostname.startsWith('[') || rest.length === 0;
	if (isAddress) {
		throw inputError(
			`The token address cannot be derived from the site ${url.host}`,
			`Fill in the field "${LABELS.tokenAddress}": your administrator finds it in the system setting OAuth20IdentityServerUrl; add /connect/token.`,
		);
	}
	url.hostname = [`${first}-is`, ...rest].join('.');
	return `${url.origin}/connect/token`;
}

const UNSAFE_PATH = /(^|\/)(\.|%2e){1,2}(\/|$)|\/\/|\\|%5c|^\/|[\s#]/i;

/** Joins a path to a service's root. Rejects what could lead out of it; callers encode what users enter. */
export function serviceAddress(root: string, path: string): string {
	const [beforeQuery = ''] = path.split('?');
	if (UNSAFE_PATH.test(beforeQuery)) {
		throw inputError(
			'A name would lead out of the address of Creatio',
			'Remove slashes, dots and spaces from the names you typed.',
		);
	}
	return root + path;
}
