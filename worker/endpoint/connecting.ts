// An agent connects: who it is, which of two connections counts, and when it was there.

import { agentCan } from "../../domain/agents.ts";
import type { DiskState } from "../../protocol/record/records.ts";
import { sealingMessage } from "../../protocol/sealed-bytes.ts";
import { type FromAgent, helloMessage, type Inventory, protocolVersions } from "../../protocol/wire.ts";
import { holdText } from "../../words/machine.ts";
import { objectOf } from "../durable/places.ts";
import { verify } from "../keys/crypto.ts";
import { keyNews } from "../keys/succession.ts";
import { sendAnswers } from "./answering.ts";
import { compare } from "./comparing.ts";
import type { Core } from "./core.ts";
import { drop } from "./delivering.ts";
import { keep, recognise } from "./machines.ts";
import { offerNext } from "./offering.ts";
import { newOnce } from "./once.ts";
import { retired, settleLeft } from "./removing.ts";
import { remember } from "./reporting.ts";
import { attach, attachmentOf, type Challenged, dismiss, type Live, reject, send } from "./sockets.ts";

/** How long the older of two connections with one key has to show that it is alive, in ms: an old PC may be busy for some seconds, and
 * is the right one. */
const doubtFor = 20_000;

const blocked = "this endpoint is blocked: two machines share its key. Re-enroll it";

/** A connection's first message has to answer its challenge with the enrolled key. */
export const hello = async (
	core: Core,
	socket: WebSocket,
	{ nonce, order }: Challenged,
	said: FromAgent,
): Promise<void> => {
	const news = await keyNews(core.env).catch(() => null);
	if (!news) return reject(socket, "the Worker can't read its key right now", true);
	const self = core.store.self();
	if (said.type !== "hello" || !self) return reject(socket, "expected a hello", true);
	const message = helloMessage(said.endpoint, said.runtime, said.instance, nonce, said.machine);
	if (said.endpoint !== self.id || !(await verify(self.key, message, said.signature)))
		return reject(socket, "this agent's key isn't the enrolled one. Enroll it again", false);
	const version = protocolVersions.find((one) => said.versions.includes(one));
	if (version === undefined) return reject(socket, "this agent is too old for this Worker. Update it", false);
	if (self.pending) {
		const activated = await objectOf(core.env.CLIENT, self.client).activate(self.id);
		if (!activated.ok) return reject(socket, activated.error, false);
		core.store.activate();
	}
	// Meanwhile the endpoint may have been removed or blocked, and this connection ended with it.
	if (socket.readyState !== WebSocket.OPEN) return;
	const since = core.store.self();
	const away = since?.retired ? retired : since?.quarantined ? blocked : null;
	const runs = said.plans.some(({ state }) => state === "running");
	if (away !== null) {
		dismiss(socket, { runtime: said.runtime, runs }, away);
		core.store.heard(Date.now(), runs);
		// As after a welcome: what it said before may be over, and it tells anew.
		if (runs) disk(core, "room");
		core.wake();
		return sendCancels(core, socket);
	}
	// This hello was held up: an agent that isn't gone connects again, and then doubts the one that overtook it.
	if (core.sockets.live().some(({ live }) => live.order > order)) return socket.close(1000, "connect again");
	closeOlder(core, said.instance);
	if (questionOthers(core)) return attach(socket, { stage: "waiting", runs });
	attach(socket, { stage: "live", instance: said.instance, runtime: said.runtime, order });
	core.store.forgetUnanswered();
	core.offers.reset();
	const found = recognise(core, said.machine ?? null, Date.now());
	const held = found.hold && said.machine ? { held: holdText(found.hold) } : {};
	const takes = agentCan(said.inventory.agentVersion, "welcome") ? { questions: true as const } : {};
	send(socket, { type: "welcome", version, ...news, ...held, ...takes });
	if (agentCan(said.inventory.agentVersion, "secrets")) send(socket, { type: "sealing-key?" });
	core.change(() => {
		compare(core, said.plans, said.runtime, found);
		keep(core, found, Date.now());
		seen(core, said.inventory, true);
		disk(core, "room");
	});
	sendCancels(core, socket);
	sendAnswers(core, socket);
	offerNext(core, Date.now());
};

const sendCancels = (core: Core, socket: WebSocket): void => {
	for (const row of core.store.cancelled())
		send(socket, { type: "cancel", plan: row.plan, by: row.cancelled_by ?? "" });
};

/** The same process come back takes over from its old connection. */
const closeOlder = (core: Core, instance: string): void => {
	for (const { socket, live } of core.sockets.live())
		if (live.instance === instance) {
			attach(socket, { stage: "challenged", nonce: "" });
			socket.close(1000, "a newer connection has taken over");
		}
};

/** Whether another process has a connection: it is asked whether it is still there. Until that is clear, a new one isn't
 * welcomed: a copy would report as lost what the right agent runs. */
const questionOthers = (core: Core): boolean => {
	const others = core.sockets.live();
	for (const { socket, live } of others.filter((one) => one.live.stage === "live")) {
		attach(socket, { ...live, stage: "doubted" });
		send(socket, { type: "alive?" });
		core.store.doubt(Date.now() + doubtFor);
	}
	if (others.length > 0) core.wake();
	return others.length > 0;
};

/** The older connection said nothing in its time: it was only a dead one. Who waited may say hello again. */
export const endDoubt = (core: Core, now: number): void => {
	const doubt = core.store.self()?.doubt_until ?? null;
	if (doubt === null || now < doubt) return;
	core.store.doubt(null);
	for (const socket of core.sockets.inStage("doubted")) socket.close(1001, "no answer");
	for (const socket of core.sockets.inStage("waiting")) socket.close(1000, "connect again");
};

/** The older of two connections answers in its time. Later than that it was closed, and says nothing new: perhaps the same agent
 * is back on another one. */
export const alive = (core: Core, live: Live): void => {
	const inTime = core.store.self()?.doubt_until ?? null;
	if (live.stage === "doubted" && inTime !== null) quarantine(core);
};

/** Two agents with one key: neither can be trusted to be the endpoint. */
export const quarantine = (core: Core): void => {
	core.change(() => {
		core.store.quarantine();
		core.put("seen", "client", { type: "seen" });
	});
	// What runs goes on, and its records still count: neither agent gets anything more.
	for (const { plan } of core.store.queued()) drop(core, plan, "quarantined");
	core.sockets.rejectAll(blocked);
	core.wake();
};

/** `inventory` null: as it was. `at`: when it was last heard. */
export const seen = (core: Core, inventory: Inventory | null, online: boolean, at = Date.now()): void =>
	core.change(() => {
		core.store.seen(inventory, online, at);
		core.put("seen", "client", { type: "seen" });
	});

/** What the agent says of its disk: its client hears of it, and each session that has a plan there. A machine on hold may be another
 * one. */
export const disk = (core: Core, state: DiskState): void =>
	core.change(() => {
		if (core.store.self()?.disk === state || core.store.machine.held()) return;
		core.store.disk(state);
		core.put("seen", "client", { type: "seen" });
		for (const { plan, session } of core.store.accepted())
			core.put(`disk:${plan}`, session, { type: "disk", session, plan, state });
	});

/** What people's browsers seal secrets to. They check the signature again: no one has to believe the Worker. */
export const sealing = async (
	core: Core,
	{ key, signature }: Extract<FromAgent, { type: "sealing-key" }>,
): Promise<void> => {
	const self = core.store.self();
	if (self && (await verify(self.key, sealingMessage(self.id, key), signature)))
		core.store.sealing({ key, signature });
};

/** A connection ended. */
export const gone = (core: Core, socket: WebSocket): void => {
	const { stage } = attachmentOf(socket);
	if (stage === "leaving") settleLeft(core, Date.now(), socket);
	if (stage !== "live" && stage !== "doubted") return;
	const others = core.sockets.live().filter((one) => one.socket !== socket);
	// One that fell silent before is away since then.
	if (others.length === 0 && core.store.self()?.online) seen(core, null, false);
};

/** This endpoint's agent obeys another key of the Worker than the one in use: recorded once for each. */
export const distrusted = (core: Core, { key, reason }: Extract<FromAgent, { type: "distrusts" }>): void =>
	core.change(() => {
		if (core.store.tell(`distrusts:${key}`) !== 1) return;
		remember(core, { code: "key", reason, plan: null });
		core.put(`distrusts:${key}`, "client", { type: "distrusts", reason, once: newOnce() });
	});
