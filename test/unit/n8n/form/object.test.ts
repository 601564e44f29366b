import { columnField } from '../../../../nodes/shared/n8n/form/column';
import { objectField } from '../../../../nodes/shared/n8n/form/object';
import { settingField } from '../../../../nodes/shared/n8n/form/settingField';
import { expectRefusal, fakeForm, located } from './fakeForm';

it('the object is needed', async () => {
	expect(objectField.read(fakeForm({ object: located(' Contact ') }), 0)).toBe('Contact');
	for (const object of [undefined, '', located(' ')]) {
		await expectRefusal(() => objectField.read(fakeForm({ object }), 0), `field ${objectField.label}`);
	}
});

it.each([
	['object', objectField, ['list', 'name'], 'searchObjects'],
	['column', columnField('What it is'), ['list', 'name'], 'searchColumns'],
	['setting', settingField, ['list', 'code'], 'searchSettings'],
])('the %s is chosen from a list or typed', (name, { property }, modes, list) => {
	expect(property.name).toBe(name);
	expect(property.modes?.map((mode) => [mode.name, mode.type])).toEqual([
		[modes[0], 'list'],
		[modes[1], 'string'],
	]);
	expect(property.modes?.[0]?.typeOptions).toMatchObject({ searchListMethod: list });
});
