import { sendByHelper, sendByOlderHelper } from '../../nodes/shared/n8n/connect/helperSend';
import { credentialTestHelpers, nodeHelpers } from '../support/n8nHelpers';
import { describeSendContract } from './send/contract';

const DIFFERENCES = {
	keepsConnections: false,
	addedHeaders: ['user-agent'],
	readsSeveralEncodings: false,
	noticesCutCompression: false,
	usualProxy: 'https',
	tellsRefusingProxies: false,
} as const;

describeSendContract(
	'n8n’s helper httpRequest',
	(options) => sendByHelper(nodeHelpers(), options),
	DIFFERENCES,
);

describeSendContract(
	'n8n’s helper request, which tests credentials',
	(options) => sendByOlderHelper(credentialTestHelpers(), options),
	DIFFERENCES,
);
