import { guidOf } from '../model/ids';
import type { Run } from './run';
import type { ValueTypeName } from './valueTypes';

export interface ProcessParameter {
	/** The code: what callers name, letter case included. */
	name: string;
	caption: string;
	type: ValueTypeName;
	direction: Direction;
	required?: boolean;
	/** Object that a lookup points to. */
	object?: string;
	/** Constant that stands for a value that is not given, as text. */
	default?: string;
	/** Members of an item of a collection. */
	items?: ProcessParameter[];
}

export type SignalKind = 'created' | 'updated' | 'deleted';

export type Direction = 'input' | 'output' | 'both' | 'internal';

/** One element of a process, between its start and its end. */
export type Step =
	/** Runs at once, or keeps the caller waiting for as long as it takes. */
	| { kind: 'script'; caption: string; takesMs?: number; run(run: Run): void }
	/** Lets go of the caller; the process goes on when the time has come. */
	| { kind: 'timer'; caption: string; ms: number }
	/** Lets go of the caller; the process goes on when somebody completes the element. */
	| { kind: 'userTask'; caption: string };

export interface ProcessSchema {
	/** `schemaName` of contract 5.3. */
	code: string;
	caption: string;
	parameters: ProcessParameter[];
	steps: Step[];
	/** Starts in background mode (contract 5.3, point 2). */
	background?: boolean;
	/** Switched off in the process library. */
	disabled?: boolean;
	/** Has no simple start event: only a signal of its own starts it. */
	noStartEvent?: boolean;
	/** Starts by itself after a write to the object; the data of the signal go into these parameters. */
	signal?: { object: string; kinds: readonly SignalKind[]; recordParameter: string; kindParameter: string };
	/** Saved after the last compilation (contract 5.3, point 6). */
	notCompiled?: boolean;
	/** Counted from 0. */
	version?: number;
	/** Code of the first version, on later ones. */
	firstVersion?: string;
	/** A later version is the actual one. */
	outdated?: boolean;
}

export function schemaUId(code: string): string {
	return guidOf(`schema ${code}`);
}

export function parameterUId(path: string): string {
	return guidOf(`process parameter ${path}`);
}
