/** Loads the nodes and credentials of the built packages as n8n does: the class that is called like its file. */
const { basename, resolve } = require('node:path');

const repository = resolve(__dirname, '../../..');

for (const folder of [repository, resolve(repository, 'cloud')]) {
	const { n8n } = require(`${folder}/package.json`);
	for (const file of [...n8n.nodes, ...n8n.credentials]) {
		const [name = ''] = basename(file).split('.');
		const Type = require(`${folder}/${file}`)[name];
		const loaded = new Type();
		if (!('description' in loaded || 'properties' in loaded)) throw new Error(`${file} has no description`);
	}
}
