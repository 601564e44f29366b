/** A request of a file service that is refused: 200 with `success:false` (contract 7.1). */
export class FileRefusal extends Error {
	constructor(
		/** Name of the exception. */
		readonly errorCode: string,
		message: string,
	) {
		super(message);
	}
}
