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
