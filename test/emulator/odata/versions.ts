import { header, type SiteRequest } from '../http';

const PREVIOUS = ['dataserviceversion', 'mindataserviceversion', 'maxdataserviceversion'] as const;

/**
 * Whether the library's route takes the versions of OData that the headers name: 4.0 and 4.01, and none of OData 3, unless
 * it is the highest that the client reads beside one of OData 4 (contract 2.3).
 */
export function takesVersion(request: SiteRequest): boolean {
	const version = header(request, 'odata-version');
	const highest = header(request, 'odata-maxversion');
	const previous = PREVIOUS.filter((name) => header(request, name) !== undefined);
	const onlyHighest = previous.every((name) => name === 'maxdataserviceversion');
	if (previous.length > 0 && (highest === undefined || !onlyHighest)) return false;
	const wanted = version ?? highest;
	return wanted === undefined || /^\s*4\.01?\s*(;|$)/.test(wanted);
}
