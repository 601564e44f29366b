import { type Answer, escapeXml, html } from '../http';
import type { ServiceErrorDetails } from './host';

/** The texts of IIS's own error pages: what stands behind the status in the title, and the sentence below it. */
const IIS_TEXTS = {
	401: [
		'Unauthorized: Access is denied due to invalid credentials.',
		'You do not have permission to view this directory or page using the credentials that you supplied.',
	],
	403: [
		'Forbidden: Access is denied.',
		'You do not have permission to view this directory or page using the credentials that you supplied.',
	],
	404: [
		'File or directory not found.',
		'The resource you are looking for might have been removed, had its name changed, or is temporarily unavailable.',
	],
	405: [
		'HTTP verb used to access this page is not allowed.',
		'The page you are looking for cannot be displayed because an invalid method (HTTP verb) was used to attempt access.',
	],
	500: [
		'Internal server error.',
		'There is a problem with the resource you are looking for, and it cannot be displayed.',
	],
	502: [
		'Web server received an invalid response while acting as a gateway or proxy server.',
		'There is a problem with the page you are looking for, and it cannot be displayed. When the Web server (while acting as a gateway or proxy) contacted the upstream content server, it received an invalid response from the content server.',
	],
} as const;

export type IisStatus = keyof typeof IIS_TEXTS;

/**
 * A page of IIS as remote callers see it: without the sub-status (contract 10.1). Its beginning is recorded in
 * `wire-samples/odata4/error-404-iis-html-excerpt.txt`.
 */
export function iisPage(status: IisStatus): Answer {
	const [title, sentence] = IIS_TEXTS[status];
	return {
		status,
		headers: [['Content-Type', 'text/html']],
		body: [
			'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">',
			'<html xmlns="http://www.w3.org/1999/xhtml">',
			'<head>',
			'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"/>',
			`<title>${status} - ${title}</title>`,
			'<style type="text/css">',
			'<!--',
			'body{margin:0;font-size:.7em;font-family:Verdana, Arial, Helvetica, sans-serif;background:#EEEEEE;}',
			'fieldset{padding:0 15px 10px 15px;} ',
			'h1{font-size:2.4em;margin:0;color:#FFF;}',
			'h2{font-size:1.7em;margin:0;color:#CC0000;} ',
			'h3{font-size:1.2em;margin:10px 0 0 0;color:#000000;} ',
			'-->',
			'</style>',
			'</head>',
			'<body>',
			'<div id="header"><h1>Server Error</h1></div>',
			'<div id="content">',
			' <div class="content-container"><fieldset>',
			`  <h2>${status} - ${title}</h2>`,
			`  <h3>${sentence}</h3>`,
			' </fieldset></div>',
			'</div>',
			'</body>',
			'</html>',
			'',
		].join('\r\n'),
	};
}

/** What http.sys says of a request that never reaches IIS. The titles are Windows' own. */
const HTTP_SYS_TEXTS = {
	tooLong: ['Request Too Long', 'The size of the request headers is too long.'],
	url: ['Invalid URL', 'The request URL is invalid.'],
	hostname: ['Invalid Hostname', 'The request hostname is invalid.'],
	verb: ['Invalid Verb', 'The request verb is invalid.'],
} as const;

/** 400 of http.sys, behind which the connection is closed (contract 10.1). */
export function httpSysPage(what: keyof typeof HTTP_SYS_TEXTS): Answer {
	const [title, sentence] = HTTP_SYS_TEXTS[what];
	return closing(400, httpSysHtml('Bad Request', `Bad Request - ${title}`, `HTTP Error 400. ${sentence}`));
}

/** 503 of http.sys: the application pool is stopped or starts again (contract 14). */
export function poolStoppedPage(): Answer {
	const title = 'Service Unavailable';
	return closing(503, httpSysHtml(title, title, 'HTTP Error 503. The service is unavailable.'));
}

function closing(status: number, body: string): Answer {
	return {
		status,
		headers: [
			['Content-Type', 'text/html; charset=us-ascii'],
			['Server', 'Microsoft-HTTPAPI/2.0'],
			['Connection', 'close'],
		],
		body,
	};
}

function httpSysHtml(title: string, headline: string, sentence: string): string {
	return [
		'<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN""http://www.w3.org/TR/html4/strict.dtd">',
		`<HTML><HEAD><TITLE>${title}</TITLE>`,
		'<META HTTP-EQUIV="Content-Type" Content="text/html; charset=us-ascii"></HEAD>',
		`<BODY><h2>${headline}</h2>`,
		`<hr><p>${sentence}</p>`,
		'</BODY></HTML>',
		'',
	].join('\r\n');
}

/** 413 of IIS, which has only a sentence for it (contract 2.12). */
export function tooLargePage(): Answer {
	return html('The page was not displayed because the request entity is too large.', 413);
}

/** 400 of ASP.NET, with the sentence of its exception (contract 10.1). */
export function aspNetPage(sentence: string): Answer {
	const shown = escapeXml(sentence);
	return html(
		[
			'<!DOCTYPE html>',
			'<html>',
			'    <head>',
			`        <title>${shown}</title>`,
			'        <meta name="viewport" content="width=device-width" />',
			'    </head>',
			'    <body bgcolor="white">',
			"            <span><H1>Server Error in '/' Application.<hr width=100% size=1 color=silver></H1>",
			`            <h2> <i>${shown}</i> </h2></span>`,
			`            <b> Exception Details: </b>System.Web.HttpException: ${shown}<br><br>`,
			'    </body>',
			'</html>',
			'',
		].join('\r\n'),
		400,
	);
}

/** WCF's page "Request Error" (contract 6.2). With help switched on, its paragraph begins `<p xmlns="">`. */
export function serviceErrorPage(status: 400 | 500, { message, helpUrl }: ServiceErrorDetails = {}): string {
	const hidden = status === 500 ? ' The exception message is hidden.' : '';
	const exception = message === undefined ? hidden : ` The exception message is '${escapeXml(message)}'.`;
	const help =
		helpUrl === undefined
			? ''
			: ` Please see the <a rel="help-page" href="${escapeXml(helpUrl)}">service help page</a> for constructing valid requests to the service.`;
	const trace = message === undefined ? '' : ' The exception stack trace is: ';
	const paragraph = helpUrl === undefined ? '<p>' : '<p xmlns="">';
	return [
		'<?xml version="1.0" encoding="utf-8"?>',
		'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">',
		'<html xmlns="http://www.w3.org/1999/xhtml">',
		'  <head>',
		'    <title>Request Error</title>',
		'  </head>',
		'  <body>',
		'    <div id="content">',
		'      <p class="heading1">Request Error</p>',
		`      ${paragraph}The server encountered an error processing the request.${help}${exception} See server logs for more details.${trace}</p>`,
		...(message === undefined
			? []
			: [
					'      <p>   at System.ServiceModel.Dispatcher.DispatchOperationRuntime.InvokeBegin(MessageRpc rpc)</p>',
				]),
		'    </div>',
		'  </body>',
		'</html>',
	].join('\n');
}

/** WCF's page for a verb that a method does not have (contract 6.2). */
export function wrongVerbPage(): string {
	return '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Service</title></head><body><p class="heading1">Service</p><p>Method not allowed.</p></body></html>';
}
