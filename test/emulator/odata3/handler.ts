import type { Call } from '../context';
import type { Answer } from '../http';

/** OData 3. Segments start with `ServiceModel`, `EntityDataService.svc`. */
export function handleOData3({ context }: Call, _segments: string[]): Answer {
	return context.host.notFound();
}
