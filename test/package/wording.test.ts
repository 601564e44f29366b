import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from '../support/packageFolders';
import { pages } from './docs/pages';

/** Phrases that read as if they were translated, and what to write instead. The exceptions are right. */
const PHRASES: Readonly<Record<string, readonly [RegExp, string]>> = {
	'is no X': [/(?<!\bthere )\b(is|are|was|were) no (?!longer|more\b|matter|worse)/i, '"is not a X"'],
	'tell, told': [/\b(tell|tells|telling|told)\b/i, '"say", "report", "return"; to tell apart: "distinguish"'],
	'without a word': [/\bwithout a word\b/i, '"silently"'],
	'may not see': [/\bmay not (see|be seen|write|read)\b/i, '"is not allowed to", or "perhaps does not"'],
	'X of its own': [/\bof (one's|their|its) own(?=[.,;:)'"]|$)/i, '"its own X", or "custom"'],
	rests: [/\b(it|that|which|what|connection|workflow|execution) (rests|rested)\b/i, '"is not used", "waits"'],
	'in mind': [/\bin mind\b/i, '"remember"'],
	'lands on': [/\blands? on\b/i, '"reaches", "is on"'],
	'comes to have': [/\bcomes? to (have|a value)\b/i, '"reaches", "changes to"'],
	'the way of': [/\bthe way of an?\b/i, '"how the X …"'],
	'is up to': [/\bis up to (the|an?|its)\b/i, '"the X decides"'],
	'a look': [/\b(an?|the|one|another|each|next|last|more) look\b(?!-)/i, '"a read", "a check", "a request"'],
	stranger: [/\bstrangers?\b/i, '"unauthenticated caller"'],
	'hear, deaf, mute': [/\b(hear|hears|heard|deaf|mute)\b/i, 'the plain verb, such as "receive"'],
	'take it out': [/\btake (it|them|the \w+) out\b/i, '"remove", "turn off"'],
	'give back': [/\bgives? back\b/i, '"return"'],
};

const sources = ['nodes', 'credentials', 'undici'].flatMap((folder) =>
	readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')))
		.map((name) => ({ name, text: readFileSync(path.join(ROOT, name), 'utf8') })),
);

const lines = [...sources, ...pages()].flatMap(({ name, text }) =>
	text.split('\n').map((line, index) => ({ place: `${name}:${index + 1}`, line })),
);

it.each(Object.entries(PHRASES))('no code and no page says "%s"', (_phrase, [pattern, instead]) => {
	const found = lines
		.filter(({ line }) => pattern.test(line))
		.map(({ place, line }) => `${place}: ${line.trim()} (write ${instead})`);
	expect(found).toEqual([]);
});
