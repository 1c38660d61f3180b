import { beforeEach, expect, test } from "vitest";
import { gone } from "./connecting.ts";
import { look, nextLook, watch } from "./presence.ts";
import { silentAfter } from "./sockets.ts";
import { endpointWith, socketAs } from "./testing/endpoint.ts";

const start = 1_700_000_000_000;

let it: ReturnType<typeof endpointWith>;
let socket: WebSocket;
beforeEach(() => {
	it = endpointWith();
	({ socket } = socketAs({ stage: "live", instance: "i", runtime: "r" }));
	it.open.push(socket);
	it.store.seen(null, true, start);
});
const pings = (at: number) => void it.pings.set(socket, new Date(at));
const state = () => {
	const self = it.store.self();
	return [self?.online, self?.last_seen];
};

test("an endpoint whose pings stop is away since the last one, and back with the next", () => {
	pings(start + 100_000);
	look(it.core, start + 120_000);
	expect(state()).toEqual([true, start]);
	look(it.core, start + 100_000 + silentAfter);
	expect(state()).toEqual([false, start + 100_000]);
	expect(it.put).toEqual([{ type: "seen" }]);
	look(it.core, start + 400_000);
	expect(it.put).toHaveLength(1);
	pings(start + 420_000);
	look(it.core, start + 440_000);
	expect(state()).toEqual([true, start + 420_000]);
});

test("an endpoint that fell silent is away since then, also once its connection ends", () => {
	look(it.core, start + silentAfter);
	gone(it.core, socket);
	expect(state()).toEqual([false, start]);
});

test("an endpoint that has said hello just now is there before its first ping", () => {
	look(it.core, start + 30_000);
	expect(state()).toEqual([true, start]);
});

test("an endpoint whose connection was lost with the Worker is away once it has had time to come back", () => {
	it.open.pop();
	const restarted = start + 500_000;
	expect(nextLook(it.core, restarted)).toBe(restarted);
	look(it.core, restarted);
	expect(state()).toEqual([true, start]);
	expect(nextLook(it.core, restarted)).toBe(restarted + silentAfter);
	look(it.core, restarted + silentAfter - 1);
	expect(it.put).toEqual([]);
	look(it.core, restarted + silentAfter);
	expect(state()).toEqual([false, restarted]);
	expect(it.put).toEqual([{ type: "seen" }]);
	expect(nextLook(it.core, restarted + silentAfter)).toBeNull();
});

test("an endpoint that is back soon after the Worker's restart never was away", () => {
	it.open.pop();
	look(it.core, start + 500_000);
	it.open.push(socket);
	it.store.seen(null, true, start + 510_000);
	pings(start + 540_000);
	look(it.core, start + 500_000 + silentAfter);
	expect(it.put).toEqual([]);
	it.open.pop();
	look(it.core, start + 900_000);
	expect(state()).toEqual([true, start + 510_000]);
});

test("away, no one looks for it; with a connection every five minutes", () => {
	it.core.lookedAt = start;
	expect(nextLook(it.core, start)).toBe(start + 300_000);
	it.open.pop();
	it.store.seen(null, false, start);
	expect(nextLook(it.core, start)).toBeNull();
});

test.each([
	[
		"waits or runs there",
		() => it.store.enqueue({ plan: "pl_1", session: "s", approvedAt: 1, notBefore: 0, runBy: start }),
	],
	["is open", () => watch(it.core, start + 3_600_000)],
])("while a plan %s, it is known within a minute that the endpoint's pings stopped", (_, begins) => {
	begins();
	pings(start + 100_000);
	it.core.lookedAt = start + 101_000;
	const at = nextLook(it.core, start + 101_000) ?? 0;
	expect(at).toBeLessThanOrEqual(start + 160_000);
	look(it.core, at);
	expect(state()).toEqual([false, start + 100_000]);
	expect(nextLook(it.core, at)).toBe(at + 30_000);
});

test("an endpoint that goes on pinging is looked at less than twice a minute", () => {
	watch(it.core, start + 3_600_000);
	let looks = 0;
	for (let now = start; now < start + 600_000; now = nextLook(it.core, now) ?? 0) {
		pings(now - ((now - start) % 20_000));
		look(it.core, now);
		looks++;
	}
	expect(looks).toBeLessThan(20);
	expect(state()).toEqual([true, start]);
});

test("a plan that is open no longer is no reason to look more often", () => {
	watch(it.core, start + 60_000);
	it.core.lookedAt = start + 61_000;
	expect(nextLook(it.core, start + 61_000)).toBe(start + 361_000);
});
