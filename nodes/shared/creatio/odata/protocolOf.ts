import type { Connection } from '../../connection/serviceCall';
import { odata3 } from '../odata3/odata3';
import { odata4 } from '../odata4/odata4';
import type { Protocol } from '../protocol/protocol';

const PROTOCOLS: Readonly<Record<Connection['odataVersion'], Protocol>> = { '3': odata3, '4': odata4 };

/** What decides about the version of OData: a connection. */
export type Versioned = Pick<Connection, 'odataVersion'>;

/** The version of OData that a connection uses. */
export function protocolOf({ odataVersion }: Versioned): Protocol {
	return PROTOCOLS[odataVersion];
}
