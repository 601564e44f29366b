import { UnreadableFile } from '../unreadableFile';

/** A workbook that is not as its format wants it. `finding` is a clause that follows a colon. */
export function damaged(finding: string): UnreadableFile {
	return new UnreadableFile(
		finding,
		'Check that it was transferred as a whole. Otherwise open it in a spreadsheet and save it again as a workbook (XLSX) or as CSV UTF-8.',
	);
}
