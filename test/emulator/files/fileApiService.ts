import type { Call } from '../context';
import type { Answer } from '../http';
import { isAtLeast } from '../options';
import { unavailable } from '../services/unavailable';
import { serviceFault } from '../webservices/fault';
import { restService } from '../webservices/handler';

/** Segments: `rest`, `FileApiService`, method. Old sites have the older method alone. */
export function fileApiService(call: Call, segments: string[]): Answer {
	const { options, switches } = call.context;
	const byVersion = isAtLeast(options.version, '8.1') ? 'answers' : 'older';
	const state = switches.fileApi === 'byVersion' ? byVersion : switches.fileApi;
	const isOlder = segments[2]?.toLowerCase() === 'upload';
	if (state === 'answers' || (state === 'older' && isOlder)) return restService(call, segments);
	return unavailable(
		call.context,
		state === 'older' ? 'missing' : state,
		serviceFault(call, 500, 'Object reference not set to an instance of an object.'),
	);
}
