import '../useOldSites';
import '../../largeSites.test';
