import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

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
export const baseUrlField: INodeProperties = {
	displayName: 'Site Address',
	name: 'baseUrl',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. https://mysite.creatio.com',
	description: 'The address of any page of the site will do; it is cut down to the site',
};

export const hostingField: INodeProperties = {
	displayName: 'Hosting',
	name: 'hosting',
	type: 'options',
	options: [
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
};

export const allowUnauthorizedCertsField: INodeProperties = {
	displayName: 'Ignore SSL Issues (Insecure)',
	name: 'allowUnauthorizedCerts',
	type: 'boolean',
	default: false,
	description: 'Whether to connect even if SSL certificate validation is not possible',
};
