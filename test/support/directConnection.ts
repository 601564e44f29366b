import { openConnection } from '../../nodes/shared/connection/connection';
import type { ConnectionSettings } from '../../nodes/shared/connection/settings';
import { createSend, type SendOptions } from '../../undici/createSend';

/** A connection on real sockets, as a node opens it. */
export const directConnection = (settings: ConnectionSettings & Pick<SendOptions, 'egress'>) =>
	openConnection(settings, createSend(settings));
