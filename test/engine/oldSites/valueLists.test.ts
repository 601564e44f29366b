import './useOldSites';
import '../valueLists.test';
