// What was erased goes from chat, too: cards lose it, and notices that quoted it say the rest.

import type { StoredEvent } from "../../../protocol/read/transcript-source.ts";
import type { Notice } from "../../../protocol/read/view.ts";
import { erasedText } from "../../workspace/posting/unsaid.ts";
import type { Core } from "../core.ts";
import { mention, notice, noticeKey, proposer, requester } from "../show/views.ts";

/** Inside a transaction: a card and its copies; of one run, or all. Only its newest state is kept, which comes by itself. */
export const unsayCard = (core: Core, key: string, run: string | null): void =>
	core.put(`unsay:${key}:${run ?? ""}`, "chat", { type: "unsay", keys: [key], run });

/** Inside a transaction, after a run lost output: all that was said of how its plan ended. */
export const unsayEnds = (core: Core, plan: string): void => {
	if (core.store.plans.get(plan)?.state !== "finished") return;
	const { printing, others } = endsOf(core, plan);
	unsayEnd(core, plan, true, printing);
	unsayEnd(core, plan, false, others);
};

const unsayEnd = (core: Core, plan: string, printed: boolean, notices: string[]): void => {
	if (notices.length === 0) return;
	const keys = notices.map((key) => noticeKey(core, key));
	const ended = { plan, printed };
	core.put(`unsay:ended:${plan}:${printed}`, "chat", { type: "unsay", keys, run: null, ended });
};

/** The notices of a plan's end until now: those that may have what its checks printed, and the others. One that comes later
 * has nothing that is erased. */
const endsOf = ({ store }: Core, plan: string): { printing: string[]; others: string[] } => {
	const unheard = store.events
		.ofKinds("plan.unheard")
		.flatMap(({ body }) => (body?.kind === "plan.unheard" && body.plan === plan ? [body.endpoint] : []));
	const deliveries = store.deliveries.of(plan);
	const late = deliveries.filter(({ endpoint, state }) => state === "accepted" && unheard.includes(endpoint));
	const against = deliveries
		.map(({ endpoint }) => `${plan}:${endpoint}`)
		.filter((one) => store.once.before(`against:${one}`));
	const runs = store.runs.of(plan);
	return {
		printing: [`finished:${plan}`, ...late.map(({ endpoint }) => `late:${plan}:${endpoint}`)],
		others: [
			...against.map((one) => `against:${one}`),
			...runs.flatMap(({ id, endpoint, ended_at }) =>
				ended_at !== null && against.includes(`${plan}:${endpoint}`)
					? [`late:${plan}:${endpoint}:${id}`]
					: [],
			),
			...runs.flatMap(({ id, rejected }) => (rejected === null ? [] : [`doubted:${id}`])),
		],
	};
};

/** Inside a transaction: the notices that quote what this event said, as it was before it was erased. */
export const unsayWords = (core: Core, event: StoredEvent): void => {
	for (const key of core.store.quoting.noticesOf(event.seq)) {
		const says = withoutWords(core, event, key);
		core.put(`unsay:${key}`, "chat", {
			type: "unsay",
			keys: [noticeKey(core, key)],
			run: null,
			...(says && { notice: says }),
		});
	}
};

const withoutWords = (core: Core, { actor, body }: StoredEvent, key: string): Notice | null => {
	const by = actor?.name ?? "Someone";
	if (body?.kind === "session.closed") return notice(core, "closed", [requester(core)], by, null);
	if (body?.kind === "question.asked") {
		const row = core.store.plans.get(body.plan);
		return row && notice(core, "question", [proposer(core, row)], by, row, erasedText);
	}
	const [turn, , plan = "", person] = key.split(":");
	const row = core.store.plans.get(plan);
	if (turn !== "wrote" || !row) return null;
	const to = core.self().snapshot.people.filter(({ id }) => id === person);
	return notice(core, "wrote", to.map(mention(core)), by, row, erasedText);
};
