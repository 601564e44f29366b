import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

/** A parameter as a table shows it; each cell is Markdown. */
export interface ParameterRow {
	readonly label: string;
	readonly kind: string;
	readonly default: string;
	readonly description: string;
	/** Rows of what the parameter consists of, where it holds rows of fields. */
	readonly fields: readonly ParameterRow[];
}

/** Rows of parameters, and of what is in their collections. What the editor does not show has none. */
export function parameterRows(
	properties: readonly INodeProperties[],
	/** Other parameters that conditions of display may name. */
	all: readonly INodeProperties[] = properties,
	inside: readonly string[] = [],
): ParameterRow[] {
	return properties.flatMap((property): ParameterRow[] => {
		if (property.type === 'hidden' || property.type === 'notice') return [];
		if (property.type === 'collection') {
			const members = (property.options ?? []).filter((option) => 'type' in option) as INodeProperties[];
			return parameterRows(members, [...members, ...all], inside).map((row) => ({
				...row,
				label: `${property.displayName} → ${row.label}`,
			}));
		}
		return [
			{
				label: property.displayName,
				kind: kindOf(property, inside),
				default: defaultOf(property),
				description: descriptionOf(property, all),
				fields: inside.includes(property.displayName) ? [] : fieldsOf(property, inside),
			},
		];
	});
}

/** The fields of rows that hold rows of the same kind again are listed once. */
function fieldsOf(property: INodeProperties, inside: readonly string[]): ParameterRow[] {
	const groups = groupsOf(property);
	return groups.flatMap((group) =>
		parameterRows(group.values, group.values, [...inside, property.displayName]).flatMap((row) =>
			flattened(row).map((flat) => ({
				...flat,
				label: groups.length > 1 ? `${group.displayName} → ${flat.label}` : flat.label,
			})),
		),
	);
}

function flattened(row: ParameterRow): ParameterRow[] {
	const inner = row.fields.map((field) => ({ ...field, label: `${row.label} → ${field.label}` }));
	return [{ ...row, fields: [] }, ...inner];
}

function groupsOf({ type, options = [] }: INodeProperties): INodePropertyCollection[] {
	if (type !== 'fixedCollection') return [];
	return options.filter((option): option is INodePropertyCollection => 'values' in option);
}

function kindOf(property: INodeProperties, inside: readonly string[]): string {
	const { type, typeOptions = {} } = property;
	switch (type) {
		case 'string':
			return typeOptions.password ? 'secret text' : 'text';
		case 'number':
			return `number${boundsOf(typeOptions.minValue, typeOptions.maxValue)}`;
		case 'boolean':
			return 'yes/no';
		case 'options':
			return 'choice';
		case 'multiOptions':
			return 'several choices';
		case 'dateTime':
			return 'date and time';
		case 'json':
			return 'JSON';
		case 'resourceLocator':
			return (property.modes ?? []).map(({ displayName }) => displayName).join(', ');
		case 'resourceMapper':
			return 'form';
		case 'fixedCollection':
			return inside.includes(property.displayName) ? 'rows, as above' : 'rows';
		default:
			return type;
	}
}

function boundsOf(least: number | undefined, most: number | undefined): string {
	const [from, to] = [least, most].map((bound) => bound?.toLocaleString('en-US'));
	if (from === undefined) return to === undefined ? '' : `, up to ${to}`;
	return to === undefined ? `, from ${from}` : `, ${from} to ${to}`;
}

function defaultOf(property: INodeProperties): string {
	const { type, default: value } = property;
	if (type === 'boolean') return value === true ? 'yes' : 'no';
	if (type === 'number') return Number(value).toLocaleString('en-US');
	if (type === 'options') return choiceName(property, value);
	if (type === 'multiOptions' && Array.isArray(value))
		return value.map((one) => code(String(one))).join(', ');
	return (type === 'string' || type === 'dateTime') && value !== '' ? code(String(value)) : '';
}

function descriptionOf(property: INodeProperties, all: readonly INodeProperties[]): string {
	const { required, description = '', hint, placeholder = '', type } = property;
	const example = /^e\.g\. (.*)$/s.exec(placeholder)?.[1];
	const sentences = [
		required ? 'Required' : '',
		text(description),
		hint === undefined ? '' : text(hint),
		example === undefined || type === 'fixedCollection' ? '' : `Example: ${code(example)}`,
		shownIf(property, all),
	].filter((sentence) => sentence !== '');
	const prose = sentences.map((sentence) => sentence.replace(/\.?$/, '.')).join(' ');
	return [prose, choicesOf(property)].filter((part) => part !== '').join('<br>');
}

function choicesOf({ type, options = [] }: INodeProperties): string {
	if (type !== 'options' && type !== 'multiOptions') return '';
	const choices = options.filter((option): option is INodePropertyOptions => 'value' in option);
	if (choices.every(({ description }) => description === undefined))
		return choices.map(({ name }) => `_${text(name)}_`).join(', ');
	return choices
		.map(({ name, description }) => `_${text(name)}_${description ? `: ${text(description)}` : ''}`)
		.join('<br>');
}

/** When the editor shows the parameter, beside resource and operation. */
function shownIf({ displayOptions }: INodeProperties, all: readonly INodeProperties[]): string {
	const conditions = Object.entries(displayOptions?.show ?? {})
		.filter(([name]) => name !== 'resource' && name !== 'operation')
		.map(([name, values]) => {
			const other = all.find((candidate) => candidate.name === name.replace(/^\//, ''));
			const choices = (values ?? []).map((value) => (other ? choiceName(other, value) : text(String(value))));
			return `_${text(other?.displayName ?? name)}_ is ${choices.map((choice) => `_${choice}_`).join(' or ')}`;
		});
	return conditions.length === 0 ? '' : `Shown if ${conditions.join(' and ')}`;
}

function choiceName({ type, options = [] }: INodeProperties, value: unknown): string {
	if (type === 'boolean') return value === true ? 'on' : 'off';
	const choice = options.find((option) => 'value' in option && option.value === value);
	return text(choice ? choice.name : String(value));
}

/** The words of a description that may hold HTML, as the cell of a table. */
function text(html: string): string {
	return html
		.replace(/<a [^>]*>([^<]*)<\/a>/g, '$1')
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/([|*_`[\]])/g, '\\$1')
		.replace(/\s+/g, ' ')
		.trim();
}

function code(words: string): string {
	return `\`${words.replaceAll('|', '\\|')}\``;
}
