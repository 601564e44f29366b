import { CreatioError, inputError } from '../../../../nodes/shared/basics/errors';
import { withNearObjects } from '../../../../nodes/shared/creatio/metadata/nearObjects';
import { CONTACT } from '../fakes';

const metadata = (failure?: Error) => ({
	object: async (name: string) => {
		if (failure) throw failure;
		if (name.toLowerCase() === 'contact') return CONTACT;
		throw inputError(`The site has no object "${name}"`, 'Did you mean Contact?');
	},
});
const refused = (object: string) =>
	new CreatioError('invalid', `Schema with name "${object}" was not found.`, { status: 500, cure: 'Own.' });

it('the nearest names are the cure where the sentence of the site names an object that the model does not have', async () => {
	const error = refused('Contct');
	expect(await withNearObjects(metadata(), ['Contact', 'Contct'], error)).toMatchObject({
		kind: 'invalid',
		status: 500,
		message: error.message,
		cure: 'Own. Did you mean Contact?',
	});
});

it('the code is the cure where it was written in another letter case, which only the site does not take', async () => {
	expect(await withNearObjects(metadata(), ['contact'], refused('contact'))).toMatchObject({
		cure: 'Own. Did you mean Contact?',
	});
});

it.each<[string, readonly string[], Error, Error | undefined]>([
	['the object exists', ['Contact'], refused('Contact'), undefined],
	['the sentence is about something else', ['Contct'], new CreatioError('invalid', 'No rights'), undefined],
	['the model cannot be read', ['Contct'], refused('Contct'), new CreatioError('network', 'Gone')],
	['the failure passes', ['Contct'], new CreatioError('network', 'Contct: the connection broke'), undefined],
	['nothing was sent', ['Contct'], inputError('Contct has no filters'), undefined],
	['it is not an error of the site', ['Contct'], new Error('Contct'), undefined],
])('an error stays as it is where %s', async (_, objects, error, failure) => {
	expect(await withNearObjects(metadata(failure), objects, error)).toBe(error);
});
