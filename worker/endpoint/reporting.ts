// What an Endpoint reports: its state to its client, and to each session what happened to its plans.
import { quoted } from "../../domain/line.ts";
import type { Refused } from "../contracts/values/machine.ts";
import { objectOf } from "../durable/places.ts";
import { name } from "./approvers.ts";
import type { Core, EndpointOutbox } from "./core.ts";

/** Inside a transaction: what its agent refused, for the list of its client's machines. */
export const remember = (core: Pick<Core, "store" | "put">, refused: Omit<Refused, "at">): void => {
	core.store.refused({ ...refused, at: Date.now() });
	core.put("seen", "client", { type: "seen" });
};

export const deliver = async (core: Core, body: EndpointOutbox): Promise<void> => {
	const { env, store } = core;
	const self = store.self();
	if (!self) return;
	const client = objectOf(env.CLIENT, self.client);
	if (body.type === "seen") {
		const { id, online, last_seen, quarantined, inventory, refused } = self;
		const machine = store.machine.read();
		const [held, clockAhead] = [machine?.hold ?? null, machine?.ahead ?? 0];
		// How it is while no agent is there, or perhaps another machine's, no one knows.
		const disk = online && !held ? self.disk : "room";
		const seen = { id, online, lastSeen: last_seen, quarantined, held, clockAhead, disk, inventory, refused };
		return name(core, await client.endpointSeen(seen));
	}
	if (body.type === "pinned")
		return client.auditEndpoint(self.id, "believes approvers' passkeys", body.detail, body.once);
	if (body.type === "distrusts")
		return client.auditEndpoint(self.id, "does not obey the Worker's key", quoted(body.reason), body.once);
	if (body.type === "misdirected") {
		const { session, plan, refused, once } = body;
		// Into the plan's transcript if it is this client's plan, else into the client's audit log.
		if (session !== null && (await objectOf(env.SESSION, session).refusedByAgent(plan, self.id, refused)))
			return;
		const detail = `of plan ${plan}, which is not for it: ${quoted(refused.reason)} (${refused.code})`;
		return client.auditEndpoint(self.id, "refused a grant", detail, once);
	}
	const session = objectOf(env.SESSION, body.session);
	if (body.type === "accepted") return session.accepted(body.plan, self.id, body.runtime);
	if (body.type === "record-lost") return session.recordLost(body.plan, self.id);
	if (body.type === "removed") return session.sentAway(body.plan, self.id, body.why);
	if (body.type === "disk") return session.disk(body.plan, self.id, body.state);
	if (body.type === "refused") return void (await session.refusedByAgent(body.plan, self.id, body.refused));
	return session.undelivered(body.plan, self.id, body.because);
};
