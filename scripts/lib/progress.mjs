/** How often a step without a terminal says that it is still at work, in seconds. */
const reminderSeconds = 30;

/** @param {number} since */
const secondsSince = (since) => Math.round((Date.now() - since) / 1000);

/**
 * @template T
 * @typedef {object} StepOptions
 * @property {string} [usually] How long it commonly takes, e.g. "about 4 minutes".
 * @property {(result: T) => boolean} [succeeded] Whether a result is a good one; without it every result is.
 */

/**
 * Does one long piece of work and shows what is done and for how many seconds. On a terminal one line is kept up
 * to date; elsewhere (a log, CI) plain lines come at the start, every half minute and at the end.
 *
 * @template T
 * @param {string} title What is done, e.g. "Installing n8n".
 * @param {() => Promise<T>} work
 * @param {StepOptions<T>} [options]
 * @returns {Promise<T>}
 */
export async function step(title, work, { usually, succeeded = () => true } = {}) {
	const begin = Date.now();
	const hint = usually ? `, usually ${usually}` : '';
	const out = process.stdout;
	const show = out.isTTY
		? () => out.write(`\r\x1b[2K… ${title} (${secondsSince(begin)} s${hint})`)
		: () => out.write(`… ${title}, ${secondsSince(begin)} s\n`);
	if (out.isTTY) show();
	else out.write(`… ${title}${usually ? ` (usually ${usually})` : ''}\n`);
	const timer = setInterval(show, out.isTTY ? 1_000 : reminderSeconds * 1_000);
	const finish = (/** @type {string} */ mark) => {
		clearInterval(timer);
		out.write(`${out.isTTY ? '\r\x1b[2K' : ''}${mark} ${title} (${secondsSince(begin)} s)\n`);
	};
	try {
		const result = await work();
		finish(succeeded(result) ? '✓' : '✗');
		return result;
	} catch (error) {
		finish('✗');
		throw error;
	}
}
