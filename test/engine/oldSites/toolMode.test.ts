import './useOldSites';
import '../toolMode.test';
