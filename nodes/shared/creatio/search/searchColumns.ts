import { DATA_VALUE_TYPE } from '../model/dataValueType';
import { mainColumns, namingColumn } from '../model/mainColumns';
import type { Column, ObjectDetails, ObjectModel } from '../model/objectModel';

/** The columns of an object in which a text is searched. */
export interface SearchColumns {
	/** What names a record, best first. */
	readonly names: readonly Column[];
	readonly emails: readonly Column[];
	readonly phones: readonly Column[];
}

/** Of each kind, so that a search stays small. */
const MOST_COLUMNS = 5;

/** Of the main columns that a found record is shown with. */
const MOST_SHOWN = 20;

const EMAIL = /e-?mail/i;
const PHONE = /(?:phone|mobile|fax)$/i;

/**
 * The columns to search: the display column, and those for e-mail addresses and phone numbers, as the runtime schema says
 * (contract 4.1), or their names, since the columns of stock objects are plain texts.
 */
export function searchColumns(model: ObjectModel, details: ObjectDetails | undefined): SearchColumns {
	const texts = [...model.columns.values()].filter(({ type }) => type === 'text');
	const isOf = ({ name }: Column, code: number, pattern: RegExp) => {
		const own = details?.columns.get(name)?.dataValueType;
		return own === code || (own !== DATA_VALUE_TYPE.WebText && pattern.test(name));
	};
	const emails = texts.filter((column) => isOf(column, DATA_VALUE_TYPE.EmailText, EMAIL));
	const phones = texts.filter(
		(column) => !emails.includes(column) && isOf(column, DATA_VALUE_TYPE.PhoneText, PHONE),
	);
	const named = [model.columns.get(details?.displayColumn ?? ''), namingColumn(model)];
	const names = [...new Set(named)].filter((column) => column?.type === 'text') as Column[];
	return {
		names,
		emails: emails.slice(0, MOST_COLUMNS),
		phones: phones.slice(0, MOST_COLUMNS),
	};
}

/** All columns that are searched. */
export function searched({ names, emails, phones }: SearchColumns): Column[] {
	return [...names, ...emails, ...phones];
}

/** The values that a found record is shown with: those that were searched, and the main ones of its object. */
export function shownColumns(model: ObjectModel, columns: SearchColumns): Column[] {
	const readable = [...model.columns.values()].filter(({ type }) => type !== 'stream');
	const main = mainColumns(model, readable).slice(0, MOST_SHOWN);
	return [...new Set([...searched(columns), ...main])].filter(({ name }) => name !== 'Id');
}
