import type { Call } from '../context';
import { errorInfo, get, post, value } from '../webservices/define';
import type { ServiceMethod } from '../webservices/method';
import { isFileObject } from './place';
import { FileRefusal } from './refusal';
import { storeUpload, type UploadForm } from './upload';

/** `FileApiService`: a stream in, a bare answer out, every refusal of the newer method with 200 (contract 7.1). */
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
	/** The older one, which does not read columns and handles no exception. */
	Upload: post({ style: 'bare' }, (_args, call) => {
		const refusal = tryUpload(call, 'withoutColumns');
		return refusal ? { kind: 'unhandled', message: refusal.message } : value('Ok');
	}),
	GetAllFileSchemas: get({ style: 'bare' }, (_args, { context }) =>
		value(
			[...context.store.model.entities.values()]
				.filter(isFileObject)
				.map(({ uId, name, caption }) => ({ uId, name, caption })),
		),
	),
};

function tryUpload(call: Call, form?: UploadForm): FileRefusal | undefined {
	try {
		storeUpload(call, form);
		return undefined;
	} catch (cause) {
		if (cause instanceof FileRefusal) return cause;
		throw cause;
	}
}
