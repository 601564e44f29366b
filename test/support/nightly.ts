/** Whether `npm run test:nightly` runs: `npm test` leaves out what differs little from something that it tries. */
export const isNightly = process.env.CREATIO_NODES_NIGHTLY === 'yes';

/** All at night, otherwise one of so many, which one by `offset`. */
export function someOf<T>(all: readonly T[], { every, offset = 0 }: { every: number; offset?: number }): T[] {
	return all.filter((_, index) => isNightly || index % every === offset % every);
}
