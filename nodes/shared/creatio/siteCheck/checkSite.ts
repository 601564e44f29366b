import { attempt } from '../../basics/attempt';
import { inParallel } from '../../basics/parallel';
import type { Connection } from '../../connection/serviceCall';
import type { Metadata } from '../model/objectModel';
import type { Row } from '../model/rows';
import { culture, hosting, signedIn, version } from './aboutSite';
import { batches, captions, columns, dataService, files, odata, processes, systemSettings } from './access';
import { type CheckedSite, checkedSite } from './checkedSite';
import { type Finding, findingOf, ok } from './finding';
import { timeZone, times } from './times';

type Check = (site: CheckedSite) => Promise<Finding>;

/** By name, in the order of the rows. */
const CHECKS: Readonly<Record<string, Check>> = {
	version,
	hosting,
	culture,
	timeZone,
	times,
	odata,
	batches,
	captions,
	columns,
	dataService,
	processes,
	files,
	systemSettings,
	readOnly,
};

/** Creatio's advice is four to eight (contract 10.2). */
const AT_ONCE = 4;

/**
 * Finds out what works on a site for the user of the connection, as a row for each part: `check`, `status`, `value`, `detail`
 * and `cure`. Only reads. Where nobody is signed in, that row alone.
 */
export async function checkSite(connection: Connection, metadata: Metadata): Promise<Row[]> {
	const site = checkedSite(connection, metadata);
	const first = await findingOf(async () => await signedIn(site));
	const signIn = rowOf('signIn', first);
	if (first.status === 'failed') return [signIn];
	const rows = await inParallel(Object.entries(CHECKS), AT_ONCE, async ([name, check]) =>
		rowOf(name, await findingOf(async () => await check(site))),
	);
	return [signIn, ...rows];
}

function rowOf(check: string, { status, value, detail, cure }: Finding): Row {
	return { check, status, value: value ?? null, detail, cure: cure ?? null };
}

async function readOnly({ connection }: CheckedSite): Promise<Finding> {
	const outcome = await attempt((async () => connection.refuseIfReadOnly())());
	return outcome.done
		? ok('The credential allows reading and writing, as far as the user may', false)
		: ok('The credential only allows reading', true);
}
