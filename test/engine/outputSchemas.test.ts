import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Members } from '../../nodes/shared/basics/json';
import { builtPackage } from '../package/builtPackage';
import { ANDREW, object, type Parameters, useBench } from './setup';

const bench = useBench();

const NODES = path.resolve(__dirname, '../../nodes');

/** What n8n shows as the output of an operation before its first run: `Creatio/record/count`. */
const schemas = ['Creatio', 'CreatioProcess'].flatMap((node) => {
	const folder = path.join(NODES, node, '__schema__', 'v1.0.0');
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
	return files
		.filter((file) => file.endsWith('.json'))
		.map((file) => [`${node}/${file.replace('.json', '')}`, path.join(folder, file)] as const);
});

const located = (value: string, mode = 'id') => ({ __rl: true, mode, value });
const setting = { setting: located('MaxFileSize', 'name') };

const begun = (process: string, value: Parameters) => {
	const parameters = { mappingMode: 'defineBelow', value };
	return { process: located(process, 'code'), parameters };
};

/** The ID of a run that waits. */
const waiting = async () => {
	const run = await runOf('CreatioProcess', {
		operation: 'run',
		...begun('UsrApproveDiscount', { Discount: 7 }),
	});
	return String(run.items[0]?.json.processId);
};

/** A file of a contact, as the file operations take it. */
const fileOfAndrew = () => {
	const [file] = bench.site.store.rows('ContactFile', '"ContactId" = ?', ANDREW);
	return { object: object('Contact'), recordId: located(ANDREW), fileId: located(String(file?.Id)) };
};

/** The parameters with which an operation returns something. */
const PARAMETERS: Readonly<Record<string, () => Parameters | Promise<Parameters>>> = {
	'Creatio/record/count': () => ({ object: object('Contact') }),
	'Creatio/record/delete': () => {
		const Id = '0a6a3a3e-2c3b-4f0e-9b1d-6f8f0c1d2e3f';
		bench.site.store.insert('Contact', { Id, Name: 'Nobody needs' });
		return { object: object('Contact'), recordId: located(Id) };
	},
	'Creatio/record/splitRanges': () => ({ object: object('Contact'), parts: 2 }),
	'Creatio/record/exportFile': () => ({ object: object('Contact') }),
	'Creatio/record/importFile': () => ({ object: object('Contact'), binaryPropertyName: 'table' }),
	'Creatio/record/search': () => ({ text: 'Andrew Baker' }),
	'Creatio/file/upload': () => ({ ...fileOfAndrew(), binaryPropertyName: 'data' }),
	'Creatio/file/getAll': fileOfAndrew,
	'Creatio/file/download': fileOfAndrew,
	'Creatio/file/delete': fileOfAndrew,
	'Creatio/object/describe': () => ({ object: object('Contact') }),
	'Creatio/systemSetting/get': () => setting,
	'Creatio/systemSetting/update': () => ({ ...setting, value: '10' }),
	'CreatioProcess/process/run': () => begun('UsrSum', { FirstNumber: 1, SecondNumber: 2 }),
	'CreatioProcess/process/cancel': async () => ({ processId: await waiting() }),
	'CreatioProcess/process/getStatus': async () => ({ processId: await waiting() }),
	'CreatioProcess/process/executeElement': async () => {
		const isOpen = '"SysProcessId" = ? AND "CompleteDate" IS NULL';
		const [element] = bench.site.store.rows('SysProcessElementLog', isOpen, await waiting());
		return { elementId: String(element?.Id) };
	},
};

function runOf(node: string, parameters: Parameters) {
	return bench.engine.run({
		node: node === 'Creatio' ? 'creatio' : 'creatioProcess',
		parameters: { authentication: 'userPassword', ...parameters },
		items: [{}],
		files: [
			{
				data: { bytes: Buffer.from('Some text'), fileName: 'some.txt' },
				table: { bytes: Buffer.from('Name\nAnn\n'), fileName: 'table.csv' },
			},
		],
		credentials: bench.credential(),
	});
}

it.each(schemas)('%s is what the operation returns', async (name, file) => {
	const [node = '', resource, operation] = name.split('/');
	const run = await runOf(node, { resource, operation, ...(await PARAMETERS[name]?.()) });
	expect(run.error).toBeUndefined();
	expect(run.items.length).toBeGreaterThan(0);
	const { properties } = JSON.parse(readFileSync(file, 'utf8')) as {
		properties: Record<string, { type: string }>;
	};
	const wrong = run.items.flatMap(({ json }) => differences(json, properties));
	expect([...new Set(wrong)]).toEqual([]);
});

/** What an operation without a schema returns depends on: */
const DEPENDS_ON: Readonly<Record<string, string>> = {
	'creatio/file/setImage': 'the chosen column',
	'creatio/record/create': 'the object and the columns of the item',
	'creatio/record/get': 'the object and the chosen columns',
	'creatio/record/getAll': 'the object and the chosen columns',
	'creatio/record/update': 'the object and the columns of the item',
	'creatio/record/upsert': 'the object and the columns of the item',
	'creatio/site/call': 'what the address answers',
	'creatioDataService/row/batch': 'the rows of the form',
	'creatioDataService/row/delete': 'whether one record or all that match are deleted',
	'creatioDataService/row/insert': 'the object and the columns of the item',
	'creatioDataService/row/raw': 'what the query asks for',
	'creatioDataService/row/select': 'the chosen columns',
	'creatioDataService/row/update': 'whether one record or all that match are changed',
	'creatioWebService/webService/call': 'what the service answers',
};

it('every operation has a schema, or returns what depends on its fields', () => {
	const operations = builtPackage().nodes.flatMap(({ description: { name, properties } }) =>
		properties
			.filter((property) => property.name === 'operation')
			.flatMap(({ options = [], displayOptions }) =>
				options.map(
					(option) => `${name}/${displayOptions?.show?.resource}/${'value' in option ? option.value : ''}`,
				),
			),
	);
	const described = schemas.map(([name]) => name.charAt(0).toLowerCase() + name.slice(1));
	expect([...described, ...Object.keys(DEPENDS_ON)].sort()).toEqual(operations.sort());
});

/** Values whose type is not fixed. */
const OF_ANY_TYPE = ['value', 'displayValue'];

function differences(json: Members, properties: Readonly<Record<string, { type: string }>>): string[] {
	const unknown = Object.keys(json).filter((name) => !(name in properties));
	const others = Object.entries(properties).flatMap(([name, { type }]) => {
		const value = json[name];
		const isRight =
			value === undefined || value === null || OF_ANY_TYPE.includes(name) || typeOf(value) === type;
		return isRight ? [] : [`${name} is not of type ${type}`];
	});
	return [...unknown, ...others];
}

function typeOf(value: unknown): string {
	if (Array.isArray(value)) return 'array';
	return typeof value === 'number' ? 'integer' : typeof value;
}
