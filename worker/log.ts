// What broke, in the log, with an id that the person is shown.

/** Logs an error and returns its id. */
export const logged = (error: unknown): string => {
	const id = crypto.randomUUID().slice(0, 8);
	console.error(`error ${id}:`, error);
	return id;
};
