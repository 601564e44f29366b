import '../useOldSites';
import '../../process.test';
