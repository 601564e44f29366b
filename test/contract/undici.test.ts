import { createSend } from '../../nodes/shared/http/send';
import { describeSendContract } from './sendContract';

describeSendContract('undici', createSend);
