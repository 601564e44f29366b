import './useOldSites';
import '../columnLists.test';
