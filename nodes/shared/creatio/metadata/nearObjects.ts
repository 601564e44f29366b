import { attempt } from '../../basics/attempt';
import { type CreatioError, isCreatioError, reworded } from '../../basics/errors';
import type { Metadata } from '../model/objectModel';

/** Objects of one query that are looked up. */
const MOST_NAMED = 10;

/**
 * The error of a query that was sent without a check of its objects. If the site's sentence names one of them and the
 * model does not have it, the cure offers the nearest names, or its code where it was called otherwise: the site takes codes only. A
 * failure of the model leaves the error as it is, and so does what was refused before it was sent.
 */
export async function withNearObjects(
	metadata: Pick<Metadata, 'object'>,
	objects: readonly string[],
	error: unknown,
): Promise<unknown> {
	if (!isCreatioError(error) || error.mayPass || error.kind === 'input') return error;
	const named = [...new Set(objects)].filter((name) => error.message.includes(name)).slice(0, MOST_NAMED);
	for (const name of named) {
		const known = await attempt(metadata.object(name));
		if (known.done && known.value.name !== name)
			return reworded(error, error.message, cureOf(error, { cure: `Did you mean ${known.value.name}?` }));
		const unknown = known.done ? undefined : known.error;
		if (isCreatioError(unknown) && unknown.kind === 'input')
			return reworded(error, error.message, cureOf(error, unknown), unknown.asksFor);
	}
	return error;
}

function cureOf({ cure }: CreatioError, unknown: Pick<CreatioError, 'cure'>): string {
	return [cure, unknown.cure].filter((text) => text !== undefined).join(' ');
}
