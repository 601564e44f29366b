import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emulator } from '../support/emulator.mjs';
import { runOnce, sampleWorkflow } from '../support/workflow.mjs';
import { connect } from '../support/world.mjs';

const isOpen = `StatusId IN (SELECT Id FROM CaseStatus WHERE IsFinal = 0)`;

test('accounts with more than three open cases and their last activity are one query', async () => {
	const client = await connect();
	await emulator.reset();
	const run = await runOnce(client, await sampleWorkflow('Accounts with open cases'));
	assert.equal(run.status, 'success', run.error);
	const { requests } = await emulator.stats();
	assert.equal(requests.filter(({ path }) => path.endsWith('/SelectQuery')).length, 1);

	const found = run.itemsByNode['Accounts with open cases'] ?? [];
	const busy = await emulator.rows(
		'Account',
		`(SELECT COUNT(*) FROM "Case" WHERE AccountId = Account.Id AND ${isOpen}) > 3`,
	);
	assert.ok(busy.length > 2, `only ${busy.length} accounts`);
	assert.deepEqual(new Set(found.map(({ Name }) => Name)), new Set(busy.map(({ Name }) => Name)));
	for (const { Id, Name } of busy) {
		const item = found.find((each) => each.Name === Name);
		const cases = await emulator.rows('Case', `AccountId = '${Id}' AND ${isOpen}`);
		const activities = await emulator.rows('Activity', `AccountId = '${Id}'`);
		const last = Math.max(...activities.map(({ StartDate }) => Date.parse(String(StartDate))));
		assert.equal(item?.['Open cases'], cases.length);
		assert.equal(Date.parse(String(item?.['Last activity'])), last);
	}
});

test('orders are counted by status, and an update writes to as many as were counted', async () => {
	const client = await connect();
	const run = await runOnce(client, await sampleWorkflow('Orders by status'));
	assert.equal(run.status, 'success', run.error);
	const statuses = run.itemsByNode['Orders by status'] ?? [];
	const counted = statuses.reduce((sum, { Orders }) => sum + Number(Orders), 0);
	assert.equal(counted, (await emulator.rows('Order', '1')).length);

	const drafts = statuses.find(({ Status }) => Status === '1. Draft');
	assert.deepEqual(run.itemsByNode['Note on the drafts'], [{ updated: drafts?.Orders }]);
	const noted = await emulator.rows('Order', `Notes LIKE 'One of % drafts%'`);
	assert.equal(noted.length, drafts?.Orders);
	assert.ok(noted.every(({ StatusId }) => StatusId === drafts?.StatusId));
});
