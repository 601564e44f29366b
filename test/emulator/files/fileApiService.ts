import type { Call } from '../context';
import type { Answer } from '../http';
import { isAtLeast } from '../options';
import { unavailable } from '../services/unavailable';
import { serviceFault } from '../webservices/fault';
import { restService } from '../webservices/handler';

/** Segments: `rest`, `FileApiService`, method. Old sites lack the service. */
export function fileApiService(call: Call, segments: string[]): Answer {
	const { options, switches } = call.context;
	const byVersion = isAtLeast(options.version, '8.1') ? 'answers' : 'missing';
	const state = switches.fileApi === 'byVersion' ? byVersion : switches.fileApi;
	if (state === 'answers') return restService(call, segments);
	return unavailable(
		call.context,
		state,
		serviceFault(call, 500, 'Object reference not set to an instance of an object.'),
	);
}
