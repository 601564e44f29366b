/** What the library's reader of bodies says of one that it cannot read (contract 2.9). */
export class UnreadableBody extends Error {
	constructor(readonly sentence: string) {
		super(sentence);
	}
}

/** The one fault of a body that ASP.NET Core finds itself, and so names (contract 2.9). */
export class MissingBody extends UnreadableBody {
	constructor() {
		super('A non-empty request body is required.');
	}
}
