import type { Answer } from '../http';
import type { ServiceCall } from './call';
import { notFound } from './errors';

export function handleBatch(_call: ServiceCall): Answer {
	throw notFound('$batch');
}
