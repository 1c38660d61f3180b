// What a step left running, in words that follow how it ended.
import type { RunView } from "../protocol/read/view.ts";
import { count } from "./amounts.ts";

export type Left = Pick<RunView, "left" | "held">;

/** `and 2 processes that it started are still running`; null: none, as far as its agent knows. Of a step whose output something
 * holds open the agent may know none by name: then it's one at least. */
export const leftText = (runs: Left[]): string | null => {
	const unnamed = runs.filter(({ left, held }) => held && left === 0).length;
	const all = runs.reduce((sum, { left }) => sum + left, unnamed);
	if (all === 0) return null;
	const many = `${unnamed > 0 ? "at least " : ""}${count(all)}`;
	return all === 1
		? `and ${many} process that it started is still running`
		: `and ${many} processes that it started are still running`;
};
