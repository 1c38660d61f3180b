// Several calls at once, as one: it is over when all of them are, and fails if any failed.

/** Waits for the slowest also where another has failed already: a straggler of this try must not arrive after what follows it. */
export const together = async (calls: Promise<void>[]): Promise<void> => {
	const failed = (await Promise.allSettled(calls)).find((result) => result.status === "rejected");
	if (failed) throw failed.reason;
};
