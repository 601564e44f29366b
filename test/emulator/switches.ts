import type { Unavailable } from './services/unavailable';

/**
 * What real sites do differently from each other, or nobody has recorded (contract 11.1, 12, 13).
 * May be changed while the emulator runs.
 */
export interface Switches
	extends
		SignInSwitches,
		HostSwitches,
		EntitySwitches,
		ODataSwitches,
		OData3Switches,
		DataServiceSwitches,
		ProcessSwitches,
		ServiceSwitches,
		FileSwitches {}

/** Sign-in, cookies and sessions (contract 1). */
interface SignInSwitches {
	/** A wrong password: 200 with `Code` 1, or 401 as on old sites (contract 1.1). */
	wrongPassword: '200code1' | '401';
	/** Failed sign-ins after which a user is locked; 0 = never (contract 1.6). */
	lockoutAfter: number;
	/** What sign-in refuses to everybody: by Code 1 and a message, or by a page of the web server (contract 1.1). */
	signInRefusal: 'none' | 'ipAddress' | 'sessionLimit' | 'database' | 'addressFilter';
	/** `BPMSESSIONID` comes with the first call into the workspace, or at sign-in, there perhaps as expired (contract 1.2). */
	sessionCookie: 'late' | 'atSignIn' | 'expired';
	/** Life of a `.ASPXAUTH` ticket; in its second half a new one is sent. 60 in 7.15, 720 in 8.2.1 (contract 1.6). */
	ticketMinutes: number;
	/** Calls that change something need the CSRF token (contract 1.3). */
	useCsrf: boolean;
	/** What a call without a live session gets. `table` follows contract 1.5 by host family and path. */
	expiredSession: 'table' | '401' | 'redirect' | 'html200';
	/** .NET Framework serves `$metadata` without sign-in, as measured on one site (contract 1.5). */
	publicMetadata: boolean;
	/**
	 * Which requests of one session run one after another (contract 10.2). Whether OData is among them is not
	 * known.
	 */
	sessionLock: 'services' | 'servicesAndOData' | 'none';
}

/** The web server and its filters, by default as they are shipped (contract 0.3, 2.12, 10.1). */
interface HostSwitches {
	/** .NET also answers under `/0` (contract 0.3). */
	netAcceptsZero: boolean;
	/** The .NET site runs inside IIS, whose filters come first (contract 10.1). */
	netBehindIis: boolean;
	/** Most bytes of a query string on .NET Framework. A cloud may allow more; nobody has published it (contract 10.1). */
	maxQueryString: number;
	/** Whether .NET Framework refuses query strings with `../` and the like, from 8.2.1 on (contract 10.1). */
	denyQuerySequences: boolean;
	/** A path with `<`, `:`, `&` and the like on .NET Framework: the application's own envelope, or a page (contract 2.12). */
	dangerousPath: 'envelope500' | 'envelope200' | 'page400';
	/** IIS on .NET Framework has its WebDAV module, which refuses PATCH, PUT and DELETE (contract 2.12). */
	webDav: boolean;
	/**
	 * Verbs that a gateway in front of the site refuses with 405 and a page of its own, such as MERGE. WebDAV does not
	 * know that one (contract 2.12, 14).
	 */
	refusedMethods: readonly string[];
	/** A message above 10 MB for a service on .NET Framework (contract 6.1). */
	largeMessage: '413' | 'page400';
}

/** Rules of the data, whether they come by OData, DataService or a process. */
interface EntitySwitches {
	/** Zone in which the server reads a date without time, in minutes east of UTC (contract 2.7, point 4). */
	serverZone: number;
	/** Text is compared without regard to letter case, as on stock sites (contract 2.5). */
	caseInsensitiveText: boolean;
	/** Blanks at the end of a text count in comparisons, as in PostgreSQL, or do not, as in SQL Server (contract 2.5). */
	trailingBlanks: 'significant' | 'ignored';
	/**
	 * "Not equal" on a lookup also selects records whose lookup is empty. `UseLookupNotEqualOrNullQueryCondition`
	 * is on in shipped configurations; whether it works for OData as well is not known (contract 4.4, 2.5).
	 */
	lookupNotEqualOrNull: { dataService: boolean; odata: boolean };
}

/** OData (contract 2). */
interface ODataSwitches {
	/** Off: nothing is at `/odata`, as on sites below 7.15.3 where nobody switched it on (contract 14). */
	odata4: boolean;
	/** Off: `$batch` is 404, as on old sites (contract 2.14). */
	batch: boolean;
	/** Off: only multipart batches are understood. */
	batchJson: boolean;
	/**
	 * PATCH with a body of which anything cannot be read, such as an unknown name or null for a text: 400, or the whole
	 * body is lost silently (204) as on older builds (contract 2.10).
	 */
	patchUnreadableBody: 'reject' | 'loseAll';
	/** The zero GUID for a lookup in a PATCH: dropped, or with it the texts of the same PATCH become empty (contract 2.10). */
	patchZeroGuid: 'dropped' | 'emptiesTexts';
	/** PATCH of a key that does not exist: creates the record, or 404 (contract 2.10). */
	patchMissingKey: 'create' | 'notFound';
	/**
	 * `If-Match: *` of a PATCH: not looked at, as in Microsoft's library, or a key that does not exist is 412, as the
	 * standard says (contract 2.10).
	 */
	ifMatch: 'ignored' | 'honoured';
	/** A written date-time without zone: 400, or stored as an empty date (contract 2.7, point 4). */
	dateWithoutZone: 'reject' | 'empty';
	/** Minutes by which answers are local time under a false `Z` (contract 2.7, point 2). */
	falseZ: number;
	/** What such a site compares the dates of a filter with: UTC as it is stored, or what it returns. This is not documented. */
	falseZFilters: 'asStored' | 'asShown';
	/**
	 * 404 as the host puts it, that of IIS, Web API's words with 200 on .NET Framework (contract 2.12), or 401, also after a
	 * new sign-in (contract 2.1).
	 */
	unknownEntitySet: 'json' | 'json200' | 'html' | 'unauthorized';
	/** More rows than `pageCap`: documented to be cut off; one live site answered 500 (contract 2.13). */
	rowsAboveCap: 'cut' | 'fail';
	/** `@odata.nextLink` after `pageCap` rows. */
	nextLink: boolean;
	/** Status of a filter on a flat key such as `AccountId` (contract 2.5, 12). */
	flatKeyFilterStatus: 500 | 200;
	/** Whether `Account eq null` is understood; `Account/Id eq null` always is (contract 13, row 22). */
	navigationEqualsNull: boolean;
	/**
	 * `Account/Id` of a record without an account, in a filter of OData: null, or no comparison with it is true, not
	 * even that with null. So it was measured on a site of BPMSoft (contract 2.5).
	 */
	emptyLookupKey: 'null' | 'neverMatches';
	/**
	 * A read that Creatio's provider refuses, on .NET: 500, or 200 and then the connection breaks off, as measured on a
	 * site of BPMSoft (contract 2.12).
	 */
	providerRefusal: 'error' | 'cutOff';
	/** `$orderby` over a lookup path, reported as unsupported by clients (contract 2.4). */
	orderByNavigation: boolean;
	/** Objects whose rows can be read only with `$select` (contract 2.8). */
	allColumnsReadFails: string[];
}

/** OData 3, which is there on .NET Framework only (contract 3). */
interface OData3Switches {
	/** Off: nothing is at `EntityDataService.svc`. */
	odata3: boolean;
	/** Off: `$batch` is not found. Creatio's samples use it, BPMSoft has none (contract 3). */
	odata3Batch: boolean;
	/** Whether `Accept` decides between Atom and JSON, or answers are Atom in any case. */
	odata3Format: 'asAccepted' | 'atomAlways';
	/**
	 * Dates in JSON: as the library decides by the version of the answer, which the caller's `MaxDataServiceVersion`
	 * limits, or always `/Date(1540545570000)/`, or always `2018-10-26T09:13:30`.
	 */
	odata3Dates: 'byVersion' | 'ticks' | 'iso';
	/** Off: `X-HTTP-Method` does not arrive, as behind a gateway that drops headers it does not know. */
	odata3MethodOverride: boolean;
	/** Most characters of a query string. The filter of IIS, `maxQueryString`, comes first (contract 10.1). */
	odata3MaxQueryString: number;
	/** `$count` and `$value`, which 8.0.10 removed (contract 14). */
	odata3CountAndValue: 'byVersion' | 'answers' | 'removed';
	/** Rows after `pageCap`: cut off, or reached by `__next` with a `$skiptoken`. Nobody has recorded it (contract 3). */
	odata3Paging: 'cut' | 'nextLink';
	/** Scheme and host that `__next` names; empty: those of the request. A proxy may not be known to the site. */
	odata3NextOrigin: string;
	/**
	 * Culture of the server, in which messages are marked and `1.5` is read as a decimal: with a comma for a decimal point
	 * the library takes such a literal for a double alone. `1.5M` has no culture (from its source).
	 */
	odata3Culture: 'en-US' | 'ru-RU';
	/** Whether null may be written to columns that are not texts. No recorded answer has a null (contract 3). */
	odata3Nullable: boolean;
	/** Whether an object has its reverse collections as navigations. No recorded answer shows any (contract 3). */
	odata3Collections: boolean;
}

/** DataService (contract 4). */
interface DataServiceSwitches {
	/** DataService: status of a column path or an object that does not exist (contract 4.8). */
	unknownPathStatus: 200 | 500;
	/** DataService: status of a write without rights (contract 4.8; contract 13, row 11). */
	noRightsStatus: 200 | 403 | 500;
	/** DataService: status of a body that cannot be read (contract 4.8). */
	malformedStatus: 400 | 500;
	/** DataService: status of an exception: 500 of whatever type, as measured, or the library's for its type (contract 4.8). */
	exceptionStatus: '500' | 'byType';
	/** Every call of DataService says that the password has expired (contract 4.8). */
	passwordExpired: boolean;
	/** Unknown columns of the root object: listed in a successful answer, or an error (contract 4.5). */
	unknownColumn: 'notFoundColumns' | 'error';
	/** Whether a filter without `isEnabled` counts (contract 4.4). */
	filterEnabledByDefault: boolean;
	/** A date parameter with `Z` or an offset: that moment, the offset dropped, or an error (contract 4.4, 12). */
	dateParameterZ: 'instant' | 'wallClock' | 'reject';
	/** DataService: an empty date is `""`, or its member is missing (contract 4.5). */
	emptyDateCell: 'text' | 'absent';
	/** DataService: rows that the order leaves equal come in the same order on every page. */
	stableOrder: boolean;
	/** Whether `ignoreDisplayValues` is heeded; 7.15 and 7.16 send the texts of lookups all the same (contract 4.3). */
	ignoreDisplayValues: boolean;
	/** Names of the members in answers of DataService. Clients have only ever seen camelCase. */
	answerCasing: 'camel' | 'pascal';
	/** Whether a BatchQuery that stops at an error takes back what its earlier items wrote (contract 4.7). */
	batchRollback: boolean;
	/** `queryResults` of a BatchQuery that stopped at an error (contract 4.7). */
	failedBatchResults: 'absent' | 'null' | 'failedItem' | 'upToFailure';
	/** `responseStatus` of a BatchQuery that was answered: not there, or its texts are null (contract 4.7). */
	batchResponseStatus: 'absent' | 'nullTexts';
	/** The outer `success` of a BatchQuery that went on over errors (contract 4.7). */
	batchSuccess: 'whenNoErrors' | 'always';
	/** Objects that DataService does not read, by exact names (contract 4). */
	restrictedSelect: readonly string[];
	/** Objects that DataService does not write, by exact names (contract 4). */
	restrictedModify: readonly string[];
}

/** Business processes (contract 5). */
interface ProcessSwitches {
	/** Off: ProcessSchemaRequest is refused, as for a user without rights to it. */
	processSchema: boolean;
	/** Captions of a collection's items: `Parameters.Lines.X.Caption`, the only source, or below `ItemProperties` (contract 5.5). */
	itemCaptions: 'direct' | 'itemProperties';
	/** `resultParameterValues` of RunProcess: an object, or JSON as text (contract 5.3). */
	processResults: 'object' | 'text';
	/** Collections among the results of a process: lists, or texts of JSON (contract 5.3). */
	collectionResults: 'array' | 'text';
	/** `Execute` without a result name (contract 5.1). */
	executeWithoutResult: 'emptyElement' | 'emptyBody';
	/** Whether a run that failed clears `success` (contract 5.3, point 1). */
	failedProcessClearsSuccess: boolean;
}

/** Built-in services, system settings and the schema of objects (contract 1.6, 4.9, 6, 8.2). */
interface ServiceSwitches {
	/** Members of GetCurrentUserInfo: below `userInfo`, as a client tests it, or flat (contract 1.6). */
	userInfo: 'wrapped' | 'flat';
	/** ApplicationInfoService is missing, forbidden or broken on some sites (contract 1.6). */
	applicationInfo: 'answers' | Unavailable;
	/** RuntimeEntitySchemaRequest is refused to users without rights; some sites lack, forbid or break it (contract 8.2). */
	runtimeSchema: 'answers' | 'refused' | Unavailable;
	/** Help of WCF services changes their page "Request Error"; shipped configurations have it off (contract 6.2). */
	serviceHelp: boolean;
	/** `success` of QuerySysSettings and of PostSysSettingsValues, whatever happened (contract 4.9). */
	sysSettingsSuccess: { query: boolean; post: boolean };
	/** Codes of system settings that are reported as saved and keep their old value (contract 4.9). */
	unsavedSettings: readonly string[];
}

/** Files and pictures (contract 2.11, 7). `byVersion`: as sites of this version do. */
interface FileSwitches {
	/** FileApiService. `older`: only its method `Upload`, which `UploadFile` replaced in 7.19 (contract 7.1). */
	fileApi: 'byVersion' | 'answers' | 'older' | Unavailable;
	/** Download of a file that is not there or that the user may not read: 404, or 200 without a body from 8.1 on. */
	missingFile: 'byVersion' | 'notFound' | 'empty';
	/** Whether a download is 422 when `Size` is not the length that is stored, as from 8.3.2 on. */
	fileSizeCheck: 'byVersion' | 'checked' | 'ignored';
	/** Downloads have a length, or come in chunks without one, as through a gateway. */
	downloadLength: 'contentLength' | 'chunked';
	/** Where files are. What is outside of the database OData does not see before 8.3.2. */
	fileStorage: 'database' | 'external';
	/** Chunks above 500 kB need the right to write the column `Size`, as with S3 in 8.3; nobody has it. */
	largeChunks: 'taken' | 'needSizeRight';
	/** Ids of files that no user may download or upload. */
	filesWithoutRights: readonly string[];
	/** The rules for extensions hold for streams of OData too. */
	odataFileSecurity: boolean;
}

export const DEFAULT_SWITCHES: Readonly<Switches> = {
	wrongPassword: '200code1',
	lockoutAfter: 0,
	signInRefusal: 'none',
	sessionCookie: 'late',
	ticketMinutes: 60,
	useCsrf: true,
	expiredSession: 'table',
	publicMetadata: true,
	sessionLock: 'services',

	netAcceptsZero: true,
	netBehindIis: false,
	maxQueryString: 2048,
	denyQuerySequences: true,
	dangerousPath: 'envelope500',
	webDav: false,
	refusedMethods: [],
	largeMessage: '413',

	serverZone: 120,
	caseInsensitiveText: true,
	trailingBlanks: 'significant',
	lookupNotEqualOrNull: { dataService: true, odata: false },

	odata4: true,
	batch: true,
	batchJson: true,
	patchUnreadableBody: 'reject',
	patchZeroGuid: 'dropped',
	patchMissingKey: 'create',
	ifMatch: 'ignored',
	dateWithoutZone: 'reject',
	falseZ: 0,
	falseZFilters: 'asStored',
	unknownEntitySet: 'json',
	rowsAboveCap: 'cut',
	nextLink: false,
	flatKeyFilterStatus: 500,
	navigationEqualsNull: true,
	emptyLookupKey: 'null',
	providerRefusal: 'error',
	orderByNavigation: false,
	allColumnsReadFails: [],

	odata3: true,
	odata3Batch: true,
	odata3Format: 'asAccepted',
	odata3Dates: 'byVersion',
	odata3MethodOverride: true,
	odata3MaxQueryString: 4000,
	odata3CountAndValue: 'byVersion',
	odata3Paging: 'cut',
	odata3NextOrigin: '',
	odata3Culture: 'en-US',
	odata3Nullable: false,
	odata3Collections: false,

	unknownPathStatus: 200,
	noRightsStatus: 200,
	malformedStatus: 400,
	exceptionStatus: '500',
	passwordExpired: false,
	unknownColumn: 'notFoundColumns',
	filterEnabledByDefault: true,
	dateParameterZ: 'instant',
	emptyDateCell: 'text',
	stableOrder: false,
	ignoreDisplayValues: true,
	answerCasing: 'camel',
	batchRollback: true,
	failedBatchResults: 'absent',
	batchResponseStatus: 'absent',
	batchSuccess: 'whenNoErrors',
	restrictedSelect: [
		'SysLastUserPassword',
		'SysLic',
		'SysLicPackage',
		'SysLicUser',
		'SysPackageDependency',
		'OAuthTokenStorage',
	],
	restrictedModify: [
		'SysAdminUnit',
		'SysAdminUnitInRole',
		'SysSchema',
		'SysSettings',
		'SysSettingsRights',
		'SysSettingsValue',
		'SysUserInRole',
		'SysUserSession',
		'SysWorkspace',
		'VwSysAdminUnit',
		'VwSysEntitySchemaInWorkspace',
		'VwSysSchemaInfo',
		'VwSysSchemaInPackage',
		'VwSysSchemaInWorkspace',
		'ForecastItemValue',
	],

	processSchema: true,
	itemCaptions: 'direct',
	processResults: 'object',
	collectionResults: 'array',
	executeWithoutResult: 'emptyElement',
	failedProcessClearsSuccess: true,

	userInfo: 'wrapped',
	applicationInfo: 'answers',
	runtimeSchema: 'answers',
	serviceHelp: false,
	sysSettingsSuccess: { query: true, post: false },
	unsavedSettings: [],

	fileApi: 'byVersion',
	missingFile: 'byVersion',
	fileSizeCheck: 'byVersion',
	downloadLength: 'contentLength',
	fileStorage: 'database',
	largeChunks: 'taken',
	filesWithoutRights: [],
	odataFileSecurity: true,
};
