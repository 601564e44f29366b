import type { Call } from '../context';
import { errorInfo, get, post, value } from '../webservices/define';
import type { ServiceMethod } from '../webservices/method';
import { isFileObject } from './place';
import { FileRefusal } from './refusal';
import { storeUpload } from './upload';

/** `FileApiService`: a stream in, a bare answer out, every refusal with 200 (contract 7.1). */
export const FILE_API_SERVICE: Record<string, ServiceMethod> = {
	UploadFile: post({ style: 'bare' }, (_args, call) => {
		const refusal = tryUpload(call);
		return value({
			errorInfo: refusal
				? errorInfo(call, refusal.errorCode, refusal.message, 'FileApiService.UploadFile')
				: null,
			nextPrcElReady: false,
			queryId: null,
			responseStatus: null,
			rowsAffected: -1,
			success: refusal === undefined,
		});
	}),
	/** The older one. */
	Upload: post({ style: 'bare' }, (_args, call) => value(tryUpload(call) === undefined ? 'Ok' : '')),
	GetAllFileSchemas: get({ style: 'bare' }, (_args, { context }) =>
		value(
			[...context.store.model.entities.values()]
				.filter(isFileObject)
				.map(({ uId, name, caption }) => ({ uId, name, caption })),
		),
	),
};

function tryUpload(call: Call): FileRefusal | undefined {
	try {
		storeUpload(call);
		return undefined;
	} catch (cause) {
		if (cause instanceof FileRefusal) return cause;
		throw cause;
	}
}
