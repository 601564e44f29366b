import type { Column, Metadata, ObjectDetails, ObjectModel } from '../model/objectModel';

/**
 * The same metadata, in which every model distinguishes dates and times from date-times. `$metadata` shows them alike
 * (contract 2.2), which does not matter for OData, but DataService writes them in three ways (contract 4.4). Use this to
 * resolve paths and read values for DataService. Where a site does not report exact types, they stay date-times.
 */
export function withExactTypes(metadata: Metadata): Metadata {
	return {
		...metadata,
		async object(name) {
			const model = await metadata.object(name);
			const isVague = [...model.columns.values()].some(({ type }) => type === 'dateTime');
			return isVague ? exactModel(model, await metadata.details(model.name)) : model;
		},
	};
}

function exactModel(model: ObjectModel, details: ObjectDetails | undefined): ObjectModel {
	const exact = (column: Column): Column => {
		const type = details?.columns.get(column.name)?.type;
		return column.type === 'dateTime' && (type === 'date' || type === 'time') ? { ...column, type } : column;
	};
	return {
		...model,
		columns: new Map([...model.columns].map(([name, column]) => [name, exact(column)])),
	};
}
