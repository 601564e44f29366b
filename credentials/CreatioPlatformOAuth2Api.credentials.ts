import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { SITE_PATHS } from '../nodes/shared/connection/siteAddress';
import {
	allowUnauthorizedCertsField,
	baseUrlField,
	grantTypeField,
	hostingField,
	odataVersionField,
	readOnlyField,
	scopeField,
	tokenUrlField,
} from '../nodes/shared/n8n/connect/credentialFields';
import { iconOf } from '../nodes/shared/n8n/connect/host';

/**
 * Scheme and host of what was typed as the site, as an expression; the field may hold the address of any page. Sites in
 * a folder, and identity services elsewhere, have their own fields.
 */
const ORIGIN = `(($self["baseUrl"] || "").trim().replace(/^(?!https?:\\/\\/)/i, "https://").match(/^https?:\\/\\/[^\\/?#]+/i)?.[0] ?? "")`;

/** Parts of a path at which the address of the site ends, as in `siteFromAddress`. */
const NOT_OF_SITE = `(?:${[...SITE_PATHS].join('|').replaceAll('.', '\\.')}|[^\\/?#]*\\.(?:aspx|html?|svc))(?:[\\/?#]|$)`;

/** The address of the site as an expression, cut as the nodes cut it. */
const SITE = `(($credentials["baseUrl"] || "").trim().replace(/^(?!https?:\\/\\/)/i, "https://").match(/^https?:\\/\\/[^\\/?#]+(?:\\/(?!${NOT_OF_SITE})[^\\/?#]+)*/i)?.[0] ?? "")`;

/** The cloud rule (contract 1.8): the identity service is at the first label of the host with "-is". */
const IDENTITY_TOKEN_URL = `${ORIGIN}.replace(/^(https?:\\/\\/(?=[^.:\\/]*[a-z])[^.:\\/]+)(?=\\.)/i, "$1-is") + "/connect/token"`;
/** On behalf of a user, the site itself gives tokens (contract 1.9). */
const SITE_TOKEN_URL = `${ORIGIN} + "/0/connect/token"`;

export class CreatioPlatformOAuth2Api implements ICredentialType {
	name = 'creatioPlatformOAuth2Api';

	displayName = 'Creatio OAuth2 API';

	extends = ['oAuth2Api'];

	icon = iconOf({ light: 'file:../nodes/icons/creatio.svg', dark: 'file:../nodes/icons/creatio.dark.svg' });

	documentationUrl =
		'https://github.com/n8n-nodes-creatio-platform/n8n-nodes-creatio-platform/blob/main/docs/credentials.md#creatio-oauth2-api';

	properties: INodeProperties[] = [
		baseUrlField.property,
		grantTypeField.property,
		{
			displayName:
				'Register the redirect URL above with the application in Creatio. Creatio ends connections that are unused for 48 hours; you then have to reconnect. Use client credentials for workflows that run less often.',
			name: 'authorizationCodeNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { grantType: ['authorizationCode'] } },
		},
		tokenUrlField.property,
		{
			displayName: 'Authorization Address',
			name: 'authorizationUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://mysite.creatio.com/0/connect/authorize',
			description: 'If empty, it is derived from the site address',
			displayOptions: { show: { grantType: ['authorizationCode'] } },
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `={{ $self["authorizationUrl"] || (${ORIGIN} + "/0/connect/authorize") }}`,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{ $self["tokenUrl"] || ($self["grantType"] === "authorizationCode" ? ${SITE_TOKEN_URL} : ${IDENTITY_TOKEN_URL}) }}`,
		},
		scopeField.property,
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
		readOnlyField.property,
		allowUnauthorizedCertsField.property,
		hostingField.property,
		odataVersionField.property,
		{
			displayName: 'Ignore SSL Issues',
			name: 'ignoreSSLIssues',
			type: 'hidden',
			default: '={{ $self["allowUnauthorizedCerts"] }}',
		},
		{
			displayName: 'Send Additional Body Properties',
			name: 'sendAdditionalBodyProperties',
			type: 'hidden',
			default: false,
		},
		{
			displayName: 'Additional Body Properties',
			name: 'additionalBodyProperties',
			type: 'hidden',
			default: '',
		},
	];

	/**
	 * n8n tests a credential that gets its tokens by itself only with a request of the credential's own. It asks who the user is,
	 * which needs a token and no rights: some sites serve the list of objects to everybody, and answer 401 for an object
	 * that the user has no right to (contract 1.5, 1.6, 2.1).
	 */
	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			baseURL: `={{ ${SITE} }}`,
			url: '={{ ($credentials["hosting"] === "net" ? "" : "/0") + "/ServiceModel/UserInfoService.svc/GetCurrentUserInfo" }}',
			headers: { Accept: 'application/json', 'X-Requested-With': 'XMLHttpRequest' },
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'The site does not accept the token. Check that the application belongs to this site.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						'The site accepts the token but not for its services. Ask an administrator for the scopes of the application, and whether a firewall refuses n8n.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message: 'There is no Creatio at this address. Check Site Address and Hosting.',
				},
			},
		],
	};
}
