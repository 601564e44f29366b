import '../useOldSites';
import '../../keyTexts.test';
