/** An exception of the site: what the process log shows as `Type: message` (contract 5.3, point 5). */
export class ProcessFault extends Error {
	constructor(
		/** With namespace, e.g. `System.InvalidOperationException`. */
		readonly type: string,
		message: string,
	) {
		super(message);
	}

	/** The name that `errorCode` carries. */
	get errorCode(): string {
		return this.type.slice(this.type.lastIndexOf('.') + 1);
	}
}

export function itemNotFound(message: string): ProcessFault {
	return new ProcessFault('Terrasoft.Common.ItemNotFoundException', message);
}
