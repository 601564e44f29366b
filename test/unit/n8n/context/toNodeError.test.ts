import type { INode } from 'n8n-workflow';

import { CreatioError, inputError } from '../../../../nodes/shared/basics/errors';
import { toNodeError } from '../../../../nodes/shared/n8n/context/toNodeError';

const NODE = {
	id: '1',
	name: 'Node',
	type: 'creatio',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
} as INode;

it.each([
	['input', inputError('supermarket.pdf is a link')],
	['of the site', new CreatioError('notFound', 'supermarket.pdf has no content')],
	['of the system', new CreatioError('storage', 'n8n could not store a.pdf: ENOENT: no such file')],
	['that is not expected', new Error('EPERM')],
])('an error %s keeps its message, which n8n reads as that of the system', (_, error) => {
	expect(toNodeError(NODE, error).message).toBe(error.message);
});

describe('as a tool of an agent, who gets the message alone,', () => {
	const tool = { ...NODE, type: 'creatioTool' };
	const error = inputError('There is no Contakt', 'Did you mean Contact?');

	it('an error is one text with its cure', () => {
		expect(toNodeError(tool, error, 0, 'Done: 1.').message).toBe(
			'There is no Contakt. Did you mean Contact? Done: 1.',
		);
		expect(toNodeError(NODE, error)).toMatchObject({
			message: 'There is no Contakt',
			description: 'Did you mean Contact?',
		});
	});

	it('what has to be entered is asked for without what people alone see', () => {
		const kinds = ['value', 'conditions', 'mapping', 'choice', 'object', 'file', 'setting'] as const;
		for (const asksFor of kinds) {
			const asking = inputError('No.', 'Do it.', asksFor);
			const { message } = toNodeError(tool, asking);
			expect(message).toMatch(/^No\. (?:Call|Find) .*\. Do it\.$/);
			expect(message).not.toMatch(/\b(?:list|expression|editor|map)\b/i);
			expect(toNodeError(NODE, asking).description).not.toMatch(/\b(?:tool|Find)\b/);
		}
	});

	it('n8n does not add the cure once more: it does so where the message lacks the description', () => {
		for (const one of [error, new CreatioError('invalid', 'No.', { cure: 'Do it.' })]) {
			const { message, description } = toNodeError(tool, one);
			expect(message).toContain(description);
		}
	});
});
