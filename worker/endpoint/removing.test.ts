import { expect, test } from "vitest";
import { gone } from "./connecting.ts";
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
	return { core, socket, it, pings, told };
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
