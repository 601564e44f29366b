import { createSend } from '../../undici/createSend';
import { describeSendContract } from './sendContract';

describeSendContract('undici', createSend);
