import type { IBinaryData } from 'n8n-workflow';

import { attempt } from '../../basics/attempt';
import { CreatioError } from '../../basics/errors';
import { safeFileName } from '../../basics/fileName';
import { ANY_BYTES, mimeTypeOfName } from '../../basics/mimeTypes';
import type { Store } from '../../creatio/files/receiveContent';
import { madeStream } from '../../http/madeStream';
import { isStream } from '../../http/nodeStream';
import type { OperationContext } from '../context/operation';

export interface BinaryNames {
	/** Otherwise the name that the site sends with the content. */
	readonly fileName: string | undefined;
	/** Otherwise the type that the site sends, or else that of the name. */
	readonly mimeType: string | undefined;
}

type Content = Parameters<OperationContext['n8n']['helpers']['prepareBinaryData']>[0];

const LONGEST_REASON = 200;

/**
 * Stores a file where n8n keeps binary data, in the memory, in a folder, in its database or in S3, while it arrives. Rejects
 * with kind `storage` where n8n cannot. A broken connection is not its failure: who sends the content reports that.
 */
export function storeBinary({ n8n }: Pick<OperationContext, 'n8n'>, names: BinaryNames): Store<IBinaryData> {
	return async (pieces, head) => {
		const name = safeFileName(names.fileName ?? '') ?? head.fileName ?? 'file';
		const sent = head.mimeType === ANY_BYTES ? '' : head.mimeType;
		const mimeType = names.mimeType || sent || mimeTypeOfName(name);
		const made = isStream(pieces) ? undefined : madeStream(pieces);
		const content = (made ?? pieces) as unknown as Content;
		const stored = await attempt(n8n.helpers.prepareBinaryData(content, name, mimeType));
		if (stored.done) return stored.value;
		made?.rethrow();
		const reason = stored.error instanceof Error ? stored.error.message.slice(0, LONGEST_REASON) : '';
		throw new CreatioError(
			'storage',
			`n8n could not store the file ${name}: ${reason || 'no reason given'}`,
			{
				cause: stored.error,
				cure: 'Check the free space, and the settings for binary data of n8n.',
			},
		);
	};
}
