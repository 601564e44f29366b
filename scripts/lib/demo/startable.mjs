import { answersOn, loopback, mustBeFree } from '../ports.mjs';
import { Stop } from '../stop.mjs';

/**
 * Makes sure, before anything is downloaded or built, that a demo can have its ports.
 *
 * @param {number} port Of n8n.
 * @param {number} emulatorPort
 */
export async function mustBeStartable(port, emulatorPort) {
	const isRunning = (await answersOn('n8n', port)) && (await answersOn('the Creatio emulator', emulatorPort));
	if (isRunning) {
		throw new Stop(
			`A demo is already running: n8n on port ${port} and the Creatio emulator on port ${emulatorPort}.`,
			`Use it at http://${loopback}:${port}, stop it with Ctrl-C where it was started, or start another one beside it: ` +
				'npm run demo -- --port 5680 --emulator-port 8100',
		);
	}
	await mustBeFree(port, 'n8n', 'Stop that program, or choose another port: npm run demo -- --port 5680');
	await mustBeFree(
		emulatorPort,
		'the Creatio emulator',
		'Stop that program, or choose another port: npm run demo -- --emulator-port 8100',
	);
}
