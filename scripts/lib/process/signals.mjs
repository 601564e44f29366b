import { existsSync, readdirSync, readFileSync } from 'node:fs';

/**
 * @param {number} group
 * @param {NodeJS.Signals | 0} signal
 * @returns {boolean} Whether the group still has members.
 */
export function signalGroup(group, signal) {
	try {
		process.kill(-group, signal);
		return true;
	} catch {
		return false;
	}
}

/**
 * Whether anything of the group still runs. Members that have ended but that nobody has reaped do not count: in a
 * container without an init process they stay for good.
 *
 * @param {number} group
 */
export function isRunning(group) {
	if (!signalGroup(group, 0)) return false;
	if (!existsSync('/proc/self/stat')) return true;
	return readdirSync('/proc').some((entry) => {
		if (!/^\d+$/.test(entry)) return false;
		try {
			// "pid (name) state parent group ...", where the name may hold anything.
			const fields = readFileSync(`/proc/${entry}/stat`, 'utf8');
			const [state, , itsGroup] = fields.slice(fields.lastIndexOf(')') + 2).split(' ');
			return Number(itsGroup) === group && state !== 'Z';
		} catch {
			return false;
		}
	});
}
