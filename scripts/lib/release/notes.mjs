import { Stop } from '../stop.mjs';

/**
 * The notes of a release: what the changelog has under its version. Ends the command if the tag, the packages and the changelog
 * do not speak of the same version.
 *
 * @param {string} tag Such as v1.2.3.
 * @param {ReadonlyArray<{ name: string, version: string }>} packages
 * @param {string} changelog
 */
export function notesOf(tag, packages, changelog) {
	const others = packages.filter(({ version }) => tag !== `v${version}`);
	if (others.length > 0) {
		const versions = others.map(({ name, version }) => `${name} is ${version}`).join(', ');
		throw new Stop(`The tag is ${tag}, but ${versions}.`, 'npm run release sets all of them.');
	}
	const section = changelog.split(/^## /m).find((part) => part.startsWith(`[${tag.slice(1)}]`));
	const notes = section
		?.slice(section.indexOf('\n'))
		.replace(/^\[[^\]]+\]: .*$/gm, '')
		// In a release, GitHub takes the end of a line for the end of a paragraph.
		.replace(/\n {2,}(?![ *-])/g, ' ')
		.trim();
	if (!notes) throw new Stop(`CHANGELOG.md says nothing under [${tag.slice(1)}].`);
	return notes;
}
