import { CreatioError } from '../../basics/errors';

/** What an upload has done so far, for what is to be said of it when it fails. */
export interface Progress {
	/** The site may have a row, or a changed content, of this upload. */
	hasBegun: boolean;
	/** Bytes that the site has confirmed in the current attempt. */
	confirmed: number;
	/** The length that the site is known to have stored: that of a first chunk, and that of a look-up. */
	known: number;
	/** The site does not say how much it has stored. */
	isUnverified: boolean;
}

/** The failure of a file whose stored length is not its own. */
export function lengthError(name: string, length: number): CreatioError {
	return new CreatioError('unreadable', `The site did not store "${name}" as it was sent`, {
		mayPass: true,
		perhapsDone: true,
		cure: `Its content there is not ${length.toLocaleString('en-US')} bytes long. A gateway in front of the site may deliver requests twice.`,
	});
}
