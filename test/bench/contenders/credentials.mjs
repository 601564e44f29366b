/**
 * What n8n's server does with credentials, for one credential that is kept in memory instead of in its database: a
 * session is opened where none is kept or the site answered 401, is kept with the credential, and every request of the
 * HTTP Request node is authenticated with it.
 *
 * @param {(name: string) => import('n8n-workflow').ICredentialType} typeOf
 * @param {Readonly<Record<string, unknown>>} kept Decrypted; the session is written into it.
 * @returns {import('n8n-workflow').ICredentialsHelper}
 */
export function credentialsOf(typeOf, kept) {
	/** @type {Partial<import('n8n-workflow').ICredentialsHelper>} */
	const helper = {
		getParentTypes: (name) => typeOf(name).extends ?? [],
		isCredentialUsableByNode: () => true,
		getCredentialsProperties: (name) => typeOf(name).properties,
		getDecrypted: async () =>
			/** @type {import('n8n-workflow').ICredentialDataDecryptedObject} */ ({ ...kept }),
		async preAuthentication(helpers, credentials, name, _node, isExpired) {
			if (credentials.sessionToken !== '' && !isExpired) return undefined;
			const session = await typeOf(name).preAuthentication?.call(helpers, credentials);
			Object.assign(kept, session);
			return Object.assign(credentials, session);
		},
		async authenticate(credentials, name, options) {
			const { authenticate } = typeOf(name);
			if (typeof authenticate !== 'function') throw new Error(`${name} does not authenticate by a function`);
			return await authenticate(
				credentials,
				/** @type {import('n8n-workflow').IHttpRequestOptions} */ (options),
			);
		},
		runPreAuthentication: async () => undefined,
		updateCredentials: async () => undefined,
		updateCredentialsOauthTokenData: async () => undefined,
	};
	return /** @type {import('n8n-workflow').ICredentialsHelper} */ (helper);
}
