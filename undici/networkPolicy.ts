import { env } from 'node:process';

/** Whether n8n's network policy (SSRF protection) is on, read as n8n reads the variable. */
export function isPolicyOn(environment: Readonly<Record<string, string | undefined>> = env): boolean {
	return /^(?:true|1)$/i.test(environment.N8N_SSRF_PROTECTION_ENABLED ?? '');
}
