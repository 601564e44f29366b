import { env } from 'node:process';

import { CreatioError } from '../nodes/shared/basics/errors';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for an address by `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in capitals or small letters, as
 * n8n's own requests follow them; `undefined` for a direct connection. Rejects with kind `address` what is not the
 * address of an HTTP proxy, such as one for SOCKS.
 */
export function proxyFor(
	{ protocol, hostname, port, host }: URL,
	environment: Environment = env,
): string | undefined {
	const isSecure = protocol === 'https:';
	const names = isSecure ? ['https_proxy', 'all_proxy', 'http_proxy'] : ['http_proxy', 'all_proxy'];
	const name = names.find((candidate) => valueOf(candidate, environment) !== '');
	if (name === undefined) return undefined;
	const exceptions = valueOf('no_proxy', environment)
		.split(/[,\s]/)
		.filter((entry) => entry !== '');
	if (exceptions.some((entry) => covers(entry, hostname, port || (isSecure ? '443' : '80'))))
		return undefined;
	return httpAddress(valueOf(name, environment)) ?? refuse(name.toUpperCase(), host);
}

function valueOf(name: string, environment: Environment): string {
	return (environment[name] || environment[name.toUpperCase()] || '').trim();
}

/** `*`, `host`, `.host`, `*.host` or `host:port`; a host stands for its subdomains as well. */
function covers(entry: string, hostname: string, port: string): boolean {
	if (entry === '*') return true;
	const [, name = entry, onlyPort = port] = /^([^:]+|\[[^\]]*\]):(\d{1,5})$/.exec(entry) ?? [];
	const domain = name.replace(/^\*?\./, '').toLowerCase();
	return onlyPort === port && (hostname === domain || hostname.endsWith(`.${domain}`));
}

/** Other tools take `proxy:3128` without a scheme too. */
function httpAddress(text: string): string | undefined {
	const address = text.includes('://') ? text : `http://${text}`;
	return URL.canParse(address) && /^https?:\/\//i.test(address) ? address : undefined;
}

/** The address of a proxy may contain a password, so the message leaves it out. */
function refuse(name: string, host: string): never {
	throw new CreatioError(
		'address',
		`${name} is not the address of an HTTP proxy, so ${host} cannot be reached`,
		{
			cure: `Where n8n runs, set it to an address such as http://proxy.example.com:3128 (SOCKS proxies are not supported), or add the host to NO_PROXY.`,
		},
	);
}
