import { checkFileName, defaultName, extensionOf } from '../../../../nodes/shared/creatio/files/fileNames';

it.each([
	['a.pdf', 'pdf'],
	['a.tar.GZ', 'GZ'],
	['a', undefined],
	['a.', undefined],
	['.bashrc', 'bashrc'],
])('the extension of %s is %s', (name, extension) => {
	expect(extensionOf(name)).toBe(extension);
});

it.each(['a.pdf', '📎 "neu" 50% #1 + \'24\'.pdf', 'Счёт.pdf', 'a..b', '.htaccess', 'x'.repeat(250), '漢'])(
	'takes %s',
	(name) => {
		expect(() => checkFileName(name, 'option File Name')).not.toThrow();
	},
);

it.each([
	'a/b',
	'a\\b',
	'.',
	'..',
	'a\u0000',
	'a\u0085b',
	'a\ud83d',
	'a.',
	'a ',
	'x'.repeat(251),
	'📎'.repeat(126),
])('refuses %j', (name) => {
	expect(() => checkFileName(name, 'option File Name')).toThrow('option File Name');
});

it('goes by the size of the column where the site reports it', () => {
	expect(() => checkFileName('x'.repeat(400), 'option File Name', 500)).not.toThrow();
	expect(() => checkFileName('x'.repeat(60), 'option File Name', 50)).toThrow('takes 50');
});

it.each([
	['application/pdf', undefined, 'file.pdf'],
	['text/plain; charset=utf-8', undefined, 'file.txt'],
	['application/x-unknown', 'abc', 'file.abc'],
	['application/x-unknown', undefined, 'file'],
	['application/x-unknown', '../x', 'file'],
])('a file of type %s with the extension %s is %s', (type, extension, name) => {
	expect(defaultName(type, extension)).toBe(name);
});
