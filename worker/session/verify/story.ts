// What the events tell of each other: what happens once is there once, and nothing speaks of a plan or run that isn't there.
import type { SessionEventBody } from "../../../protocol/record/events.ts";
import type { Core } from "../core.ts";
import type { Event } from "./checking.ts";

export const storyProblems = (core: Core, events: Event[]): string[] => {
	const told = new Set<string>();
	const plans = core.store.plans.all();
	const secret = new Set(plans.flatMap(({ id, plan }) => (plan.secrets.length > 0 ? [id] : [])));
	const known: Known = {
		plans: new Set(plans.map(({ id }) => id)),
		runs: new Set(core.store.runs.ids()),
	};
	return [
		...(events[0]?.kind === "session.opened" ? [] : ["it doesn't begin with the session's opening"]),
		...events.flatMap(({ seq, body }) => {
			if (!body) return [];
			const once = onceOf(body);
			const again = once !== null && told.has(once);
			if (once !== null) told.add(once);
			const unknown = unknownIn(known, body);
			const early =
				body.kind === "plan.accepted" && secret.has(body.plan) && !told.has(`secrets.entered ${body.plan}`);
			return [
				...(again ? [`event ${seq} tells again what was told before`] : []),
				...(early ? [`event ${seq} is about plan ${body.plan}, whose secrets no one had entered`] : []),
				...(unknown ? [`event ${seq} is about ${unknown}, which is not here`] : []),
			];
		}),
	];
};

/** By what it is known, if it can happen only once. */
const onceOf = (body: SessionEventBody): string | null => {
	switch (body.kind) {
		case "session.opened":
			return body.kind;
		case "plan.proposed":
		case "plan.decided":
		case "plan.ruled":
		case "plan.timed":
		case "secrets.entered":
			return `${body.kind} ${body.plan}`;
		case "run.started":
		case "run.drift":
		case "run.ended":
			return `${body.kind} ${body.run}`;
		case "message.attached":
			return "attachment" in body.attached ? body.attached.attachment.blob : null;
		default:
			return null;
	}
};

type Known = { plans: Set<string>; runs: Set<string> };

const unknownIn = (known: Known, body: SessionEventBody): string | null => {
	if ("plan" in body && body.plan !== null && !known.plans.has(body.plan)) return `plan ${body.plan}`;
	const run = "run" in body ? body.run : "what" in body && "run" in body.what ? body.what.run : null;
	return run !== null && !known.runs.has(run) ? `run ${run}` : null;
};
