import type { INodeCredentialDescription } from 'n8n-workflow';

import { LABELS } from '../../basics/labels';
import { choiceField, flagField, numberField, textField } from '../form/fieldKinds';

/** How a node signs in: which of the credentials it uses. */
export const authenticationField = choiceField({
	name: 'authentication',
	label: 'Authentication',
	choices: [
		{ name: 'User Name and Password', value: 'userPassword' },
		{ name: 'OAuth2', value: 'oAuth2' },
	],
	default: 'userPassword',
});

/** The credentials of every node, chosen by its field Authentication. */
export const creatioCredentials: INodeCredentialDescription[] = [
	{
		name: 'creatioPlatformApi',
		required: true,
		testedBy: 'creatioApiTest',
		displayOptions: { show: { authentication: ['userPassword'] } },
	},
	{
		name: 'creatioPlatformOAuth2Api',
		required: true,
		displayOptions: { show: { authentication: ['oAuth2'] } },
	},
];

/** Fields that both credentials have. */
export const baseUrlField = textField({
	name: 'baseUrl',
	label: LABELS.siteAddress,
	required: true,
	placeholder: 'e.g. https://mysite.creatio.com',
	description: 'Paste the address of any page of the site; the rest is ignored',
});

export const hostingField = choiceField({
	name: 'hosting',
	label: 'Hosting',
	choices: [
		{ name: 'Automatic', value: 'auto', description: 'Detect with the first request' },
		{
			name: '.NET Framework',
			value: 'framework',
			description: 'Addresses contain "/0", as on most cloud sites',
		},
		{ name: '.NET', value: 'net', description: 'Addresses contain no "/0"' },
	],
	default: 'auto',
	description: 'The platform that the site runs on',
});

export const odataVersionField = choiceField({
	name: 'odataVersion',
	label: LABELS.odataVersion,
	choices: [
		{ name: 'OData 4', value: '4', description: 'Sites of version 7.15.3 and newer' },
		{ name: 'OData 3', value: '3', description: 'Older sites, and sites with OData 4 switched off' },
	],
	default: '4',
	description: 'How records are read and written. Leave at OData 4 unless the site does not have it.',
});

export const allowUnauthorizedCertsField = flagField({
	name: 'allowUnauthorizedCerts',
	label: 'Ignore SSL Issues (Insecure)',
	description: 'Whether to connect even if SSL certificate validation is not possible',
});

export const readOnlyField = flagField({
	name: 'readOnly',
	label: LABELS.readOnly,
	description:
		'Whether to refuse everything that may change something in Creatio, before anything is sent. For AI agents and reports.',
});

/** Fields of the credential with user name and password. */
export const userNameField = textField({
	name: 'username',
	label: LABELS.userName,
	required: true,
	description: 'Use a dedicated integration user with only the rights it needs; set its time zone to UTC',
});

export const passwordField = textField({
	name: 'password',
	label: 'Password',
	typeOptions: { password: true },
	required: true,
});

/** Sessions that parallel requests are spread over (contract 10.2). */
export const sessionsField = numberField({
	name: 'sessions',
	label: 'Sessions',
	least: 1,
	most: 8,
	default: 1,
	description:
		'Leave at 1. Raise it only for sites that process the requests of one session one after the other; requests are then spread over that many sessions.',
});

/** Fields of the OAuth2 credential. */
export const grantTypeField = choiceField({
	name: 'grantType',
	label: 'Grant Type',
	choices: [
		{
			name: 'Client Credentials',
			value: 'clientCredentials',
			description: 'Server to server, as the technical user of the application',
		},
		{
			name: 'Authorization Code',
			value: 'authorizationCode',
			description: 'On behalf of a user who signs in now. Creatio 8.3 and newer.',
		},
	],
	default: 'clientCredentials',
});

/** These two are shown by n8n's own OAuth2 credential. */
export const clientIdField = textField({ name: 'clientId', label: 'Client ID' });

export const clientSecretField = textField({ name: 'clientSecret', label: 'Client Secret' });

export const tokenUrlField = textField({
	name: 'tokenUrl',
	label: LABELS.tokenAddress,
	placeholder: 'e.g. https://mysite-is.creatio.com/connect/token',
	description:
		'Leave empty on Creatio cloud: it is derived from the site address. Otherwise enter the address of your Identity Service followed by /connect/token.',
});

export const scopeField = textField({
	name: 'scope',
	label: 'Scope',
	placeholder: 'e.g. offline_access ApplicationAccess_0123456789abcdef',
	description: '"offline_access" and the name of the entry in the lookup "OAuth resource"',
	displayOptions: { show: { grantType: ['authorizationCode'] } },
});
