import { isDeepStrictEqual } from 'node:util';
import { completeParameters, isShown } from './n8n-parameters.mjs';

/** @typedef {import('n8n-workflow').INodeProperties} Property */
/** @typedef {import('n8n-workflow').INodeTypeDescription} Description */
/** @typedef {import('./form.mjs').Form} Form */
/** @typedef {Record<string, any>} Values */

/**
 * Fills in the form of the open node, field by field from top to bottom, until it holds what a stored workflow holds. Only
 * what differs from a fresh node is touched. Everything is chosen by the captions that the stored node remembers, so that a field which
 * cannot be filled in by clicking has no way around.
 *
 * @param {Form} form
 * @param {Description} description
 * @param {Values} stored Its parameters.
 */
export async function fillForm(form, description, stored) {
	const parameters = completeParameters(description, stored);
	const filling = new Filling(form, (property, values) => isShown(description, parameters, property, values));
	await filling.fields(description.properties, parameters, '');
}

class Filling {
	#form;
	#shown;

	/**
	 * @param {Form} form
	 * @param {(property: Property, values: Values | undefined) => boolean} shown
	 */
	constructor(form, shown) {
		this.#form = form;
		this.#shown = shown;
	}

	/**
	 * @param {readonly Property[]} properties
	 * @param {Values} values
	 * @param {string} prefix
	 */
	async fields(properties, values, prefix) {
		for (const property of properties) {
			const { name, type } = property;
			const value = values[name];
			// The action of the node panel decides these, and the choice of the credential.
			if (prefix === '' && ['resource', 'operation', 'event', 'authentication'].includes(name)) continue;
			if (value === undefined || type === 'hidden' || isDeepStrictEqual(value, property.default)) continue;
			if (!this.#shown(property, prefix === '' ? undefined : values)) continue;
			await this.#field(property, value, `${prefix}${name}`);
		}
	}

	/**
	 * @param {Property} property
	 * @param {any} value
	 * @param {string} path
	 */
	async #field(property, value, path) {
		switch (property.type) {
			case 'resourceLocator':
				return await this.#locator(property, value, path);
			case 'resourceMapper':
				return await this.#mapper(value, path);
			case 'fixedCollection':
				return await this.#rows(property, value, path);
			case 'collection':
				return await this.#options(property, value, path);
			case 'options':
				if (isExpression(value)) break;
				return await this.#form.choose(path, [value], captionsOf(property));
			case 'multiOptions':
				if (isExpression(value)) break;
				return await this.#form.choose(path, value, captionsOf(property));
			case 'boolean':
				if (isExpression(value)) break;
				return await this.#form.toggle(path);
			case 'string':
			case 'number':
			case 'json':
			case 'dateTime':
				return await this.#form.type(path, typed(value));
		}
		throw new Error(`No recipe for ${path}: a field of type ${property.type} with ${JSON.stringify(value)}.`);
	}

	/**
	 * @param {Property} property
	 * @param {{ mode: string, value: string, cachedResultName?: string }} value
	 * @param {string} path
	 */
	async #locator(property, { mode, value, cachedResultName: caption }, path) {
		const chosen = property.modes?.find(({ name }) => name === mode);
		if (!chosen) throw new Error(`No recipe for ${path}: it has no mode ${mode}.`);
		await this.#form.chooseMode(path, chosen.displayName);
		if (mode !== 'list') return await this.#form.type(path, typed(value));
		if (!caption) throw new Error(`No recipe for ${path}: the list entry ${value} has no caption.`);
		await this.#form.pick(path, searchFor(caption), caption);
	}

	/**
	 * @param {{ mappingMode: string, value: Values | null, matchingColumns: string[], schema: Array<{ id: string, displayName: string, type: string, removed?: boolean }> }} mapping
	 * @param {string} path
	 */
	async #mapper({ value, matchingColumns, schema }, path) {
		const captions = new Map(schema.map(({ id, displayName }) => [id, displayName]));
		const captionOfColumn = (/** @type {string} */ column) => {
			const caption = captions.get(column);
			if (caption === undefined) throw new Error(`No recipe for ${path}: column ${column} has no caption.`);
			return caption;
		};
		if (matchingColumns.length > 0) await this.#form.matchOn(matchingColumns.map(captionOfColumn));
		for (const [column, text] of Object.entries(value ?? {})) {
			await this.#form.showColumn(path, column, captionOfColumn(column));
			await this.#form.type(`${path}.value["${column}"]`, typed(text));
		}
	}

	/**
	 * @param {Property} property
	 * @param {Record<string, Values[]>} value
	 * @param {string} path
	 */
	async #rows(property, value, path) {
		const kinds = /** @type {import('n8n-workflow').INodePropertyCollection[]} */ (property.options ?? []);
		for (const kind of kinds) {
			for (const [index, row] of (value[kind.name] ?? []).entries()) {
				await this.#form.addRow(path, kinds.length > 1 ? kind.displayName : undefined);
				await this.fields(kind.values, row, `${path}.${kind.name}[${index}].`);
			}
		}
	}

	/**
	 * @param {Property} property
	 * @param {Values} value
	 * @param {string} path
	 */
	async #options(property, value, path) {
		for (const option of /** @type {Property[]} */ (property.options ?? [])) {
			if (!Object.hasOwn(value, option.name)) continue;
			await this.#form.addOption(option.displayName);
			await this.fields([option], value, `${path}.`);
		}
	}
}

const isExpression = (/** @type {unknown} */ value) => typeof value === 'string' && value.startsWith('=');

/** What a person types for a stored value: n8n marks expressions with an equals sign, which nobody types. */
const typed = (/** @type {unknown} */ value) => String(value).replace(/^=/, '');

/**
 * What a person types to find an entry of a list: the words of its caption. Columns behind several lookups are only found by their
 * path, which stands in parentheses.
 *
 * @param {string} caption
 */
function searchFor(caption) {
	const [, words = caption, name = caption] = /^(.*) \(([^()]*)\)$/.exec(caption) ?? [];
	return words.split(' → ').length > 2 ? name : words.replace(' → ', ' ');
}

/**
 * The captions of choices by their values; none for choices that n8n loads.
 *
 * @param {Property} property
 */
function captionsOf({ options = [] }) {
	const choices = /** @type {import('n8n-workflow').INodePropertyOptions[]} */ (options);
	return new Map(choices.map(({ name, value }) => /** @type {const} */ ([value, name])));
}
