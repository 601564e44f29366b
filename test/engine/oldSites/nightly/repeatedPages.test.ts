import '../useOldSites';
import '../../repeatedPages.test';
