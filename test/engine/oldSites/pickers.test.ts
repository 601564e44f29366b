import './useOldSites';
import '../pickers.test';
