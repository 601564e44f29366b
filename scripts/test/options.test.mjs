import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readChoices, readNumber, readOptions, readPort } from '../lib/options.mjs';
import { Stop } from '../lib/stop.mjs';

/** @param {string} message */
const stopsWith = (message) => (/** @type {unknown} */ error) => {
	assert.ok(error instanceof Stop);
	assert.equal(error.message, message);
	return true;
};

for (const allowPositionals of [false, true]) {
	test(`an unknown option is named, with the help${allowPositionals ? ', beside other arguments' : ''}`, () => {
		assert.throws(
			() => readOptions({ args: ['--wat'], options: {}, allowPositionals }, 'the help'),
			stopsWith("Unknown option '--wat'.\n\nthe help"),
		);
	});
}

test('an argument where none belongs is named', () => {
	assert.throws(
		() => readOptions({ args: ['wat'], options: {} }, 'the help'),
		stopsWith("Unexpected argument 'wat'. This command does not take positional arguments.\n\nthe help"),
	);
});

for (const text of ['', 'x', '1.5', '0']) {
	test(`"${text}" is not a number of at least 1`, () => {
		assert.throws(
			() => readNumber(text, '--rows', 1),
			stopsWith(`--rows must be a whole number from 1 on, not "${text}".`),
		);
		assert.throws(
			() => readPort(text, '--port'),
			stopsWith(`--port must be a number from 1 to 65535, not "${text}".`),
		);
	});
}

test('one of several words is taken, another one is not', () => {
	assert.deepEqual(readChoices(['net', 'framework'], '--host', ['framework', 'net']), ['net', 'framework']);
	assert.throws(
		() => readChoices(['net', 'iis'], '--host', ['framework', 'net']),
		stopsWith('--host must be framework or net, not "iis".'),
	);
});

test('a whole number is taken', () => {
	assert.equal(readNumber('12', '--rows', 12), 12);
});
