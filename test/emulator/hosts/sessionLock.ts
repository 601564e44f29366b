import type { Switches } from '../switches';

/** Configuration services that only read the session, so that their calls run side by side (contract 10.2). */
const READ_ONLY =
	/^\/rest\/(EntitySchemaService|EsnService|FileApiService|FileImport\w*|FileServices?|GlobalSearchService|NotificationInfoService|Queues\w*|Reminding\w*|RightsService|TempAccess\w*)\//i;

/**
 * Whether a request takes the session for itself, so that other requests of the session wait (contract 10.2).
 * DataService never does. `path`: below the workspace.
 */
export function locksSession(path: string, lock: Switches['sessionLock']): boolean {
	if (lock === 'none' || /^\/DataService\//i.test(path) || READ_ONLY.test(path)) return false;
	return lock === 'servicesAndOData' || !/^\/odata(\/|$)/i.test(path);
}
