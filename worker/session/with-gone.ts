// People who left keep their names in what a session shows.
import type { Snapshot } from "../contracts/values/snapshot.ts";

/** The newest people, and without a role those who were there before. */
export const withGone = (newest: Snapshot, before: Snapshot): Snapshot => {
	const gone = before.people.filter(({ id }) => !newest.people.some((one) => one.id === id));
	return { ...newest, people: [...newest.people, ...gone.map((one) => ({ ...one, roles: [] }))] };
};
