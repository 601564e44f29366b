import '../useOldSites';
import '../../volume.test';
