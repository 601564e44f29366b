import type { IncomingHttpHeaders } from 'node:http';

/** Cookies that say only who the user is. */
const PUBLIC = /^User(?:Name|Type)=/i;

/** Everything that requests were authorized by since the start of the site, so that tests can search for it elsewhere. */
export class Carried {
	private readonly lines = new Set<string>();

	add({ cookie, authorization, bpmcsrf, crt_csrf: csrf }: IncomingHttpHeaders): void {
		for (const line of [cookie, authorization, bpmcsrf, csrf].flat())
			if (line !== undefined) this.lines.add(line);
	}

	/** Values of cookies, CSRF tokens and bearer tokens. */
	values(): string[] {
		const pairs = [...this.lines].flatMap((line) => line.split('; ')).filter((pair) => !PUBLIC.test(pair));
		return [...new Set(pairs.map((pair) => pair.replace(/^(?:Bearer |[\w.]{1,60}=(?=.))/i, '')))];
	}
}
