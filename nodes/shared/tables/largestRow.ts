/** What a row may take, in bytes or characters: a quote that is not closed makes the rest of a file one cell. */
export const LARGEST_ROW = 10_000_000;

/** What is wrong with a longer one. */
export const TOO_LONG = `the row is longer than ${LARGEST_ROW / 1_000_000} MB`;
