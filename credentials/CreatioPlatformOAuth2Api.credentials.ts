import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import {
	allowUnauthorizedCertsField,
	baseUrlField,
	hostingField,
} from '../nodes/shared/n8n/credentialFields';

/** Scheme and host of what was typed as the site; the fields above may hold the address of any page. */
const ORIGIN =
	'($self["baseUrl"] || "").trim().replace(/^(?!https?:\\/\\/)/i, "https://").match(/^https?:\\/\\/[^\\/?#]+/i)?.[0]';

/** The cloud rule (contract 1.8): the identity service is at the first label of the host with "-is". */
const IDENTITY_TOKEN_URL = `(${ORIGIN} ?? "").replace(/^(https?:\\/\\/[^.:\\/]+)(?=\\.)/i, "$1-is") + "/connect/token"`;
/** The site gives tokens on behalf of a user itself (contract 1.9). */
const SITE_TOKEN_URL = `(${ORIGIN} ?? "") + "/0/connect/token"`;

export class CreatioPlatformOAuth2Api implements ICredentialType {
	name = 'creatioPlatformOAuth2Api';

	displayName = 'Creatio OAuth2 API';

	extends = ['oAuth2Api'];

	icon = { light: 'file:../nodes/icons/creatio.svg', dark: 'file:../nodes/icons/creatio.dark.svg' } as const;

	documentationUrl = 'https://github.com/n8n-nodes-creatio-platform/n8n-nodes-creatio-platform#credentials';

	properties: INodeProperties[] = [
		baseUrlField,
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'options',
			options: [
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
		},
		{
			displayName:
				'Register the redirect URL above with the application in Creatio. A connection that rests for 48 hours ends and has to be made again; workflows that run less often need client credentials.',
			name: 'authorizationCodeNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { grantType: ['authorizationCode'] } },
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'string',
			default: `={{ (${ORIGIN} ?? "") + "/0/connect/authorize" }}`,
			required: true,
			description: 'Follows from the site. Type it over for a site in a folder or on .NET without "/0".',
			displayOptions: { show: { grantType: ['authorizationCode'] } },
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'string',
			default: `={{ $self["grantType"] === "authorizationCode" ? ${SITE_TOKEN_URL} : ${IDENTITY_TOKEN_URL} }}`,
			required: true,
			description:
				'Follows from the site by the rule of Creatio’s cloud. For a site of your own, type the address of its Identity Service followed by /connect/token.',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: '',
			placeholder: 'e.g. offline_access ApplicationAccess_0123456789abcdef',
			description:
				'Needed for the authorization code: "offline_access" and the name of the entry in the lookup "OAuth resource"',
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'body',
		},
		hostingField,
		allowUnauthorizedCertsField,
		{
			displayName: 'Ignore SSL Issues',
			name: 'ignoreSSLIssues',
			type: 'hidden',
			default: '={{ $self["allowUnauthorizedCerts"] }}',
		},
	];
}
