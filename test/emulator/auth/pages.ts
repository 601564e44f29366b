import type { ResolvedOptions } from '../options';

/** Path of the login page below the site, by runtime (contract 0.3). */
export function loginPagePath(options: ResolvedOptions): string {
	return options.hosting === 'framework' ? '/Login/NuiLogin.aspx' : '/Login/Login.html';
}

/**
 * The login page. It has the marks by which clients recognise one (contract 1.5), and a form, so that a
 * person can walk through the authorization-code flow.
 */
export function loginPage(pathBase: string): string {
	return `<!DOCTYPE html>
<html><head><title>Creatio</title>
<script>window.bootstrapModule = "bootstrap.login";</script>
<link rel="stylesheet" href="${pathBase}/Login/login.css"></head>
<body><form id="login">
<label>User name <input name="user" autocomplete="username"></label>
<label>Password <input name="password" type="password" autocomplete="current-password"></label>
<button>Log in</button> <output></output>
</form><script>
document.getElementById('login').addEventListener('submit', async (event) => {
	event.preventDefault();
	const form = new FormData(event.target);
	const answer = await fetch('${pathBase}/ServiceModel/AuthService.svc/Login', {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ UserName: form.get('user'), UserPassword: form.get('password') }),
	}).then((response) => response.json());
	if (answer.Code === 0) location.href = new URLSearchParams(location.search).get('ReturnUrl') || '${pathBase}/';
	else document.querySelector('output').textContent = answer.Message;
});
</script></body></html>
`;
}
