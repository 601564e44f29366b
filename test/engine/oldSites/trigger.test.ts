import './useOldSites';
import '../trigger.test';
