import { expect, test } from "vitest";
import { gone, quarantine } from "./connecting.ts";
import { enqueue } from "./delivering.ts";
import { heardUntil, retire, settleLeft } from "./removing.ts";
import { silentAfter } from "./sockets.ts";
import { endpointWith, socketAs } from "./testing/endpoint.ts";

const now = 1_700_000_000_000;

/** With a plan that was granted, one that was accepted, and one that waits. `online`: as far as the Worker knows. */
const endpoint = ({ online, connected = online }: { online: boolean; connected?: boolean }) => {
	const { core, put, open, pings } = endpointWith();
	for (const plan of ["a", "b", "c"])
		enqueue(core, { plan, session: "s", approvedAt: 1, notBefore: 0, runBy: Number.MAX_SAFE_INTEGER });
	core.store.granted("a", 1_000);
	core.store.setState("b", "accepted");
	core.store.seen(null, online, now);
	const { it, socket } = socketAs({ stage: "live", instance: "i", runtime: "r" });
	if (connected) open.push(socket);
	const told = () => put.map((one) => ("plan" in one ? `${one.type} ${one.plan}` : one.type)).toSorted();
	return { core, socket, it, open, pings, put, told };
};
const all = ["removed a", "removed b", "undelivered c"];

test("removed while its agent is away, an endpoint ends what that has or may have, once", () => {
	const { core, told } = endpoint({ online: false });
	retire(core, now);
	retire(core, now);
	expect(told()).toEqual(all);
	expect(core.store.unfinished()).toBe(false);
});

test("removed while its agent is there, an endpoint leaves what runs to end by itself", () => {
	const { core, told } = endpoint({ online: true });
	retire(core, now);
	retire(core, now + 1_000);
	settleLeft(core, now + silentAfter - 1);
	expect(told()).toEqual(["undelivered c"]);
});

test("removed after its agent died unnoticed, an endpoint ends what that has or may have at once", () => {
	const { core, told } = endpoint({ online: true, connected: false });
	retire(core, now);
	expect(told()).toEqual(all);
});

test("an agent that was sent away is awaited until its connection ends", () => {
	const { core, socket, told } = endpoint({ online: true });
	retire(core, now);
	gone(core, socket);
	expect(told()).toEqual(all);
	expect(heardUntil(core)).toBeNull();
});

test("an agent that was sent away is awaited until it falls silent, though its connection seems open", () => {
	const { core, socket, pings, told } = endpoint({ online: true });
	retire(core, now);
	pings.set(socket, new Date(now + 20_000));
	expect(heardUntil(core)).toBe(now + 20_000 + silentAfter);
	settleLeft(core, now + silentAfter);
	expect(told()).toEqual(["undelivered c"]);
	settleLeft(core, now + 20_000 + silentAfter);
	expect(told()).toEqual(all);
});

/** Two machines have shared its key since `now`. */
const blockedAt = (some: Parameters<typeof endpoint>[0]) => {
	const it = endpoint(some);
	quarantine(it.core);
	expect(it.told()).toEqual(["seen", "undelivered c"]);
	return it;
};
const allBlocked = ["removed a", "removed b", "seen", "undelivered c"];

test("an endpoint that was blocked ends what its agents have as soon as none of them is heard", () => {
	const { core, socket, pings, put, told } = blockedAt({ online: true });
	pings.set(socket, new Date(now + 20_000));
	settleLeft(core, now + 20_000 + silentAfter - 1);
	expect(told()).toEqual(["seen", "undelivered c"]);
	expect(heardUntil(core)).toBe(now + 20_000 + silentAfter);
	settleLeft(core, now + 20_000 + silentAfter);
	expect(told()).toEqual(allBlocked);
	expect(put.filter(({ type }) => type === "removed")).toMatchObject([
		{ why: "blocked" },
		{ why: "blocked" },
	]);
	expect(heardUntil(core)).toBeNull();
});

test("a blocked endpoint's agent has some time to come back: each deploy ends its connection, and what it runs goes on", () => {
	const { core, open, told } = blockedAt({ online: true });
	open.length = 0;
	expect(heardUntil(core)).toBe(0);
	settleLeft(core, now + 1_000);
	expect(heardUntil(core)).toBe(now + 1_000 + silentAfter);
	open.push(socketAs({ stage: "leaving", runtime: "r" }).socket);
	core.store.heard(now + 10_000, true);
	settleLeft(core, now + 1_000 + silentAfter);
	expect(told()).toEqual(["seen", "undelivered c"]);
	open.length = 0;
	settleLeft(core, now + 60_000);
	settleLeft(core, now + 60_000 + silentAfter);
	expect(told()).toEqual(allBlocked);
});

test("a copy that comes back again and again to a blocked endpoint, and runs nothing, is not waited for", () => {
	const { core, open, told } = blockedAt({ online: true });
	open.length = 0;
	settleLeft(core, now);
	for (const after of [10_000, 40_000]) core.store.heard(now + after, false);
	settleLeft(core, now + silentAfter);
	expect(told()).toEqual(allBlocked);
});

test("a blocked endpoint that is enrolled again leaves what still runs there to end by itself", () => {
	const { core, socket, told } = blockedAt({ online: true });
	retire(core, now + 1_000);
	expect(told()).toEqual(["seen", "undelivered c"]);
	gone(core, socket);
	expect(told()).toEqual(allBlocked);
});
