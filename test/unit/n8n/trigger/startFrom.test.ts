import { readStartFrom } from '../../../../nodes/shared/n8n/trigger/startFrom';
import type { WatchContext } from '../../../../nodes/shared/n8n/trigger/watch';
import { expectRefusal, fakeForm } from '../form/fakeForm';

/** A trigger of a workflow in Berlin. */
const read = (startFrom: unknown) =>
	readStartFrom({ n8n: fakeForm({ options: { startFrom } }), zone: 'Europe/Berlin' } as WatchContext);

it.each([
	['2026-01-31T10:00:00', '2026-01-31T09:00:00.000Z'],
	['2026-07-01', '2026-06-30T22:00:00.000Z'],
	[' 2026-07-01T10:00:00Z ', '2026-07-01T10:00:00.000Z'],
	['2026-07-01T10:00:00-05:00', '2026-07-01T15:00:00.000Z'],
])('%s is a time of the workflow, unless it says its zone', (text, expected) => {
	expect(read(text)?.toISOString()).toBe(expected);
});

it.each(['', '  '])('%j means now', (text) => {
	expect(read(text)).toBeUndefined();
});

it.each(['soon', '2026-02-30T10:00:00', '10:00'])('%s is refused', async (text) => {
	await expectRefusal(() => read(text), 'option Start From', text);
});
