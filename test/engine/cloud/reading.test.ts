import './useCloud';
import '../reading.test';
