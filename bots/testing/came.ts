// For tests: what came of a payload or activity, on either platform.

/** `means`: what reached the port; `calls`: what the platform was asked for; `errors`: what was logged. */
export type Came<Meant> = {
	status: number;
	answer: unknown;
	means: Meant[];
	calls: string[];
	errors: unknown[];
};

/** What has to come of it: nothing where it is left out. */
export const expected = <Meant>({
	means = [],
	answer = "",
	calls = [],
}: {
	means?: Meant[];
	answer?: unknown;
	calls?: string[];
}): Came<Meant> => ({ status: 200, answer, means, calls, errors: [] });
