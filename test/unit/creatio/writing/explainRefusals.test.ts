import type { Attempt } from '../../../../nodes/shared/basics/attempt';
import { CreatioError } from '../../../../nodes/shared/basics/errors';
import type { Row } from '../../../../nodes/shared/creatio/model/rows';
import { explainRefusals } from '../../../../nodes/shared/creatio/writing/explainRefusals';
import { CONTACT, fakeMetadata } from '../fakes';
import { type Answer, fakeSite, lostAnswer } from '../fakeSite';

const ACCOM = '405947d0-2ffb-4ded-8675-0475f19f5a81';
const NOBODY = '11111111-1111-4111-8111-111111111111';

const refusal: Attempt<never> = {
	done: false,
	error: new CreatioError('invalid', 'The input was not valid.', { reason: 'unexplained' }),
};
const sent = (row: Row) => ({ model: CONTACT, isNew: true, row });

/** A site without column details that has one account. */
function explainer(answer: () => Answer = () => ({ json: { value: [{ Id: ACCOM }] } })) {
	const { connection, requests } = fakeSite(answer);
	const details = jest.fn(async () => undefined);
	return { connection, requests, details, metadata: { ...fakeMetadata(), details } };
}

const messageOf = (outcome: Attempt<unknown> | undefined) =>
	outcome?.done === false && outcome.error instanceof Error ? outcome.error.message : undefined;

it('asks nothing where nothing was refused without a reason', async () => {
	const site = explainer();
	const done: Attempt<string> = { done: true, value: 'x' };
	const lost: Attempt<never> = { done: false, error: lostAnswer() };
	const outcomes = [done, lost, undefined];
	expect(
		await explainRefusals(
			site,
			outcomes.map(() => sent({ Name: 'x' })),
			outcomes,
		),
	).toEqual(outcomes);
	expect(site.details).not.toHaveBeenCalled();
	expect(site.requests).toHaveLength(0);
});

it('asks once for the columns of the object and once for the records of all lookups', async () => {
	const site = explainer();
	const rows = [{ AccountId: ACCOM }, { AccountId: NOBODY }, { Age: 'x', AccountId: NOBODY }];
	const outcomes = await explainRefusals(
		site,
		rows.map(sent),
		rows.map(() => refusal),
	);
	expect(outcomes.map(messageOf)).toEqual([
		expect.stringContaining('does not say which column'),
		expect.stringContaining(`Account points to ${NOBODY}`),
		expect.stringContaining('Age takes a whole number'),
	]);
	expect(site.details).toHaveBeenCalledTimes(1);
	expect(site.requests.map(({ path }) => path)).toEqual([expect.stringMatching(/^Account\?\$select=Id&/)]);
});

it('the look for records is one batch, however many lookups there are', async () => {
	const site = explainer(() => ({ json: { responses: [] } }));
	const rows = Array.from({ length: 1_000 }, (_, index) => ({
		AccountId: NOBODY.replace(/.{4}$/, String(index).padStart(4, '0')),
	}));
	await explainRefusals(
		site,
		rows.map(sent),
		rows.map(() => refusal),
	);
	expect(site.requests).toHaveLength(1);
});

it('a failure of what it asks does not hide the refusal', async () => {
	const site = explainer(() => new CreatioError('session', 'Signed out'));
	site.details.mockRejectedValue(new CreatioError('network', 'The connection broke'));
	const [outcome] = await explainRefusals(site, [sent({ AccountId: NOBODY })], [refusal]);
	expect(messageOf(outcome)).toMatch(/^The input was not valid\. .*Columns sent: Account$/);
});

it('a write without values, such as a delete, is left as it is', async () => {
	const site = explainer();
	expect(await explainRefusals(site, [undefined], [refusal])).toEqual([refusal]);
});
