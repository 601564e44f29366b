import { invalidQuery } from './errors';

/** Levels of nesting that Microsoft.OData reads in an option by default (contract 2.5). */
const DEEPEST = 800;

/** Refuses what is nested deeper, in the library's words. */
export function checkDepth(depth: number): void {
	if (depth > DEEPEST) throw invalidQuery('Recursion depth exceeded allowed limit.');
}
