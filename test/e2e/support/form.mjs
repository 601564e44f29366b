/** @typedef {import('playwright-core').Locator} Locator */
/** @typedef {import('./editor.mjs').Editor} Editor */

/**
 * The form of the open node. Its fields are addressed by their path, as n8n stores them: `conditions.condition[0].column`. Every
 * method does what a person does; texts that are typed count.
 */
export class Form {
	#editor;
	#page;

	/** @param {Editor} editor */
	constructor(editor) {
		this.#editor = editor;
		this.#page = editor.page;
	}

	/** @param {string} path */
	#field(path) {
		return this.#page.locator(`[data-parameter-path='parameters.${path}']`);
	}

	/**
	 * The part of the form that a collection of rows takes.
	 *
	 * @param {string} path
	 */
	#collection(path) {
		const [, outer, name] = /^(?:(.*)\.)?([^.]+)$/.exec(path) ?? [];
		const collection = `[data-test-id="fixed-collection-${name}"]`;
		if (!outer?.endsWith(']')) return this.#page.locator(collection).last();
		// n8n gives collections no path: the one that stands in the row with the fields of this path.
		return this.#page
			.locator(`[class*="parameterItemWrapper"]`)
			.filter({ has: this.#page.locator(`[data-parameter-path^='parameters.${outer}.']`) })
			.last()
			.locator(collection);
	}

	/**
	 * What n8n offers in the open list of choices.
	 *
	 * @param {string} caption
	 * @returns {Locator}
	 */
	#choice(caption) {
		const choices = this.#page.locator('[role=option], [role=menuitem]').locator('visible=true');
		const name = this.#page.getByText(exactly(caption)).and(this.#page.locator(':not(.option-description)'));
		return choices
			.filter({ has: name })
			.or(choices.filter({ hasText: exactly(caption) }))
			.last();
	}

	/**
	 * Chooses in a field with choices.
	 *
	 * @param {string} path
	 * @param {readonly string[]} values
	 * @param {ReadonlyMap<unknown, string>} captions By the values; empty where the choices are loaded.
	 */
	async choose(path, values, captions) {
		if (captions.size === 0) await this.#editor.choicesLoaded();
		await this.#field(path).click();
		for (const value of values) {
			const caption = captions.get(value) ?? this.#editor.loadedChoices.get(`parameters.${path}`)?.get(value);
			if (caption === undefined) throw new Error(`The field ${path} does not offer ${value}.`);
			await this.#choice(caption).click();
		}
		// A list of several choices stays open.
		if (values.length > 1) await this.#page.keyboard.press('Tab');
	}

	/** @param {string} path */
	async toggle(path) {
		await this.#field(path).locator('.el-switch').click();
	}

	/**
	 * Types a text, or an expression between braces, which n8n recognizes.
	 *
	 * @param {string} path
	 * @param {string} text
	 */
	async type(path, text) {
		this.#editor.effort.typed.push(text);
		if (text.includes('{{')) await this.#takeExpression(path);
		// Fields with modes ("From list") have the mode first.
		const input = this.#field(path).locator('input, textarea, [contenteditable=true]').last();
		await input.click();
		// A calendar takes what is typed as it shows it, with a space before the time, and after Enter.
		const isCalendar = (await this.#field(path).locator('.el-date-editor').count()) > 0;
		await input.fill(isCalendar ? text.replace('T', ' ') : text);
		if (isCalendar) await input.press('Enter');
		// n8n replaces the input by another one for expressions, whose preview would cover what is below.
		await this.#page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
		// n8n stores what an editor of expressions holds a moment later, and not at all once the form is closed.
		if (text.includes('{{')) await this.#page.waitForTimeout(600);
	}

	/**
	 * Switches a field to expressions that takes no text: a number, or a choice.
	 *
	 * @param {string} path
	 */
	async #takeExpression(path) {
		const field = this.#field(path);
		// Fields with modes are lists only in the first mode.
		const takesText = field.locator('[data-test-id=rlc-input], [data-test-id=parameter-input-field]');
		if ((await takesText.count()) > 0) return;
		await field.hover();
		await field
			.locator('xpath=ancestor::*[.//*[@data-test-id="radio-button-expression"]][1]')
			.locator('[data-test-id=radio-button-expression]')
			.click();
	}

	/**
	 * Chooses an entry of a field with a list ("From list").
	 *
	 * @param {string} path
	 * @param {string} search
	 * @param {string} caption
	 */
	async pick(path, search, caption) {
		await this.#editor.pickFromListOf(this.#field(path), search, caption);
	}

	/**
	 * Chooses how a field with modes is filled in.
	 *
	 * @param {string} path
	 * @param {string} mode Its caption.
	 */
	async chooseMode(path, mode) {
		const selector = this.#field(path).locator('[data-test-id=rlc-mode-selector]');
		if (exactly(mode).test(await selector.locator('input').inputValue())) return;
		await this.#editor.choicesLoaded();
		await selector.click();
		await this.#choice(mode).click();
	}

	/**
	 * Adds a row to a collection of rows.
	 *
	 * @param {string} path
	 * @param {string} [kind] Its caption, where there are several kinds.
	 */
	async addRow(path, kind) {
		const collection = this.#collection(path);
		if (kind === undefined) {
			await collection.locator('[data-test-id=fixed-collection-add]').last().click();
			return;
		}
		await collection.locator('[class*="_controls_"] .el-select, [class*="_controls_"] input').last().click();
		await this.#choice(kind).click();
	}

	/**
	 * Adds an option to the collection Options.
	 *
	 * @param {string} caption
	 */
	async addOption(caption) {
		await this.#editor.part('collection-parameter-add').last().click();
		await this.#choice(caption).click();
	}

	/**
	 * Chooses the columns that identify records.
	 *
	 * @param {readonly string[]} captions
	 */
	async matchOn(captions) {
		await this.#editor.part('matching-column-select').click();
		for (const caption of captions) await this.#choice(caption).click();
		await this.#page.keyboard.press('Tab');
	}

	/**
	 * Shows a column in a mapping, unless it is there from the beginning.
	 *
	 * @param {string} path Of the mapping.
	 * @param {string} column API name.
	 * @param {string} caption
	 */
	async showColumn(path, column, caption) {
		await this.#editor.choicesLoaded();
		if (await this.#field(`${path}.value["${column}"]`).isVisible()) return;
		await this.#editor.part('add-fields-select').locator('button, input').first().click();
		await this.#choice(caption).click();
	}

	/**
	 * Whether n8n shows a field.
	 *
	 * @param {string} path
	 */
	async shows(path) {
		return await this.#field(path).first().isVisible();
	}
}

/**
 * n8n writes some captions with small letters.
 *
 * @param {string} caption
 */
const exactly = (caption) => new RegExp(`^\\s*${caption.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}\\s*$`, 'i');
