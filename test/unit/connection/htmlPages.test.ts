import { isHtml, isLoginPage, wordsOfErrorPage } from '../../../nodes/shared/connection/htmlPages';

it.each([
	['<a href="/Login/Login.html">', true],
	['"bootstrap.login"', true],
	['nuilogin.aspx', true],
	['bootstrapXlogin', false],
	['Please log in', false],
	['', false],
])('%j is the login page: %s', (text, isLogin) => {
	expect(isLoginPage(text)).toBe(isLogin);
});

it.each([
	['text/html; charset=utf-8', '{}', true],
	['Text/HTML', '', true],
	['application/json', '<!DOCTYPE html>', true],
	['application/json', '<!doctype HTML>', true],
	['application/json', ' \r\n<html lang="en">', true],
	[undefined, '<html>', true],
	[undefined, '{}', false],
	['application/json', '{"a":"<html>"}', false],
	['application/xml', '<?xml version="1.0"?><edmx/>', false],
	['application/json', `${' '.repeat(200)}<html>`, false],
])('%s %j is HTML: %s', (type, text, is) => {
	expect(isHtml({ headers: type === undefined ? {} : { 'content-type': type } }, text)).toBe(is);
});

describe('the words of an error page', () => {
	const LOGS = ' See server logs for more details.';
	const HELP = ' Please see the <a href="help">service help page</a>.';

	it.each([
		[`The server encountered an error.${LOGS}`, 'The server encountered an error.'],
		[`  The server encountered an error.${HELP}`, 'The server encountered an error.'],
		['The server\n encountered', undefined],
		[`The server encountered an error: <b>x</b>\r\n\t y.${LOGS}`, 'The server encountered an error: x y.'],
		[
			'The server encountered an error: &lt;a&gt; &quot;b&quot; &#39;c&#39; d &amp; e &amp;lt;',
			'The server encountered an error: <a> "b" \'c\' d & e &lt;',
		],
		['the SERVER encountered an error ', 'the SERVER encountered an error'],
		['Welcome', undefined],
	])('in the paragraph %j are %j', (paragraph, words) => {
		expect(wordsOfErrorPage(`<html><p>Hello</p><P>${paragraph}</P><p>End</p></html>`)).toBe(words);
	});

	it('are found on the page of a site with help switched on', () => {
		const page = `<p class="heading1">Request Error</p><p xmlns="">The server encountered an error.${HELP} The exception message is 'a'.${LOGS}</p>`;
		expect(wordsOfErrorPage(page)).toBe("The server encountered an error. The exception message is 'a'.");
	});

	it('have a limited length', () => {
		const words = `The server encountered an error ${'x'.repeat(5_000)}`;
		expect(wordsOfErrorPage(`<p>${words}</p>`)).toBe(words.slice(0, 2_000));
	});

	it('are missing where there is no paragraph', () => {
		expect(wordsOfErrorPage('')).toBeUndefined();
		expect(wordsOfErrorPage('The server encountered an error.')).toBeUndefined();
	});
});
