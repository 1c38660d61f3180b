// An agent that was sent away still tells of its disk, for what it runs.
import { expect, test } from "vitest";
import { enqueue } from "./delivering.ts";
import { heard } from "./leaving.ts";
import { retire } from "./removing.ts";
import { attachmentOf, type Leaving } from "./sockets.ts";
import { endpointWith, socketAs } from "./testing/endpoint.ts";

/** It was removed while a plan runs there. */
const removed = () => {
	const { core, put, open } = endpointWith();
	enqueue(core, { plan: "a", session: "s", approvedAt: 1, notBefore: 0, runBy: Number.MAX_SAFE_INTEGER });
	core.store.setState("a", "accepted");
	core.store.seen(null, true, 1);
	const { socket } = socketAs({ stage: "live", instance: "i", runtime: "r" });
	open.push(socket);
	retire(core, 2);
	put.length = 0;
	return { core, put, leaving: attachmentOf(socket) as Leaving };
};
const states = (put: ReturnType<typeof removed>["put"]) =>
	put.flatMap((one) => (one.type === "disk" ? [`${one.plan} ${one.state}`] : []));

test("the session of what still runs on a removed endpoint hears that its disk is full, and that it has room again", () => {
	const { core, put, leaving } = removed();
	for (const state of ["full", "full", "room"] as const) heard(core, leaving, { type: "disk", state });
	expect(states(put)).toEqual(["a full", "a room"]);
});

test("a copy that was sent away while it waited beside the right agent says nothing of that one's disk", () => {
	const { core, put, leaving } = removed();
	heard(core, { ...leaving, runtime: "" }, { type: "disk", state: "full" });
	expect(states(put)).toEqual([]);
});

test("nothing else that it says counts", () => {
	const { core, put, leaving } = removed();
	heard(core, leaving, { type: "alive" });
	heard(core, leaving, { type: "distrusts", key: "k", reason: "another one" });
	expect(put).toEqual([]);
	expect(core.store.self()).toMatchObject({ quarantined: false, refused: null });
});
