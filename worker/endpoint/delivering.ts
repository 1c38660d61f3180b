// Plans on their way to the agent: queued, offered, granted, accepted; or dropped, cancelled, refused.
import { base64, fromUtf8 } from "../../protocol/bytes.ts";
import { Grant } from "../../protocol/plan/grant.ts";
import type { FromAgent } from "../../protocol/wire.ts";
import type { QueuedPlan } from "../contracts/endpoint.ts";
import type { Undelivered } from "../contracts/values/grant.ts";
import { tryJson } from "../durable/columns.ts";
import { objectOf } from "../durable/places.ts";
import { logged } from "../log.ts";
import { type Core, inDoubt } from "./core.ts";
import { offerNext } from "./offering.ts";
import { newOnce } from "./once.ts";
import { remember } from "./reporting.ts";
import { attachmentOf, type Leaving, type Live, send } from "./sockets.ts";

/** A plan for this endpoint: offered in its turn if the agent is there, else when it is back before `runBy`. */
export const enqueue = (core: Core, queued: QueuedPlan): void => {
	core.change(() => core.store.enqueue(queued));
	const self = core.store.self();
	if (!self?.retired && !self?.quarantined) offerNext(core, Date.now());
	// It may come again, and run by then.
	else if (core.store.plan(queued.plan)?.state === "queued")
		drop(core, queued.plan, self.retired ? "policy" : "quarantined");
};

/** Ends a plan: what is undelivered never arrives; what runs must stop, now or when the agent is back. */
export const cancel = (core: Core, plan: string, by: string): void => {
	const row = core.store.plan(plan);
	if (!row) return;
	if (row.state === "queued") {
		drop(core, plan, "cancelled");
		return;
	}
	core.store.cancel(plan, by);
	core.sockets.tellAll({ type: "cancel", plan, by });
};

/** The agent wants this plan: it is granted if it still may be. Then the next one's turn has come. */
export const ready = async (
	core: Core,
	socket: WebSocket,
	{ plan, challenge }: Extract<FromAgent, { type: "ready" }>,
): Promise<void> => {
	// What its Session can't do now holds up no other plan: it is offered again later.
	await grant(core, socket, plan, challenge).catch(logged);
	core.offers.close(plan);
	offerNext(core, Date.now());
};

/** The Session judges policy and clock again, and signs for this challenge. */
const grant = async (core: Core, socket: WebSocket, plan: string, challenge: string): Promise<void> => {
	const row = deliverable(core, socket, plan);
	const self = core.store.self();
	if (!row || !self) return;
	const session = objectOf(core.env.SESSION, row.session);
	const answer = await session.grant({ plan, endpoint: self.id, challenge });
	if (!answer.ok)
		return answer.because === "too-early"
			? core.store.postpone(plan, answer.from)
			: void core.store.finish(plan);
	// Meanwhile it may have been cancelled or accepted, or the connection have come into doubt.
	if (!deliverable(core, socket, plan)) return;
	core.store.granted(plan, Date.now());
	core.store.runs.keep(plan, runsIn(answer.grant));
	if (answer.approvers) send(socket, { type: "approvers", approvers: answer.approvers });
	send(socket, {
		type: "grant",
		plan: base64(answer.plan),
		grant: base64(answer.grant),
		signature: answer.signature,
		...(answer.secrets.length > 0 && { secrets: answer.secrets }),
	});
};

const runsIn = (grant: Uint8Array): string[] => Grant.safeParse(tryJson(fromUtf8(grant))).data?.runs ?? [];

/** Whether a run is one of this endpoint's. What an older version granted, its session knows; that is asked once. */
export const hasRun = async (core: Core, run: string): Promise<boolean> => {
	const { runs } = core.store;
	if (runs.has(run)) return true;
	const self = core.store.self();
	for (const { plan, session } of self ? runs.unknown() : []) {
		const all = await objectOf(core.env.SESSION, session).runs();
		const of = all.filter((one) => one.plan === plan && one.endpoint.id === self?.id);
		runs.asked(
			plan,
			of.map((one) => one.run),
		);
	}
	return runs.has(run);
};

/** The plan, if it may be granted over this connection now: no one doubts who the endpoint is. */
const deliverable = (core: Core, socket: WebSocket, plan: string) => {
	const row = core.store.plan(plan);
	const certain = attachmentOf(socket).stage === "live" && !inDoubt(core);
	return certain && (row?.state === "queued" || row?.state === "granted") ? row : null;
};

/** What became of a plan, as an agent says; then the next one's turn has come. The word of one whose machine is on hold counts
 * for nothing: it may be a copy. One that was sent away ends what it had. */
export const heard = (
	core: Core,
	{ stage, runtime }: Live | Leaving,
	message: Extract<FromAgent, { type: "accepted" | "refused" | "finished" }>,
): void => {
	if (stage !== "leaving" && core.store.machine.held()) return;
	if (message.type === "accepted") accepted(core, message.plan, runtime);
	else if (message.type === "refused") refused(core, message);
	else core.store.finish(message.plan);
	core.offers.close(message.plan);
	offerNext(core, Date.now());
};

export const accepted = (core: Core, plan: string, runtime: string): void => {
	const row = core.store.plan(plan);
	// Said again, it answers an offer that crossed, and no grant.
	if (!row || row.state === "accepted" || row.state === "finished") return;
	core.change(() => {
		core.store.accept(plan);
		core.store.machine.rise();
		const { session } = row;
		core.put(`accepted:${plan}`, session, { type: "accepted", session, plan, runtime });
	});
};

/** A grant ran nothing. If it was the endpoint's own plan, that plan ends here; other grants sent to the agent are reported, too. */
export const refused = (
	core: Core,
	{ plan, session, code, reason }: Extract<FromAgent, { type: "refused" }>,
): void => {
	const row = core.store.plan(plan);
	const over = row?.state === "accepted" || row?.state === "finished";
	const grant = !row ? "misdirected" : over ? "repeated" : "expected";
	// Two offers crossed, and both got answers: the second of our own grants comes too late, as it should.
	const crossed = over && (row?.unanswered ?? 0) > 0;
	core.change(() => {
		core.store.answered(plan);
		const n = crossed ? null : core.store.tell(`refused:${plan}`);
		if (n === null && grant !== "expected") return;
		if (grant === "expected") core.store.finish(plan);
		remember(core, { code, reason, plan });
		const refused = { n: n ?? 0, grant, code, reason } as const;
		const key = `refused:${plan}:${refused.n}`;
		if (row) core.put(key, row.session, { type: "refused", session: row.session, plan, refused });
		else core.put(key, session ?? "client", { type: "misdirected", session, plan, refused, once: newOnce() });
	});
};

/** Its agent never gets it. */
export const drop = (core: Core, plan: string, because: Undelivered): void => {
	const row = core.store.plan(plan);
	if (!row) return;
	core.change(() => {
		core.store.finish(plan);
		const { session } = row;
		core.put(`undelivered:${plan}`, session, { type: "undelivered", session, plan, because });
	});
	core.offers.close(plan);
	offerNext(core, Date.now());
};
