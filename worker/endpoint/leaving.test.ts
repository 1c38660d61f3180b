// An agent that was sent away still tells of its disk, for what it runs.
import { expect, test } from "vitest";
import { quarantine } from "./connecting.ts";
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

test("an agent whose hello named nothing that it runs, such as a copy's, says nothing of the right one's disk", () => {
	const { core, put, leaving } = removed();
	heard(core, { ...leaving, runs: false }, { type: "disk", state: "full" });
	expect(states(put)).toEqual([]);
});

test.each([true, false])(
	"of two that are sent away, the one that waits is heard if it runs something: %s",
	(runs) => {
		const { core, put, open } = endpointWith();
		enqueue(core, { plan: "a", session: "s", approvedAt: 1, notBefore: 0, runBy: Number.MAX_SAFE_INTEGER });
		core.store.setState("a", "accepted");
		const { socket } = socketAs({ stage: "waiting", runs });
		open.push(socket);
		quarantine(core);
		heard(core, attachmentOf(socket) as Leaving, { type: "disk", state: "full" });
		expect(states(put)).toEqual(runs ? ["a full"] : []);
	},
);

test("nothing else that it says counts", () => {
	const { core, put, leaving } = removed();
	heard(core, leaving, { type: "alive" });
	heard(core, leaving, { type: "distrusts", key: "k", reason: "another one" });
	expect(put).toEqual([]);
	expect(core.store.self()).toMatchObject({ quarantined: false, refused: null });
});
