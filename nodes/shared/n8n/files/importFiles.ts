import type { IBinaryKeyData } from 'n8n-workflow';

import type { ImportedRow, RowResult } from '../../creatio/import/importRules';
import { failedRows, RESULT_HEAD, resultLine } from '../../creatio/import/resultFile';
import type { Table } from '../../tables/table';
import type { OperationContext } from '../context/operation';
import { WrittenFile } from './writtenFile';

/** What became of the rows of a file: the counts, a file with the outcome of each row, and one with the failed rows. */
export class ImportFiles {
	readonly counts: Record<RowResult | 'total', number> = {
		...{ total: 0, created: 0, updated: 0, deleted: 0, skipped: 0, failed: 0, open: 0 },
	};
	private readonly results: WrittenFile;
	private readonly failures: WrittenFile;
	private readonly failed: ReturnType<typeof failedRows>;

	constructor(context: Pick<OperationContext, 'n8n'>, table: Table) {
		const failed = failedRows(table);
		this.failed = failed;
		this.results = new WrittenFile(context, 'result.csv');
		this.failures = new WrittenFile(context, `failed.${failed.extension}`);
	}

	/** Rejects with kind `storage` where n8n cannot store a file; the rows are counted all the same, since they were imported. */
	async write(rows: readonly ImportedRow[]): Promise<void> {
		const { counts, failed } = this;
		const head = counts.total === 0 ? RESULT_HEAD : '';
		const failedHead = counts.failed === 0 ? failed.head : '';
		counts.total += rows.length;
		for (const { result } of rows) counts[result]++;
		await this.results.write(head + rows.map(resultLine).join(''));
		const lines = rows.filter(({ result }) => result === 'failed').map(failed.line);
		if (lines.length > 0) await this.failures.write(failedHead + lines.join(''));
	}

	/** The files by the names of their fields. There is none for failed rows where no row has failed. */
	async end(): Promise<IBinaryKeyData> {
		if (this.counts.total === 0) await this.results.write(RESULT_HEAD);
		const [result, failed] = await Promise.all([this.results.end(), this.failures.end()]);
		return { ...(result && { result }), ...(failed && { failed }) };
	}
}
