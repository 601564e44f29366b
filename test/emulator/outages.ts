import { iisPage, poolStoppedPage, tooLargePage } from './hosts/pages';
import type { Answer } from './http';

/**
 * What servers in front of a site answer instead of it, in HTML whatever the caller accepts (contract 14).
 * The pages of nginx, Apache and HAProxy are those of `wire-samples/gateways`.
 */
const PAGES = {
	nginx: {
		400: 'Bad Request',
		401: 'Authorization Required',
		403: 'Forbidden',
		404: 'Not Found',
		405: 'Not Allowed',
		413: 'Request Entity Too Large',
		414: 'Request-URI Too Large',
		429: 'Too Many Requests',
		502: 'Bad Gateway',
		503: 'Service Temporarily Unavailable',
		504: 'Gateway Time-out',
	},
	apache: {
		403: ['Forbidden', "<p>You don't have permission to access this resource.</p>"],
		414: [
			'Request-URI Too Long',
			"<p>The requested URL's length exceeds the capacity\nlimit for this server.<br />\n</p>",
		],
		502: [
			'Proxy Error',
			'<p>The proxy server received an invalid\r\nresponse from an upstream server.<br />\r\nThe proxy server could not handle the request<p>Reason: <strong>Error reading from remote server</strong></p></p>',
		],
		503: [
			'Service Unavailable',
			'<p>The server is temporarily unable to service your\nrequest due to maintenance downtime or capacity\nproblems. Please try again later.</p>',
		],
	},
	haproxy: {
		400: ['Bad request', 'Your browser sent an invalid request.'],
		403: ['Forbidden', 'Request forbidden by administrative rules.'],
		408: ['Request Time-out', "Your browser didn't send a complete request in time."],
		429: ['Too Many Requests', 'You have sent too many requests in a given amount of time.'],
		502: ['Bad Gateway', 'The server returned an invalid or incomplete response.'],
		503: ['Service Unavailable', 'No server is available to handle this request.'],
		504: ['Gateway Time-out', "The server didn't respond in time."],
	},
	cloudflare: {
		403: 'Attention Required!',
		429: 'You are being rate limited',
		502: 'Bad gateway',
		503: 'Service temporarily unavailable',
		504: 'Gateway time-out',
		520: 'Web server is returning an unknown error',
		521: 'Web server is down',
		522: 'Connection timed out',
		524: 'A timeout occurred',
	},
	iis: {
		403: () => iisPage(403),
		404: () => iisPage(404),
		405: () => iisPage(405),
		413: tooLargePage,
		500: () => iisPage(500),
		502: () => iisPage(502),
		503: poolStoppedPage,
	},
} as const;

type Pages = typeof PAGES;

/** A server with a status that it has a page for. */
export type Outage = { [By in keyof Pages]: { by: By; status: keyof Pages[By] } }[keyof Pages];

export function isOutage(by: unknown, status: unknown): boolean {
	const pages = Object.entries(PAGES).find(([name]) => name === by)?.[1];
	return pages !== undefined && Object.hasOwn(pages, String(status));
}

/** `Retry-After` is rare beside such a page, but it exists (contract 14). */
export function outageAnswer(outage: Outage, retryAfter?: string): Answer {
	const answer = page(outage);
	return retryAfter === undefined
		? answer
		: { ...answer, headers: [...answer.headers, ['Retry-After', retryAfter]] };
}

function page(outage: Outage): Answer {
	switch (outage.by) {
		case 'nginx':
			return nginx(outage.status, PAGES.nginx[outage.status]);
		case 'apache':
			return apache(outage.status, PAGES.apache[outage.status]);
		case 'haproxy':
			return haproxy(outage.status, PAGES.haproxy[outage.status]);
		case 'cloudflare':
			return cloudflare(outage.status, PAGES.cloudflare[outage.status]);
		case 'iis':
			return PAGES.iis[outage.status]();
	}
}

function nginx(status: number, title: string): Answer {
	const lines = [
		'<html>',
		`<head><title>${status} ${title}</title></head>`,
		'<body>',
		`<center><h1>${status} ${title}</h1></center>`,
		'<hr><center>nginx/1.22.1</center>',
		'</body>',
		'</html>',
		'',
	];
	const headers: Answer['headers'] = [
		['Server', 'nginx/1.22.1'],
		['Content-Type', 'text/html'],
	];
	if (status === 401) headers.push(['WWW-Authenticate', 'Basic realm="Restricted"']);
	if (status === 400 || status === 413 || status === 414) headers.push(['Connection', 'close']);
	return { status, headers, body: lines.join('\r\n') };
}

type TitleAndSentence = readonly [title: string, sentence: string];

function apache(status: number, [title, sentence]: TitleAndSentence): Answer {
	const lines = [
		'<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">',
		'<html><head>',
		`<title>${status} ${title}</title>`,
		'</head><body>',
		`<h1>${title}</h1>`,
		sentence,
		'</body></html>',
		'',
	];
	return {
		status,
		headers: [
			['Server', 'Apache/2.4.71 (Debian)'],
			['Content-Type', 'text/html; charset=iso-8859-1'],
		],
		body: lines.join('\n'),
	};
}

function haproxy(status: number, [title, sentence]: TitleAndSentence): Answer {
	return {
		status,
		headers: [
			['Cache-Control', 'no-cache'],
			['Content-Type', 'text/html'],
		],
		body: `<html><body><h1>${status} ${title}</h1>\n${sentence}\n</body></html>\n`,
	};
}

/** Nobody has recorded one in front of Creatio; it has the marks by which such a page is known. */
function cloudflare(status: number, title: string): Answer {
	const lines = [
		'<!DOCTYPE html>',
		'<html class="no-js" lang="en-US">',
		'<head>',
		`<title>site.example | ${status}: ${title}</title>`,
		'<meta charset="UTF-8" />',
		'</head>',
		'<body>',
		'<div id="cf-wrapper"><div id="cf-error-details" class="p-0">',
		`<h1><span class="inline-block">${title}</span> <span class="code-label">Error code ${status}</span></h1>`,
		'<div>Cloudflare Ray ID: <strong>8f0c0ffee0000000</strong> &bull; Performance &amp; security by Cloudflare</div>',
		'</div></div>',
		'</body>',
		'</html>',
		'',
	];
	return {
		status,
		headers: [
			['Server', 'cloudflare'],
			['CF-RAY', '8f0c0ffee0000000-FRA'],
			['Cache-Control', 'private, max-age=0, no-store, no-cache, must-revalidate, post-check=0, pre-check=0'],
			['Content-Type', 'text/html; charset=UTF-8'],
		],
		body: lines.join('\n'),
	};
}
