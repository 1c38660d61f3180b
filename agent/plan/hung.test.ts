// A plan whose folder is on a file server that is gone: asking for it gets no answer.
import files from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptedInTime } from "../testing/deadlines.ts";
import { agentOfTests } from "../testing/suite.ts";

const gone = "/mnt/gone";
/** Builtin modules have live bindings, so this reaches modules that other tests of this process have loaded already. */
const replaceStat = (stat: typeof files.stat): void => {
	files.stat = stat;
	syncBuiltinESMExports();
};
const { stat } = files;
beforeAll(() =>
	replaceStat(((path: string) => (path === gone ? new Promise(() => {}) : stat(path))) as typeof stat),
);
afterAll(() => replaceStat(stat));

const { peer } = await agentOfTests();

/** Granted; ends as late after `startWithin` ms. */
const start = async (cwd: string | null, startWithin = 3_600_000) => {
	const { plan, grant } = await acceptedInTime(peer, () => peer.makePlan("echo never", { cwd }), startWithin);
	const cancel = () => peer.send({ type: "cancel", plan: plan.id, by: "Ada" });
	return { cancel, end: async () => (await peer.ended(grant.runs[0] ?? "")).end };
};
const late = { outcome: "skipped", because: "run-by-passed" };

test("a plan that hangs, and those behind it, end by a cancel and by their run by", async () => {
	const hung = await start(gone);
	const [cancelled, tooLate] = [await start(null), await start(null, 100)];
	cancelled.cancel();
	expect(await cancelled.end()).toEqual({ outcome: "skipped", because: "cancelled" });
	expect(await tooLate.end()).toEqual(late);
	hung.cancel();
	expect(await hung.end()).toEqual({ outcome: "cancelled", by: "Ada" });
	expect(await (await start(gone, 100)).end()).toEqual(late);
	expect((await peer.run(peer.makePlan("echo next"))).text).toBe("next\n");
});
