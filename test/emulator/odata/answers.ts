import type { Call } from '../context';
import { type Answer, header } from '../http';
import { isAtLeast } from '../options';
import { type Format, formatOf } from './format';
import { systemOption } from './query';
import type { Reader } from './read';
import type { JournalEntry } from './write';

/** One OData request, alone or as a part of a batch. */
export interface ODataCall extends Call {
	/** Address of the OData root as the caller wrote it. */
	root: string;
	/** What was written; the caller counts it once it is committed. */
	journal: JournalEntry[];
	/** A part of a batch. */
	isPart?: boolean;
}

export const VERSION: [string, string] = ['OData-Version', '4.0'];

function formatFor({ context, request }: ODataCall): Format {
	return formatOf(context.host, header(request, 'accept'), systemOption(request.query, '$format'));
}

export function ok(
	call: ODataCall,
	body: string,
	status = 200,
	headers: Array<[string, string]> = [],
): Answer {
	return { status, headers: [...headers, ['Content-Type', formatFor(call).contentType], VERSION], body };
}

/** A JSON object of members that are written already. */
export function objectOf(members: readonly string[]): string {
	return `{${members.join(',')}}`;
}

/** The context of an answer as a member, which those who want no metadata do not get. */
export function contextOf(call: ODataCall, suffix: string): string[] {
	if (formatFor(call).metadata === 'none') return [];
	return [`"@odata.context":${JSON.stringify(`${call.root}/$metadata${suffix}`)}`];
}

export function readerOf(call: ODataCall, echo = false): Reader {
	const { store, options, switches } = call.context;
	const { metadata, decimalsAsText } = formatFor(call);
	return {
		store,
		options,
		switches,
		spelling: {
			falseZ: switches.falseZ,
			decimalsAsText,
			echo,
			streamsInline: !isAtLeast(options.version, '8.1'),
			metadata,
			root: call.root,
		},
	};
}

/** An object without an entity set; what a site answers depends on its host and its cloud (contract 2.1, 2.12). */
export function unknownSet(call: ODataCall, name: string): Answer {
	const { host, switches } = call.context;
	switch (switches.unknownEntitySet) {
		case 'html':
			return host.notFound();
		case 'unauthorized':
			return host.odata.unauthorized();
		case 'json':
			return unroutable(call, name);
		case 'json200': {
			const answer = unroutable(call, name);
			return answer.body === '' ? answer : { ...answer, status: 200 };
		}
	}
}

/** An address that the library's routing does not find: Web API takes its first segment for a controller (contract 2.12). */
export function unroutable(call: ODataCall, name: string): Answer {
	return noResource(call, `No type was found that matches the controller named '${name}'.`);
}

/** A verb that no controller has. `template` is the library's name for such addresses (contract 2.12). */
export function noAction(call: ODataCall, template: string): Answer {
	return noResource(
		call,
		`No routing convention was found to select an action for the OData path with template '${template}'.`,
	);
}

export function noResource({ context, request }: ODataCall, detail: string): Answer {
	return context.host.odata.notRouted(`${request.origin}${request.url}`, detail);
}
