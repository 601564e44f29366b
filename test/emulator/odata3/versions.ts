import { header, type SiteRequest } from '../http';
import { badRequest } from './errors';

/** Version of the protocol. Sites have all three: PATCH, which the documentation mentions, needs the third. */
export type Version = 1 | 2 | 3;

const HIGHEST = 3;

/** The versions of one request. A header that is missing stands for the highest (contract 3.3). */
export class Versions {
	/** Of the answer. It begins with 2, since recorded collections have `results` (contract 3.3). */
	response: Version;

	private constructor(
		/** What the request is written in. */
		readonly request: Version,
		/** The highest that the caller reads. */
		readonly max: Version,
	) {
		this.response = max < 2 ? max : 2;
	}

	static of(request: SiteRequest): Versions {
		const version = readVersion(request, 'DataServiceVersion') ?? HIGHEST;
		if (version > HIGHEST) throw tooHigh('DataServiceVersion', version);
		const max = Math.min(readVersion(request, 'MaxDataServiceVersion') ?? HIGHEST, HIGHEST);
		const versions = new Versions(asVersion(version), asVersion(max));
		const min = readVersion(request, 'MinDataServiceVersion');
		if (min !== undefined && min > HIGHEST) throw tooHigh('MinDataServiceVersion', min);
		if (min !== undefined) versions.raise(asVersion(min));
		return versions;
	}

	/** Something in the request that only later versions have. */
	need(version: Version): void {
		if (this.request < version) {
			throw badRequest(
				`Request version '${this.request}.0' is too low for the request payload. The lowest supported version is '${version}.0'.`,
			);
		}
	}

	/** Something in the answer that only later versions have. */
	raise(version: Version): void {
		if (version <= this.response) return;
		if (this.max < version) {
			throw badRequest(
				`Request version '${this.max}.0' is too low for the response. The lowest supported version is '${version}.0'.`,
			);
		}
		this.response = version;
	}
}

function asVersion(value: number): Version {
	return value < 2 ? 1 : value < 3 ? 2 : 3;
}

/** `2.0`, perhaps with the name of the client behind a semicolon. */
function readVersion(request: SiteRequest, name: string): number | undefined {
	const text = header(request, name);
	if (text === undefined || text.trim() === '') return undefined;
	const match = /^\s*(\d+)\.(\d+)\s*(?:;|$)/.exec(text);
	if (!match) throw badRequest(`${name} header value '${text}' is not valid.`);
	return Number(match[1]);
}

function tooHigh(name: string, version: number): Error {
	return badRequest(
		`${name} header value '${version}.0' is not supported. The highest supported version is '${HIGHEST}.0'.`,
	);
}
