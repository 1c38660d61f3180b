// What an export without its seal leaves open to a change: the script says so at each place.
import { beforeAll, expect, test } from "vitest";
import { keyIdOf } from "../../../protocol/keys.ts";
import { sha256 } from "../../keys/crypto.ts";
import { of, runs } from "./testing/attacks/kit.ts";
import { exportOf } from "./testing/making.ts";
import { type Proven, provenSession } from "./testing/proven.ts";
import { newKey } from "./testing/recordings.ts";
import { ask, type Said, unsealed } from "./testing/script.ts";
import type { Loose } from "./testing/stored.ts";

let made: Proven;
let text: string;
/** A session of an earlier version, which compared no runs. */
let former: Proven;
let formerText: string;
beforeAll(async () => {
	made = await provenSession();
	text = await exportOf(made);
	former = await provenSession(1, { compares: false });
	formerText = await exportOf(former);
});

type Change = (t: Loose) => void;
const askedOf = (export_: string, key: string, change: Change = () => {}): Promise<Said> => {
	const t = unsealed(JSON.parse(export_));
	change(t);
	return ask(JSON.stringify(t), key);
};
const asked = (change?: Change): Promise<Said> => askedOf(text, made.key.key, change);
const formerly = (change?: Change): Promise<Said> => askedOf(formerText, former.key.key, change);
const opens = ({ lines }: Said): string[] => lines.filter((line) => line.startsWith("open"));
const doubted = (run: Loose): void => {
	Object.assign(run, { end: null, doubted: { claim: run.end, doubts: [{ what: "signature" }] } });
};

test("nothing signs whether a report is in doubt, and why", async () => {
	const told = "open   nothing signs that its report is in doubt, or why";
	expect(opens(await asked()).filter((line) => line === told)).toHaveLength(1);
	expect(opens(await asked((t) => doubted(runs(t).done))).filter((line) => line === told)).toHaveLength(2);
	const { code, lines } = await asked(({ runs: all }) => {
		const run = all.find((one: Loose) => one.doubted);
		Object.assign(run, { end: run.doubted.claim, doubted: null });
	});
	expect(lines).not.toContain(told);
	expect(lines.join("\n")).toMatch(/^open {3}.*nothing signs .*whether and why reports are in doubt/m);
	expect(code).toBe(3);
});

test("a key in the file that signs nothing is one that anyone can have added", async () => {
	const { raw: key } = newKey();
	const keyId = keyIdOf(key, sha256);
	const added = await asked((t) => t.header.workerKeys.push({ keyId, key }));
	expect(opens(added)).toEqual([
		...opens(await asked()),
		`open   key ${keyId} is in the file, and signs nothing in it`,
	]);
	expect(added.code).toBe(3);
});

test("nothing signs when a run of an older export started, if its agent's clock is after the export", async () => {
	const { agentStartedAt } = runs(JSON.parse(formerText)).running;
	const at = (startedAt: number) =>
		formerly((t) => {
			t.exportedAt = 0;
			for (const run of t.runs) delete run.agentStartedAt;
			runs(t).running.startedAt = startedAt;
		});
	const decidedAt = of(JSON.parse(formerText), "plan.decided")[0].at;
	expect(agentStartedAt).toBeLessThan(decidedAt);
	expect(opens(await at(decidedAt))).toContain(
		"open   nothing signs when it started: its agent's clock is after the export",
	);
	for (const wrong of [0, decidedAt - 1, decidedAt + 1]) expect((await at(wrong)).code).toBe(1);
});

const byAgentsClock = (t: Loose): void => {
	const decidedAt = of(t, "plan.decided")[0].at;
	for (const run of t.runs) {
		if (run.startedAt !== null) run.startedAt = decidedAt;
		delete run.agentStartedAt;
	}
};

test("an older export shows a start by its agent's clock, within what is known", async () => {
	const older = (change: Change = () => {}) =>
		formerly((t) => {
			byAgentsClock(t);
			change(t);
		});
	expect((await older()).lines.filter((line) => line.startsWith("BROKEN"))).toEqual([]);
	const told = "open   nothing signs that its start is shown by its agent's clock alone";
	const started = JSON.parse(formerText).runs.filter((one: Loose) => one.startedAt !== null);
	expect(opens(await older()).filter((line) => line === told)).toHaveLength(started.length);
	expect(opens(await formerly())).not.toContain(told);
	expect((await older((t) => (runs(t).done.startedAt += 1))).code).toBe(1);
});

test("an export whose events are of this version can't show a start as older ones do", async () => {
	const { code, lines } = await asked(byAgentsClock);
	expect(code).toBe(1);
	expect(lines).toContain("BROKEN what is repeated for reading: startedAt, agentStartedAt not as recorded");
});

test("an older export may have the state of its last plan, which nothing signs; one of this version can't", async () => {
	const told = "open   nothing signs that the session's state is that of its last plan alone";
	const stateOf = async (compares: boolean, state?: string): Promise<Said> => {
		const session = await provenSession(1, { compares, untilDenied: true });
		const text = await exportOf(session);
		expect(JSON.parse(text).header.state).toBe("running");
		return askedOf(text, session.key.key, (t) => state && Object.assign(t.header, { state }));
	};
	expect(opens(await stateOf(false))).not.toContain(told);
	expect(opens(await stateOf(false, "denied"))).toContain(told);
	const { code, lines } = await stateOf(true, "denied");
	expect(code).toBe(1);
	expect(lines).toContain("BROKEN the header says what the events say: not state");
});
