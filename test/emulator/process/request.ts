import type { Call } from '../context';
import type { Answer } from '../http';
import { type ArgumentsOf, type Parameters, readBodyArguments } from '../wcf/request';
import { listOf, nullable, type ValueOf } from '../wcf/types';
import type { GivenValue } from './engine';
import { itemNotFound, ProcessFault } from './faults';
import { actualVersion, findSchema } from './library';
import type { ProcessSchema } from './schema';

/** Parameters that several methods have (contract 5.3). What a process gets are texts. */
export const PARAMETER_VALUES = listOf({
	kind: 'contract',
	name: 'Terrasoft.Core.ServiceModelContract.ParameterValue',
	members: { name: { type: 'string' }, value: { type: 'string' } },
});

export const SCHEMA = { schemaName: 'string', schemaUId: nullable('Guid') } as const;

type GivenSchema = ArgumentsOf<typeof SCHEMA>;

export type ProcessMethod = (call: Call) => Answer | Promise<Answer>;

/** A method that is called with POST and whose arguments are the members of the body. */
export function method<const P extends Parameters>(
	parameters: P,
	run: (call: Call, args: ArgumentsOf<P>) => Answer | Promise<Answer>,
): ProcessMethod {
	return (call) => run(call, readBodyArguments(call.request, parameters, 'wrapped'));
}

/** A value of null does not count as one. */
export function givenValues(pairs: ValueOf<typeof PARAMETER_VALUES>): GivenValue[] {
	return (pairs ?? []).flatMap((pair) => {
		const { name = null, value = null } = pair ?? {};
		return name === null || value === null ? [] : [{ name, text: value }];
	});
}

export function givenTexts(texts: Array<string | null> | null): string[] {
	return (texts ?? []).filter((text) => text !== null);
}

/**
 * The process of `schemaName` or `schemaUId`: its actual version, or exactly the one that was named.
 * Throws a `ProcessFault`.
 */
export function readSchema({ schemaName, schemaUId }: GivenSchema, exactVersion = false): ProcessSchema {
	const asked = [schemaName, schemaUId].find((one) => one !== null && one !== '') ?? undefined;
	if (asked === undefined) {
		throw new ProcessFault(
			'Terrasoft.Common.ArgumentNullOrEmptyException',
			'Value for argument "schemaName" must be specified.',
		);
	}
	const found = findSchema(asked);
	if (!found) throw itemNotFound(`Item with name "${asked}" was not found.`);
	return exactVersion ? found : actualVersion(found);
}
