// Whom a plan means of those who are logged on: the card says it beforehand, the agent finds them when the step starts.

/** Windows takes a name in any case, and without its domain: `dana` may be `ACME\\dana`. The closest match counts; several: it may
 * mean each of them. */
export const meantBy = (wanted: string, names: string[], onWindows: boolean): string[] => {
	const exact = names.filter((name) => name === wanted);
	if (exact.length > 0 || !onWindows) return exact;
	const same = (text: string | undefined) => text?.toLowerCase() === wanted.toLowerCase();
	const whole = names.filter(same);
	return whole.length > 0 ? whole : names.filter((name) => same(name.split("\\").at(-1)));
};
