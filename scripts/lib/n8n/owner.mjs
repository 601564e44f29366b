/**
 * The account that demo and tests sign in with.
 *
 * @type {import('./client.mjs').Owner}
 */
export const owner = {
	email: 'demo@example.com',
	password: 'Creatio-demo-1',
	firstName: 'Demo',
	lastName: 'Owner',
};
