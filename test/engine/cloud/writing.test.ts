import './useCloud';
import '../writing.test';
