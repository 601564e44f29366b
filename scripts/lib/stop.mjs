/**
 * A reason to end the command that the person at the keyboard can do something about: shown without a stack
 * trace, first what happened, then how to cure it.
 */
export class Stop extends Error {
	/**
	 * @param {string} message What happened.
	 * @param {string} [cure] What to do now.
	 */
	constructor(message, cure) {
		super(message);
		this.name = 'Stop';
		this.cure = cure;
	}
}
