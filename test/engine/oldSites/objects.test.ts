import './useOldSites';
import '../objects.test';
