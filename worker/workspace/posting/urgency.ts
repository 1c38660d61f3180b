// How urgent a newer version of a message is, by what chat shows until it is there. The platform's rate goes to what people
// need first.
import { ChatMessage, type PlanView } from "../../../protocol/read/view.ts";
import type { Post } from "../../contracts/values/post.ts";
import { tryJson } from "../../durable/columns.ts";

/** The smaller, the more urgent; stored. */
export const urgency = {
	/** A plan is over, and its card doesn't show it as it is. */
	over: 0,
	/** A plan's card still has the buttons that decide, and the plan is decided. */
	decided: 1,
	/** The same of a person's own copy of the card. */
	copied: 2,
	/** Something else changed, or is new. */
	changed: 3,
	/** A command goes on printing, no more: it gives way to all else. */
	passing: 4,
} as const;

/** Of two versions' JSON texts, the older as chat shows it or is about to; one that can't be read shows nothing. `to`: where
 * they are shown. */
export const urgencyOf = (older: string | undefined, newer: string | undefined, to: Post["to"]): number => {
	const [before, now] = [planIn(older), planIn(newer)];
	if (!before || !now) return urgency.changed;
	if (JSON.stringify(lasting(before)) === JSON.stringify(lasting(now))) return urgency.passing;
	const over = !ongoing.has(now.state);
	if (!over && (before.state !== "open" || now.state === "open")) return urgency.changed;
	if ("person" in to) return urgency.copied;
	return over ? urgency.over : urgency.decided;
};

const planIn = (text = ""): PlanView | null => {
	const read = ChatMessage.safeParse(tryJson(text)).data;
	return read?.type === "plan" ? read.view : null;
};

const ongoing = new Set<PlanView["state"]>(["open", "approved", "running"]);

const nothingRead = { part: "first", reading: null } as const;

/** What of a plan is more than its runs' output. */
const lasting = ({ runs, ...view }: PlanView) => ({
	...view,
	runs: runs.map((run) => ({
		...run,
		stdout: 0,
		stderr: 0,
		lines: 0,
		excerpt: "",
		errors: "",
		whole: true,
		...nothingRead,
	})),
});
