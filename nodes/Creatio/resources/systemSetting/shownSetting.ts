import type { Row } from '../../../shared/creatio/model/rows';
import type { Setting } from '../../../shared/creatio/systemSettings/readSetting';

/** A setting as an item returns it. */
export function shownSetting({ code, type, value, displayValue }: Setting): Row {
	return { code, type, value, displayValue: displayValue ?? null };
}
