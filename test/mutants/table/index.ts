import type { Mutant } from '../mutant';
import { CACHES } from './caches';
import { CALLS } from './calls';
import { FILE_FAULTS } from './files';
import { FORM } from './form';
import { IMPORT_FAULTS } from './imports';
import { POLLS } from './polls';
import { READING } from './reading';
import { REQUESTS } from './requests';
import { SIGN_IN } from './signIn';
import { TABLE_FAULTS } from './tables';

/** The faults that `npm run mutants` tries. */
export const MUTANTS: readonly Mutant[] = [
	CACHES,
	CALLS,
	FILE_FAULTS,
	FORM,
	IMPORT_FAULTS,
	POLLS,
	READING,
	REQUESTS,
	SIGN_IN,
	TABLE_FAULTS,
].flat();
