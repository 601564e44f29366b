import { type Answer, empty, html } from '../http';
import type { Hosting } from '../options';

/**
 * What an unhandled exception or an unreadable request gets (contract 6.2): a page of WCF on
 * .NET Framework, nothing on .NET.
 */
export function requestError(hosting: Hosting, status: 400 | 500): Answer {
	if (hosting === 'net') return empty(status);
	const reason =
		status === 400
			? 'The server encountered an error processing the request. See server logs for more details.'
			: 'The server encountered an error processing the request. The exception message is hidden. See server logs for more details.';
	return html(
		[
			'<?xml version="1.0" encoding="utf-8"?>',
			'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">',
			'<html xmlns="http://www.w3.org/1999/xhtml">',
			'  <head><title>Request Error</title></head>',
			`  <body><div id="content"><p class="heading1">Request Error</p><p>${reason}</p></div></body>`,
			'</html>',
		].join('\n'),
		status,
	);
}

/** A verb that the method does not have: 405 on .NET Framework, 404 on .NET (contract 6.2). */
export function wrongVerb(hosting: Hosting, allowed: 'GET' | 'POST'): Answer {
	if (hosting === 'net') return empty(404);
	return {
		...html(
			'<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Service</title></head><body><p class="heading1">Service</p><p>Method not allowed.</p></body></html>',
			405,
		),
		headers: [
			['Content-Type', 'text/html; charset=UTF-8'],
			['Allow', allowed],
		],
	};
}
