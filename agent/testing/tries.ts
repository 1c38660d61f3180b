// What a busy machine may be too slow for, tried again, as people do, but not for ever: then a product that is always too slow fails.
/** Resolves with the first answer; throws with the last reason once none came so often. `once`: its answer, or why it was too slow. */
export const tried = async <Of>(
	once: (tries: number) => Promise<{ answer: Of } | { slow: string }>,
): Promise<Of> => {
	let why = "";
	for (let tries = 0; tries < most; tries++) {
		const result = await once(tries);
		if ("answer" in result) return result.answer;
		why = result.slow;
	}
	throw new Error(`too slow, ${most} times: ${why}`);
};

const most = 10;
