import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { builtPackage } from '../builtPackage';
import { parameterRows, type ParameterRow } from './parameterRows';

/** A part of a node's form: what the editor shows for one operation. */
interface Section {
	readonly title: string;
	readonly description: string;
	readonly rows: readonly ParameterRow[];
}

/** The tables of parameters of each node and credential of the built package, as Markdown, by its name. */
export function parameterTables(): Map<string, string> {
	const { nodes, credentials } = builtPackage();
	return new Map([
		...nodes.map(({ description }) => [description.name, nodeTables(description.properties)] as const),
		...credentials.map(
			({ name, properties }) => [name, table(parameterRows(properties).flatMap(withFields))] as const,
		),
	]);
}

function nodeTables(properties: readonly INodeProperties[]): string {
	const sections = sectionsOf(properties);
	const [only, ...others] = sections;
	if (!only || others.length === 0) return table((only?.rows ?? []).flatMap(withFields));
	const shared = sharedFields(sections);
	const common = only.rows.filter((row) =>
		others.every(({ rows }) => rows.some((other) => isSame(row, other))),
	);
	const parts = [
		{ title: 'Every operation', description: '', rows: common },
		...sections.map((section) => ({
			...section,
			rows: section.rows
				.filter((row) => !common.some((other) => isSame(row, other)))
				.flatMap((row) =>
					shared.has(fieldsKey(row)) ? { ...row, kind: `${row.kind}, see below` } : withFields(row),
				),
		})),
		...[...shared.values()].map(({ label, fields }) => ({
			title: `Rows of ${label}`,
			description: '',
			rows: fields,
		})),
	];
	return parts
		.map(({ title, description, rows }) =>
			[`### ${title}`, description, rows.length > 0 ? table(rows) : 'No other parameters.']
				.filter((part) => part !== '')
				.join('\n\n'),
		)
		.join('\n\n');
}

/** One section for each operation, of each resource where there are several. */
function sectionsOf(properties: readonly INodeProperties[]): Section[] {
	const fields = properties.filter(({ name }) => name !== 'resource' && name !== 'operation');
	const resources = choicesOf(properties.find(({ name }) => name === 'resource'));
	const operations = properties
		.filter(({ name }) => name === 'operation')
		.flatMap((property) =>
			choicesOf(property).map((operation) => ({
				operation,
				resource: resources.find(({ value }) => shows(property, 'resource', value)),
			})),
		);
	if (operations.length === 0) return [{ title: '', description: '', rows: parameterRows(fields) }];
	return operations.map(({ operation, resource }) => {
		const shown = fields.filter(
			(field) => shows(field, 'operation', operation.value) && shows(field, 'resource', resource?.value),
		);
		return {
			title: resource ? `${resource.name}: ${operation.name}` : operation.name,
			description: operation.description === undefined ? '' : `${operation.description}.`,
			rows: parameterRows(shown),
		};
	});
}

function choicesOf(property: INodeProperties | undefined): INodePropertyOptions[] {
	return (property?.options ?? []).filter((option): option is INodePropertyOptions => 'value' in option);
}

function shows({ displayOptions }: INodeProperties, name: string, value: unknown): boolean {
	const wanted = displayOptions?.show?.[name];
	return wanted === undefined || value === undefined || (wanted as unknown[]).includes(value);
}

/** Rows of fields that several operations have: they get a table of their own. */
function sharedFields(sections: readonly Section[]): Map<string, ParameterRow> {
	const all = sections.flatMap(({ rows }) => rows.filter(({ fields }) => fields.length > 0));
	const counts = Map.groupBy(all, fieldsKey);
	return new Map(
		[...counts].flatMap(([key, [row, ...others]]) => (row && others.length > 0 ? [[key, row]] : [])),
	);
}

function fieldsKey({ fields }: ParameterRow): string {
	return JSON.stringify(fields);
}

function isSame(a: ParameterRow, b: ParameterRow): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}

function withFields(row: ParameterRow): ParameterRow[] {
	return [row, ...row.fields.map((field) => ({ ...field, label: `${row.label} → ${field.label}` }))];
}

function table(rows: readonly ParameterRow[]): string {
	const lines = rows.map(({ label, kind, default: standard, description }) => [
		label,
		kind,
		standard,
		description,
	]);
	return [['Parameter', 'Kind', 'Default', 'Description'], ['---', '---', '---', '---'], ...lines]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');
}
