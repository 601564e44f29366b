import type { INodeCredentialDescription } from 'n8n-workflow';

import { choiceField, flagField, numberField, textField } from '../form/field';

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
	label: 'Site Address',
	required: true,
	placeholder: 'e.g. https://mysite.creatio.com',
	description: 'The address of any page of the site will do; it is cut down to the site',
});

export const hostingField = choiceField({
	name: 'hosting',
	label: 'Hosting',
	choices: [
		{ name: 'Automatic', value: 'auto', description: 'Find out with the first request' },
		{
			name: '.NET Framework',
			value: 'framework',
			description: 'Addresses have "/0", as on most cloud sites',
		},
		{ name: '.NET', value: 'net', description: 'Addresses have no "/0"' },
	],
	default: 'auto',
	description: 'What the site runs on',
});

export const allowUnauthorizedCertsField = flagField({
	name: 'allowUnauthorizedCerts',
	label: 'Ignore SSL Issues (Insecure)',
	description: 'Whether to connect even if SSL certificate validation is not possible',
});

/** Fields of the credential with user name and password. */
export const userNameField = textField({
	name: 'username',
	label: 'User Name',
	required: true,
	description: 'Best is a user made for the integration, with just the rights it needs and the time zone UTC',
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
		'How many sessions parallel requests are spread over. More than one helps only where the site works on the requests of a session one after the other.',
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

export const tokenUrlField = textField({
	name: 'tokenUrl',
	label: 'Token Address',
	placeholder: 'e.g. https://mysite-is.creatio.com/connect/token',
	description:
		'Follows from the site by the rule of Creatio’s cloud when left empty. For a site of your own, or one in a folder, type the address of its Identity Service followed by /connect/token.',
});

export const scopeField = textField({
	name: 'scope',
	label: 'Scope',
	placeholder: 'e.g. offline_access ApplicationAccess_0123456789abcdef',
	description:
		'Needed for the authorization code: "offline_access" and the name of the entry in the lookup "OAuth resource"',
});
