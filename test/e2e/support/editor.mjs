import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { world } from './world.mjs';

/** @typedef {import('playwright-core').Locator} Locator */

/** The picture's size, in CSS pixels. */
const viewport = { width: 1440, height: 900 };

/** How long anything in the editor may take to appear, in milliseconds. */
const patienceMs = 30_000;

/** n8n's editor in a browser, spoken of as a user would: panels, fields, buttons. */
export class Editor {
	#browser;
	#url;
	/** The page, for what this class has no word for. */
	page;

	/**
	 * @param {import('playwright-core').Browser} browser
	 * @param {import('playwright-core').Page} page
	 * @param {string} url Address of n8n.
	 */
	constructor(browser, page, url) {
		this.#url = url;
		this.#browser = browser;
		this.page = page;
		page.setDefaultTimeout(patienceMs);
	}

	/** What a user has done so far: clicks with the mouse, and texts that were typed. */
	effort = { clicks: 0, typed: /** @type {string[]} */ ([]) };

	/** Requests for lists and choices that n8n has not answered yet. */
	#loading = new Set();

	/** The loaded choices of fields by the path of the field: their captions by their values. */
	loadedChoices = /** @type {Map<string, Map<unknown, string>>} */ (new Map());

	#watchLoading() {
		this.page.on('request', (request) => {
			if (request.url().includes('/dynamic-node-parameters/')) this.#loading.add(request);
		});
		this.page.on('requestfinished', async (request) => {
			if (request.url().endsWith('/dynamic-node-parameters/options')) await this.#rememberChoices(request);
			this.#loading.delete(request);
		});
		this.page.on('requestfailed', (request) => void this.#loading.delete(request));
	}

	/** @param {import('playwright-core').Request} request */
	async #rememberChoices(request) {
		const { path } = request.postDataJSON();
		const answer = await (await request.response())?.json().catch(() => undefined);
		const choices = /** @type {Array<{ name: string, value: unknown }>} */ (answer?.data ?? []);
		this.loadedChoices.set(path, new Map(choices.map(({ name, value }) => [value, name])));
	}

	/**
	 * Waits for choices that n8n loads. A person sees that they are loading; n8n closes a list of choices that was opened before.
	 */
	async choicesLoaded() {
		const deadline = Date.now() + patienceMs;
		// n8n begins to load them a moment after the field that they depend on.
		do await this.page.waitForTimeout(200);
		while (this.#loading.size > 0 && Date.now() < deadline);
	}

	/** Counts from here on. */
	resetEffort() {
		this.effort.clicks = 0;
		this.effort.typed = [];
	}

	/** The browser itself counts the clicks, so that no helper of this class can forget one. */
	async #countClicks() {
		await this.page.exposeFunction('countClick', () => void this.effort.clicks++);
		await this.page.addInitScript(() => {
			const { countClick } = /** @type {{ countClick: () => void }} */ (/** @type {unknown} */ (globalThis));
			globalThis.addEventListener('mousedown', () => countClick(), { capture: true });
		});
	}

	/** Lists and windows open at once. */
	async #stopAnimations() {
		await this.page.addInitScript(() => {
			globalThis.addEventListener('DOMContentLoaded', () => {
				const style = document.createElement('style');
				style.textContent =
					'*, *::before, *::after { transition: none !important; animation: none !important }';
				document.head.append(style);
			});
		});
	}

	/**
	 * Opens a browser and signs in as the owner.
	 *
	 * @param {{ height?: number, url?: string }} [options] A higher window, for long forms; another n8n.
	 */
	static async open({ height = viewport.height, url = world.n8nUrl } = {}) {
		const browser = await chromium.launch({
			executablePath: world.chromium,
			// Without a graphics card, drawing for one takes longer than drawing directly. Chromium's sandbox does not work for root,
			// as which containers and CI commonly run.
			args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
		});
		const page = await browser.newPage({ viewport: { ...viewport, height } });
		// The editor looks community packages up in the npm registry. Tests keep to this machine.
		await page.route(
			(address) => address.protocol.startsWith('http') && address.origin !== url,
			(route) => route.abort(),
		);
		const editor = new Editor(browser, page, url);
		await editor.#countClicks();
		await editor.#stopAnimations();
		editor.#watchLoading();
		await editor.#signIn();
		return editor;
	}

	async close() {
		await this.#browser.close();
	}

	async #signIn() {
		await this.page.goto(`${this.#url}/signin`);
		await this.page.locator('input[type=email]').fill(world.owner.email);
		await this.page.locator('input[type=password]').fill(world.owner.password);
		await this.page.keyboard.press('Enter');
		await this.page.waitForURL(/\/home\//);
	}

	/**
	 * @param {string} id n8n's own mark for tests.
	 * @param {Locator} [within]
	 * @returns {Locator}
	 */
	part(id, within) {
		return (within ?? this.page).locator(`[data-test-id="${id}"]`);
	}

	/**
	 * Makes the window higher or lower.
	 *
	 * @param {number} height In CSS pixels.
	 */
	async resize(height) {
		await this.page.setViewportSize({ ...viewport, height });
	}

	/**
	 * Keeps a picture of the window.
	 *
	 * @param {string} name File name without ending.
	 */
	async screenshot(name) {
		// Wait until animations and loading marks have ended.
		await this.page.waitForTimeout(600);
		await this.page.screenshot({
			path: join(world.screenshots, `${name}.png`),
			animations: 'disabled',
			// Messages of n8n that leave by themselves cover what the picture is about.
			style: '.el-notification { display: none }',
		});
	}

	/** An empty canvas. */
	async openEmptyCanvas() {
		await this.page.goto(`${this.#url}/workflow/new`);
		await this.part('canvas-add-button').waitFor();
	}

	/** @param {string | undefined} id Of a workflow that n8n has stored. */
	async openWorkflow(id) {
		await this.page.goto(`${this.#url}/workflow/${id}`);
		await this.part('canvas-node').first().waitFor();
	}

	/**
	 * Adds an action as the first step; n8n puts a trigger by hand before it, and the node's window opens.
	 *
	 * @param {string} node
	 * @param {string} [action] Of a node that has actions.
	 */
	async addFirstStep(node, action) {
		await this.part('canvas-add-button').click();
		await this.#addStep(node, action);
	}

	/**
	 * Adds an action behind the step that was added last; the node's window opens.
	 *
	 * @param {string} node
	 * @param {string} [action] Of a node that has actions.
	 */
	async addNextStep(node, action) {
		await this.openNodePanel();
		await this.#addStep(node, action);
	}

	/**
	 * @param {string} node
	 * @param {string} [action]
	 */
	async #addStep(node, action) {
		await this.searchNodes(node);
		await this.#nodePanelEntry(node).click();
		if (action === undefined) {
			await this.page.getByRole('button', { name: 'Add to workflow' }).click();
			await this.part('ndv').waitFor();
			return;
		}
		const entry = this.#nodePanelEntry(action);
		const expander = this.page.getByText(/^Actions \(\d+\)$/);
		await entry.or(expander).first().waitFor();
		if (!(await entry.isVisible())) await expander.click();
		await entry.click();
		await this.part('ndv').waitFor();
	}

	/** What the canvas exports: its nodes as n8n stores them. */
	async exportNodes() {
		await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
		await this.page.keyboard.press('Control+a');
		await this.page.keyboard.press('Control+c');
		let text = '';
		for (const deadline = Date.now() + patienceMs; text === '' && Date.now() < deadline;) {
			await this.page.waitForTimeout(100);
			text = await this.page.evaluate(() => globalThis.navigator.clipboard.readText());
		}
		/** @type {import('../../../scripts/lib/n8n/client.mjs').Workflow} */
		const { nodes } = JSON.parse(text);
		return nodes;
	}

	/** Adds a trigger by hand to an empty canvas. */
	async addManualTrigger() {
		await this.part('canvas-add-button').click();
		await this.searchNodes('Manual');
		await this.#nodePanelEntry('Manual Trigger').click();
		await this.part('canvas-node').first().waitFor();
	}

	/** Opens the node panel for a further node. */
	async openNodePanel() {
		await this.part('node-creator-plus-button').click();
		await this.part('node-creator-search-bar').waitFor();
	}

	/** @param {string} text */
	async searchNodes(text) {
		this.effort.typed.push(text);
		await this.part('node-creator-search-bar').fill(text);
		await this.part('node-creator-item-name').filter({ hasText: text }).first().waitFor();
	}

	/** @param {string} name */
	#nodePanelEntry(name) {
		return this.part('node-creator-item-name')
			.filter({ hasText: new RegExp(`^\\s*${name}\\s*$`) })
			.first();
	}

	/** Names that the node panel shows. */
	async nodePanelEntries() {
		const names = await this.part('node-creator-item-name').allTextContents();
		return names.map((name) => name.trim());
	}

	/**
	 * Creates the first credential of the open node. n8n tests it and closes the dialog.
	 *
	 * @param {Record<string, string>} values
	 */
	async setUpCredential(values) {
		await this.page.getByRole('button', { name: /^Connect to / }).click();
		const dialog = this.part('editCredential-modal');
		for (const [name, value] of Object.entries(values)) {
			this.effort.typed.push(value);
			await this.part(`parameter-input-${name}`, dialog).locator('input').first().fill(value);
		}
		await this.screenshot('credential');
		await this.part('credential-save-button', dialog).click();
		await dialog.waitFor({ state: 'hidden' });
	}

	/** @param {string} name */
	async chooseCredential(name) {
		const select = this.part('node-credentials-select');
		if ((await select.locator('input').inputValue()) === name) return;
		await select.click();
		await this.page
			.getByRole('option')
			.locator('visible=true')
			.filter({ has: this.page.getByText(name, { exact: true }) })
			.first()
			.click();
	}

	/**
	 * Opens the list of a field that offers records, objects or columns ("From list"), and searches in it.
	 *
	 * @param {string} parameter Name of the parameter.
	 * @param {string} search
	 */
	async openList(parameter, search) {
		await this.openListOf(this.part(`resource-locator-${parameter}`).last(), search);
	}

	/**
	 * @param {Locator} field
	 * @param {string} search
	 */
	async openListOf(field, search) {
		await this.#openList(field);
		await this.#searchList(search);
	}

	/**
	 * Chooses an entry of a field with a list, and searches for it only if the list does not begin with it.
	 *
	 * @param {Locator} field
	 * @param {string} search
	 * @param {string} caption
	 */
	async pickFromListOf(field, search, caption) {
		await this.#openList(field);
		await this.part('rlc-item').locator('visible=true').first().waitFor();
		if (!(await this.#listEntry(caption).isVisible())) await this.#searchList(search);
		await this.chooseFromList(caption);
	}

	/** @param {Locator} field */
	async #openList(field) {
		const opened = this.#listAnswer();
		await this.part('rlc-input', field).click();
		await opened;
	}

	/** @param {string} search */
	async #searchList(search) {
		this.effort.typed.push(search);
		const found = this.#listAnswer();
		const searchBox = this.part('rlc-search').locator('visible=true').first();
		const input = (await searchBox.locator('input').count()) > 0 ? searchBox.locator('input') : searchBox;
		await input.fill(search);
		await found;
		await this.part('rlc-item').locator('visible=true').first().waitFor();
	}

	/** The next answer of n8n with entries of a list. */
	#listAnswer() {
		return this.page.waitForResponse((response) => response.url().includes('/resource-locator-results'));
	}

	/** Texts of the entries that the open list shows. */
	async listEntries() {
		return (await this.part('rlc-item').locator('visible=true').allInnerTexts()).map((text) => text.trim());
	}

	/**
	 * Chooses an entry of the open list by its caption.
	 *
	 * @param {string} caption
	 */
	async chooseFromList(caption) {
		await this.#listEntry(caption).click();
	}

	/** @param {string} caption */
	#listEntry(caption) {
		return this.part('rlc-item')
			.locator('visible=true')
			.filter({ has: this.page.locator(`text="${caption}"`) })
			.first();
	}

	/**
	 * Presses the button that adds a row to a collection.
	 *
	 * @param {string} caption What the button says.
	 */
	async addRow(caption) {
		await this.page.getByRole('button', { name: caption }).click();
	}

	/**
	 * Adds a row to a collection with rows of several kinds.
	 *
	 * @param {string} caption What the button says.
	 * @param {string} kind
	 */
	async addRowOfKind(caption, kind) {
		await this.page.getByPlaceholder(caption).last().click();
		await this.page.getByRole('option', { name: kind, exact: true }).locator('visible=true').first().click();
	}

	/**
	 * Chooses in a field with fixed choices.
	 *
	 * @param {string} parameter Name of the parameter.
	 * @param {string} choice
	 */
	async choose(parameter, choice) {
		await this.choicesLoaded();
		await this.part(`parameter-input-${parameter}`).last().click();
		await this.page
			.getByRole('option', { name: choice })
			.locator('visible=true')
			.filter({ has: this.page.locator(`text="${choice}"`) })
			.first()
			.click();
	}

	/**
	 * Types into a plain field.
	 *
	 * @param {string} parameter Name of the parameter.
	 * @param {string} value
	 */
	async fill(parameter, value) {
		// Fields with modes ("From list") have the mode first.
		const input = this.part(`parameter-input-${parameter}`).last().locator('input, textarea').last();
		this.effort.typed.push(value);
		await input.click();
		await input.fill(value);
		await input.blur();
	}

	/**
	 * Types a value for a column that the mapping already shows.
	 *
	 * @param {string} column API name.
	 * @param {string} value
	 */
	async fillColumn(column, value) {
		await this.fill(column, value);
	}

	/**
	 * Adds a column to the mapping.
	 *
	 * @param {string} caption
	 */
	async addColumn(caption) {
		await this.part('add-fields-select').click();
		await this.page.getByRole('menuitem', { name: caption, exact: true }).click();
	}

	/**
	 * Chooses a column that identifies records.
	 *
	 * @param {string} caption
	 */
	async matchOn(caption) {
		await this.part('matching-column-select').click();
		await this.page.getByRole('option', { name: caption, exact: true }).click();
		await this.page.keyboard.press('Escape');
	}

	/**
	 * Scrolls the form until a collection of rows begins at the window's upper edge.
	 *
	 * @param {string} parameter Name of the collection.
	 */
	async scrollToTopOf(parameter) {
		const collection = this.part(`fixed-collection-${parameter}`).first();
		await collection.evaluate((element) => element.scrollIntoView({ block: 'start' }));
	}

	/** Runs the step of the open window for the first time and waits for its end. */
	async executeStep() {
		await this.part('node-execute-button').click();
		await this.part('output-panel').locator('[data-test-id^="node-run-status-"]').first().waitFor();
	}

	/**
	 * The output's items as the table shows them: texts by the name of the field.
	 *
	 * @returns {Promise<Array<Record<string, string>>>}
	 */
	async outputRows() {
		await this.showOutputAs('Table');
		const table = this.part('output-panel').locator('table').first();
		await table.waitFor();
		const names = await table.locator('thead th').allInnerTexts();
		const rows = [];
		for (const row of await table.locator('tbody tr').all()) {
			const cells = await row.locator('td').allInnerTexts();
			const fields = names.map((name, index) => [name.trim(), (cells[index] ?? '').trim()]);
			rows.push(Object.fromEntries(fields.filter(([name]) => name !== '')));
		}
		return rows;
	}

	/** @param {'Table' | 'JSON' | 'Schema'} view */
	async showOutputAs(view) {
		await this.part(`radio-button-${view.toLowerCase()}`, this.part('output-panel')).click();
	}

	/** Messages in red that the node's window shows, and fields that are marked as wrong. */
	async warnings() {
		const shown = this.part('ndv').locator(
			'[class*="danger"], [class*="_error"], [data-test-id="parameter-issues"]',
		);
		return (await shown.locator('visible=true').allInnerTexts()).filter((text) => text.trim() !== '');
	}

	/** The hints and errors that the output shows. */
	async outputMessages() {
		return (
			await this.part('output-panel')
				.locator('.n8n-callout, [data-test-id="node-error-message"]')
				.allInnerTexts()
		).map((text) => text.replace(/\s+/g, ' ').trim());
	}

	/** Closes the node's window. */
	async closeNode() {
		await this.part('ndv-close-button').click();
		await this.part('ndv').waitFor({ state: 'hidden' });
	}
}
