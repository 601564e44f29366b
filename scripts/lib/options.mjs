import { parseArgs } from 'node:util';
import { Stop } from './stop.mjs';

/**
 * Reads the options of a command; an unknown one ends it with the command's help.
 *
 * @template {import('node:util').ParseArgsConfig} T
 * @param {T} config
 * @param {string} help
 */
export function readOptions(config, help) {
	try {
		return parseArgs(config);
	} catch (error) {
		// For unknown options Node adds how to write an argument that begins with a dash.
		const complaint = String(error instanceof Error ? error.message : error).replace(
			/\.?( To specify .*)?$/s,
			'.',
		);
		throw new Stop(`${complaint}\n\n${help}`);
	}
}

/**
 * @param {string} text
 * @param {string} option
 */
export function readPort(text, option) {
	const port = Number(text);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new Stop(`${option} must be a number from 1 to 65535, not "${text}".`);
	}
	return port;
}

/**
 * @param {string} text
 * @param {string} option
 * @param {number} least
 */
export function readNumber(text, option, least) {
	const value = Number(text);
	if (text.trim() !== '' && Number.isInteger(value) && value >= least) return value;
	throw new Stop(`${option} must be a whole number from ${least} on, not "${text}".`);
}

/**
 * @template {string} T
 * @param {readonly string[]} texts
 * @param {string} option
 * @param {readonly T[]} choices
 * @returns {T[]}
 */
export function readChoices(texts, option, choices) {
	return texts.map((text) => {
		const choice = choices.find((one) => one === text);
		if (choice !== undefined) return choice;
		throw new Stop(`${option} must be ${choices.join(' or ')}, not "${text}".`);
	});
}
