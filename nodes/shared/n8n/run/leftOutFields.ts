import { grouped } from '../../basics/parallel';
import type { LeftOut } from '../../creatio/writing/inputColumns';

/** Names that a hint lists: items of other sources may have any number of fields. */
const SHOWN = 20;

const LONGEST_NAME = 60;

const WHY: Record<LeftOut, string> = {
	added: 'not columns of the record itself',
	file: 'columns that contain files',
	filled: 'filled in by Creatio',
	itemId: 'conditions choose the records',
	picture: 'pictures of another site',
	unknown: 'no such column',
};

/** The input fields that a run does not write, over all of its items. */
export class LeftOutFields {
	private readonly fields = new Map<string, LeftOut>();

	add(name: string, why: LeftOut): void {
		this.fields.set(name, why);
	}

	/** One sentence that names them, or none. */
	hints(): string[] {
		if (this.fields.size === 0) return [];
		const parts = [...grouped(this.fields, ([, why]) => why)].map(
			([why, some]) => `${listed(some.map(([name]) => name))} (${WHY[why]})`,
		);
		return [`Input fields that were not written: ${parts.join('; ')}.`];
	}
}

function listed(names: readonly string[]): string {
	const shown = names.slice(0, SHOWN).map((name) => name.slice(0, LONGEST_NAME));
	const more = names.length - shown.length;
	return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
