import { useOldSites } from '../setup';

// Imported first, so that the tests that are imported next run on old sites.
useOldSites();
