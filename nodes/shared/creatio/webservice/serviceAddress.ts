import { inputError } from '../../basics/errors';
import { keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import type { ServiceRequest } from '../../connection/serviceCall';
import { describe } from '../model/values';
import { isSafePart } from './safePath';

/**
 * Where a custom web service is published (contract 6.1).
 * - `rest`: for users who sign in.
 * - `portal`: for users of the portal.
 * - `anonymous`: public, without signing in.
 */
export type WebServiceRoute = 'rest' | 'portal' | 'anonymous';

const SERVICE_NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/**
 * The address of a method of a service, from what the user entered. A method may be a path of several parts
 * (`orders/17`), as services with templates have. Names cannot lead out of the folder of the service. Rejects with
 * kind `input`.
 */
export function webServiceAddress(
	route: WebServiceRoute,
	service: string,
	method: string,
): Pick<ServiceRequest, 'service' | 'path' | 'anonymous'> {
	const name = serviceName(service);
	const rest = methodParts(method).map(encodeURIComponent).join('/');
	switch (route) {
		case 'rest':
			return { service: 'rest', path: `${name}/${rest}` };
		case 'portal':
			return { service: 'portalRest', path: `${name}/${rest}` };
		case 'anonymous':
			return { service: 'serviceModel', path: `${name}.svc/${rest}`, anonymous: true };
	}
}

/** The name of the class, encoded. `.svc` is part of the address, not of the name. */
function serviceName(typed: string): string {
	const name = keyText(typed).replace(/\.svc$/i, '');
	if (SERVICE_NAME.test(name)) return encodeURIComponent(name);
	throw inputError(
		`${describe(typed)} is not the name of a web service (field ${LABELS.service})`,
		'Write the name of its class, such as UsrCustomConfigurationService: letters, digits and underscores, without the address of the site.',
	);
}

/** The parts of a method's path as entered; usually a single one. */
export function methodParts(typed: string): string[] {
	const parts = keyText(typed).split('/');
	if (parts.every(isSafePart)) return parts;
	throw inputError(
		`${describe(typed)} is not the name of a method (field ${LABELS.method})`,
		'Write only the name, such as GetContactIdByName, not encoded. Parameters have their own fields.',
	);
}
