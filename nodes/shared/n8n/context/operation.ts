import type { IBinaryKeyData, IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Attempt } from '../../basics/attempt';
import type { Repeat } from '../../connection/serviceCall';
import type { CreatioClient } from '../../creatio/client';
import type { Row } from '../../creatio/model/rows';
import type { LeftOut } from '../../creatio/writing/inputColumns';
import type { Tries } from './tries';

/** What an operation works with. It reads parameters through the fields of the form and passes plain values to the client. */
export interface OperationContext {
	readonly n8n: IExecuteFunctions;
	readonly client: CreatioClient;
	/** The workflow's time zone, for dates that were entered without one. */
	readonly zone: string;
	/** Whether the node runs as a tool of an agent, which reads few results, short ones, and only messages. */
	readonly asTool: boolean;
	/** True when the run ends with the first item that fails. */
	readonly stopsAtFailure: boolean;
	/** What earlier tries of this run have done. */
	readonly tries: Tries;
	/** The Id of the record that an item creates, the same in each try. An item that creates several numbers them by `part`. */
	newId(itemIndex: number, part?: number): string;
	/**
	 * Shows the user a message beside the items, once in a run. One about `results` is only shown if there are any; one about the
	 * `limit` not to an agent that gets fewer results than it anyway.
	 */
	hint(message: string, about?: 'results' | 'limit'): void;
	/** Notes an input field that is not written. The run names all of them in one hint. */
	leaveOut(name: string, why: LeftOut): void;
	/** Attaches a file to the item of a row. */
	attach(row: Row, binary: IBinaryKeyData): void;
}

/** What the form shows: a field, or an element without a value. */
export interface FormField {
	readonly property: INodeProperties;
}

/** One operation: how the editor shows it and what it does, in one file. */
export interface Operation {
	readonly option: INodePropertyOptions;
	readonly fields: readonly FormField[];
	/**
	 * What a further try of the node does with an item that an earlier one has processed. `read`: processes it again.
	 * `harmless`: processes it again unless it was done. `once`: not even if it may have been done.
	 */
	readonly repeat: Repeat;
	/**
	 * True where the user decides whether an operation that is not a `read` changes anything, such as a call by GET: with a
	 * credential that only allows reading, each of its requests decides. All others are refused before anything is sent.
	 */
	readonly mayOnlyRead?: true;
	/** Called once in a try, so that what items share (lookups found, keys written) lasts as long as the run. */
	begin(context: OperationContext): Work;
}

/** The outcome of an item: its rows, or the error. */
export interface ItemOutcome {
	readonly itemIndex: number;
	readonly outcome: Attempt<readonly Row[]>;
}

/**
 * Processes the items of a run. Items may be missing from the result if the run ends early: nothing was done for
 * them. Created by `itemByItem` and `inBulk`.
 */
export type Work = (itemIndexes: readonly number[]) => Promise<readonly ItemOutcome[]>;
