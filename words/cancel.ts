// What people are asked before a plan is cancelled, in chat and in the console.

/** `yes` and `no` are the answers; `says` is what a yes does. `on`: the endpoints' names, as a list. */
export const cancelWords = (
	state: string,
	on: string,
): { title: string; says: string; yes: string; no: string } =>
	state === "running"
		? {
				title: "Cancel this change?",
				says: `This stops what is running on ${on}. What it has already done stays done.`,
				yes: "Stop it",
				no: "Let it run",
			}
		: {
				title: "Cancel this change?",
				says: `It won't run on ${on}. If it has already started, it stops. What it has done by then stays done.`,
				yes: "Don't run it",
				no: "Keep it",
			};
