import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { step } from '../progress.mjs';
import { Stop } from '../stop.mjs';
import { canInstallDebianPackages, installDebianPackages } from './debian.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macPrograms = [
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

function findChromium() {
	const named = process.env.CREATIO_NODES_CHROMIUM;
	if (named) {
		if (existsSync(named)) return named;
		throw new Stop(`CREATIO_NODES_CHROMIUM names ${named}, which does not exist.`, 'Correct or unset it.');
	}
	const folders = (process.env.PATH ?? '').split(delimiter);
	return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...macPrograms].find(
		(program) => existsSync(program),
	);
}

/**
 * The browser that drives n8n's editor.
 *
 * @returns {Promise<string>} Path of the program.
 */
export async function bringChromium() {
	const found = findChromium();
	if (found) return found;
	if (canInstallDebianPackages()) {
		await step('Installing Chromium', () => installDebianPackages(['chromium']), { usually: 'a minute' });
		const installed = findChromium();
		if (installed) return installed;
	}
	throw new Stop(
		'The tests in the editor need Chromium or Chrome, and none was found.',
		'Install it (on Debian: sudo apt-get install chromium) or name its program in CREATIO_NODES_CHROMIUM.',
	);
}
