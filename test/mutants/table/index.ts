import type { Mutant } from '../mutant';
import { CACHES } from './caches';
import { FORM } from './form';
import { POLLS } from './polls';
import { READING } from './reading';
import { REQUESTS } from './requests';
import { SIGN_IN } from './signIn';

/** The faults that `npm run mutants` tries. */
export const MUTANTS: readonly Mutant[] = [...CACHES, ...FORM, ...POLLS, ...READING, ...REQUESTS, ...SIGN_IN];
