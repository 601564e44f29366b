import './useOldSites';
import '../unnamedRecords.test';
