// An agent connects: who it is, which of two connections counts, and when it was there.

import type { DiskState } from "../../protocol/record/records.ts";
import { type FromAgent, helloMessage, type Inventory, protocolVersions } from "../../protocol/wire.ts";
import { objectOf } from "../durable/places.ts";
import { verify } from "../keys/crypto.ts";
import { keyNews } from "../keys/succession.ts";
import type { Core } from "./core.ts";
import { accepted, drop } from "./delivering.ts";
import { offerNext } from "./offering.ts";
import { attach, attachmentOf, reject, send } from "./sockets.ts";

/** How long the older of two connections with one key has to show that it is alive, in ms. */
const doubtFor = 5_000;

const retired = "this endpoint was removed, or re-enrolled with another key. Enroll it again";

/** A connection's first message has to answer its challenge with the enrolled key. */
export const hello = async (core: Core, socket: WebSocket, nonce: string, said: FromAgent): Promise<void> => {
	const news = await keyNews(core.env).catch(() => null);
	if (!news) return reject(socket, "the Worker can't read its key right now", true);
	const self = core.store.self();
	if (said.type !== "hello" || !self) return reject(socket, "expected a hello", true);
	const message = helloMessage(said.endpoint, said.runtime, said.instance, nonce);
	if (said.endpoint !== self.id || !(await verify(self.key, message, said.signature)))
		return reject(socket, "this agent's key isn't the enrolled one. Enroll it again", false);
	const version = protocolVersions.find((one) => said.versions.includes(one));
	if (version === undefined) return reject(socket, "this agent is too old for this Worker. Update it", false);
	if (self.pending) {
		const activated = await objectOf(core.env.CLIENT, self.client).activate(self.id);
		if (!activated.ok) return reject(socket, activated.error, false);
		core.store.activate();
	}
	if (core.store.self()?.retired) return reject(socket, retired, false);
	if (self.quarantined)
		return reject(socket, "this endpoint is blocked: two machines share its key. Re-enroll it", false);
	replaceOlder(core, said.instance);
	attach(socket, { stage: "live", instance: said.instance, runtime: said.runtime });
	core.store.forgetUnanswered();
	core.offers.reset();
	send(socket, { type: "welcome", version, ...news });
	seen(core, said.inventory, true);
	disk(core, "room");
	for (const { plan } of said.plans) accepted(core, plan, said.runtime);
	for (const row of core.store.cancelled())
		send(socket, { type: "cancel", plan: row.plan, by: row.cancelled_by ?? "" });
	offerNext(core, Date.now());
};

/** The same process come back takes over from its old connection; another process puts the older one in doubt. */
const replaceOlder = (core: Core, instance: string): void => {
	for (const { socket, live } of core.sockets.live()) {
		if (live.instance === instance) {
			attach(socket, { stage: "challenged", nonce: "" });
			socket.close(1000, "a newer connection has taken over");
		} else {
			attach(socket, { ...live, stage: "doubted" });
			send(socket, { type: "alive?" });
			core.store.doubt(Date.now() + doubtFor);
			core.wake();
		}
	}
};

/** The older connection said nothing in its time: it was only a dead one. */
export const endDoubt = (core: Core, now: number): void => {
	const doubt = core.store.self()?.doubt_until ?? null;
	if (doubt === null || now < doubt) return;
	core.store.doubt(null);
	for (const { socket, live } of core.sockets.live())
		if (live.stage === "doubted") socket.close(1001, "no answer");
};

/** Two agents with one key: neither can be trusted to be the endpoint. */
export const quarantine = (core: Core): void => {
	core.change(() => {
		core.store.quarantine();
		core.put("seen", "client", { type: "seen" });
	});
	// A granted plan may be running: only its agent could tell, and the Session's own clock gives it up.
	for (const { plan } of core.store.queued()) drop(core, plan, "quarantined");
	core.sockets.rejectAll("two machines share this endpoint's key. Re-enroll it");
};

/** The endpoint was taken out of the set-up, or enrolled again: its agent is sent away, what waits for it is not delivered. */
export const retire = (core: Core): void => {
	core.store.retire();
	for (const { plan } of core.store.queued()) drop(core, plan, "policy");
	core.sockets.rejectAll(retired);
};

/** `inventory` null: as it was. */
export const seen = (core: Core, inventory: Inventory | null, online: boolean): void =>
	core.change(() => {
		core.store.seen(inventory, online, Date.now());
		core.put("seen", "client", { type: "seen" });
	});

/** What the agent says of its disk: each session that has a plan there hears of it. */
export const disk = (core: Core, state: DiskState): void =>
	core.change(() => {
		if (core.store.self()?.disk === state) return;
		core.store.disk(state);
		for (const { plan, session } of core.store.accepted())
			core.put(`disk:${plan}`, session, { type: "disk", session, plan, state });
	});

/** A connection ended. */
export const gone = (core: Core, socket: WebSocket): void => {
	if (attachmentOf(socket).stage === "challenged") return;
	const others = core.sockets.live().filter((one) => one.socket !== socket);
	if (others.length === 0) seen(core, null, false);
};

/** This endpoint's agent obeys another key of the Worker than the one in use: recorded once for each. */
export const distrusted = (core: Core, { key, reason }: Extract<FromAgent, { type: "distrusts" }>): void =>
	core.change(() => {
		if (core.store.tell(`distrusts:${key}`) === 1)
			core.put(`distrusts:${key}`, "client", { type: "distrusts", reason });
	});
