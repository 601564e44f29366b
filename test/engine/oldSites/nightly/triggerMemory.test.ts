import '../useOldSites';
import '../../triggerMemory.test';
