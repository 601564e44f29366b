import { get, post, value } from './define';
import { listOf } from '../wcf/types';
import { Dictionary } from '../wcf/values';
import type { ServiceMethod } from './method';

/** `wire-samples/services/custom-rest-wrapped-error-200.json`, as it was recorded. */
export const BPMS_QUERY_BUILDER_SERVICE: Record<string, ServiceMethod> = {
	GetTablesName: post({}, () =>
		value({
			tableNames: null,
			responseStatus: null,
			queryId: null,
			rowsAffected: 0,
			nextPrcElReady: false,
			success: false,
			errorInfo: {
				errorCode: 'OperationRightsException',
				message:
					'Недостаточно прав для чтения данных через Конструктор Запросов. Обратитесь к администратору системы.',
				stackTrace: [
					'   at BPMSoft.Configuration.BpmsOperationChecker.OperationChecker.CheckContainsOneOperation(String errorText, String[] operationCodes)',
					'   at BPMSoft.Configuration.BpmsQueryBuilderService.CheckCanUseMethodByOperation()',
					'   at BPMSoft.Configuration.BpmsQueryBuilderService.GetTablesName()',
				].join('\r\n'),
			},
		}),
	),
};

/** Users who may write may do everything (contract 6.3). */
export const RIGHTS_SERVICE: Record<string, ServiceMethod> = {
	GetCanExecuteOperation: post({ parameters: { operation: 'string' } }, (_args, { caller }) =>
		value(caller.user.mayWrite),
	),
	GetCanExecuteOperations: post(
		{ parameters: { operations: listOf('string') } },
		({ operations }, { caller }) =>
			value(new Dictionary((operations ?? []).map((one) => [one ?? '', caller.user.mayWrite]))),
	),
};

export const LICENSE_SERVICE: Record<string, ServiceMethod> = {
	GetLicOperationStatuses: post({ parameters: { licOperations: listOf('string') } }, ({ licOperations }) =>
		value(new Dictionary((licOperations ?? []).map((one) => [one ?? '', true]))),
	),
};

export const FEATURE_SERVICE: Record<string, ServiceMethod> = {
	/** Names its result itself (contract 6.1). */
	GetFeatureState: post({ parameters: { code: 'string' }, resultName: 'FeatureState' }, ({ code }) =>
		value(code === 'FeatureSetErrorInfoIfProcessHasFailedExecution' ? 1 : 0),
	),
};

export const ANONYMOUS_FEATURE_SERVICE: Record<string, ServiceMethod> = {
	GetFeatureStates: post({}, () => value([])),
};

export const ENTITY_SCHEMA_SERVICE: Record<string, ServiceMethod> = {
	GetEntityDefaultValues: get(
		{ style: 'bare', parameters: { entityName: 'string' } },
		({ entityName }, call) => {
			const entity = call.context.store.model.entities.get(entityName ?? '');
			if (!entity)
				return { kind: 'unhandled', message: `Item with name "${entityName ?? ''}" was not found.` };
			return value(
				entity.columns.flatMap(({ name, default: rule }) =>
					rule?.source === 'CONST'
						? [{ name, defaultValue: { value: rule.value, displayValue: String(rule.value) } }]
						: [],
				),
			);
		},
	),
};
