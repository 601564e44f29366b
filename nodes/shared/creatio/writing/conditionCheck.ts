import { attempt } from '../../basics/attempt';
import { bestEffort } from '../../basics/bestEffort';
import { inputError, isCancelled } from '../../basics/errors';
import type { Condition } from '../conditions/tree';
import type { Metadata } from '../model/objectModel';
import { type LookupTexts, saysUnknown, similarSentence, type UnknownText } from './lookupTexts';
import { type NamedByCondition, recordsNamedBy } from './namedByCondition';

/** Records that the hints of a run are about: items may each name another one. */
const MOST_HINTED = 10;

/** Looks for the records that conditions name. A name that no record has finds nothing, whatever was meant by it. */
export interface ConditionCheck {
	/**
	 * Sentences on texts and IDs that name no record of a lookup, with similar texts, for a read that found nothing. After one that
	 * found rows, on texts that these do not prove right, such as one of "is none of". A text that is compared with the display
	 * column behind a lookup (`Type.Name`) counts as well. Looks for the first ten in a run; those of one condition share requests.
	 * Never fails, unless the run is cancelled.
	 */
	hints(condition: Condition, found: 'nothing' | 'rows'): Promise<readonly string[]>;
	/**
	 * Rejects with kind `input` a text in place of a lookup that names no record: before a write, and before a trigger begins to wait
	 * for it. `place` names the conditions in the form. IDs are not looked for, since a user may compare with records that he is not
	 * allowed to see, and neither are texts of columns behind lookups, which need not be the name of anything.
	 */
	refuseUnknown(condition: Condition, place: string): Promise<void>;
}

export function createConditionCheck(
	metadata: Metadata,
	lookups: Pick<LookupTexts, 'unknown'>,
	exists: (object: string, id: string) => Promise<boolean>,
): ConditionCheck {
	let hinted = 0;

	async function hintOn(named: NamedByCondition): Promise<string | undefined> {
		const { target, by, value, path, isColumn } = named;
		if (by === 'id') {
			return (await exists(target, value))
				? undefined
				: `${target} has no record with the ID ${value} (column ${path.text}).`;
		}
		if (isColumn && (await metadata.displayColumn(target)) !== path.column.name) return undefined;
		const unknown = await lookups.unknown(target, value);
		return unknown && `${saysUnknown(unknown)} (column ${path.text}). ${similarSentence(unknown)}`.trim();
	}

	return {
		async hints(condition, found) {
			const isOpen = ({ by, isShownByRows }: NamedByCondition) =>
				found === 'nothing' || (by === 'text' && !isShownByRows);
			const named = recordsNamedBy(condition)
				.filter(isOpen)
				.slice(0, MOST_HINTED - hinted);
			hinted += named.length;
			const outcomes = await Promise.all(named.map(async (one) => await attempt(hintOn(one))));
			return outcomes.flatMap((outcome) => {
				if (outcome.done) return outcome.value ?? [];
				if (isCancelled(outcome.error)) throw outcome.error;
				return [];
			});
		},
		async refuseUnknown(condition, place) {
			const texts = recordsNamedBy(condition).filter(({ by, isColumn }) => by === 'text' && !isColumn);
			const found = await Promise.all(
				texts.map(async (named) => ({
					named,
					// Whoever is not allowed to read the records of a lookup may still compare with their texts.
					unknown: await bestEffort(lookups.unknown(named.target, named.value)),
				})),
			);
			for (const { named, unknown } of found) if (unknown) throw unknownText(named, unknown, place);
		},
	};
}

function unknownText({ path }: NamedByCondition, unknown: UnknownText, place: string) {
	const similar = similarSentence(unknown);
	return inputError(
		`${saysUnknown(unknown)} for the column ${path.text} (${place})`,
		`${similar}Correct the text.`,
		similar === '' ? 'record' : undefined,
	);
}
