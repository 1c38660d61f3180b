// What an agent sends that this version doesn't know, or that no agent of ours would: it harms its own record at most,
// and visibly, and holds nothing up.
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { context } from "../console/testing/sample.ts";
import { base64, utf8 } from "../protocol/bytes.ts";
import { eventBytes } from "../protocol/record/records.ts";
import { answered, leaveAtOnce } from "./world/forged/closing.ts";
import { type ForgedRun, forgedRun, type Sent } from "./world/forged/recording.ts";
import { patience } from "./world/patience.ts";
import { checkedOutside, entries } from "./world/record.ts";
import { startWorld, type World } from "./world/world.ts";

let world: World;
let forged: ForgedRun;
beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world?.stop());
const command = "echo hello";
beforeEach(async () => {
	forged = await forgedRun(world, command);
});

const ofShell = { ...context, shell: { ...context.shell, argv: [context.shell.path, "-c", command] } };
const started = eventBytes({ type: "started", v: 1, pid: 1 });
const note = (text: string): Sent => ({ event: eventBytes({ type: "note", v: 1, text }) });
const hello: Sent = { stream: "stdout", bytes: utf8("hello\n") };

const ended = () =>
	vi.waitFor(
		async () => {
			const found = await entries(forged.reader, "run.ended");
			expect(found).toMatchObject([{ run: forged.run, stdout: 6, agrees: true }]);
		},
		{ timeout: patience, interval: 200 },
	);
const verified = async () => {
	const { checks } = await forged.reader.json<{ checks: { ok: boolean }[] }>("verify");
	expect(checks.filter(({ ok }) => !ok)).toEqual([]);
};

test("an end with an unreadable summary is refused, appears in the transcript, and the record verifies", async () => {
	const signature = forged.sign(utf8("anything"));
	const end = { event: eventBytes({ type: "end", v: 1, summary: "{}", signature }) };
	const why = "record 1 is an end whose summary could not be read";
	expect(await forged.send([end])).toBe(`1008 ${why}`);
	const integrity = await vi.waitFor(async () => {
		const found = await entries(forged.reader, "integrity");
		expect(found).toHaveLength(1);
		return found[0];
	}, patience);
	expect(integrity).toMatchObject({ run: forged.run, reason: why });
	await verified();
});

test("an entry of an unknown kind is kept as it came, shown as such, exported and verified", async () => {
	const unknown = '{"v":3,"type":"prompt.shown",  "text":"<b>Proceed?</b>"}';
	const sent: Sent[] = [{ event: eventBytes(ofShell) }, { event: started }, { event: unknown }, hello];
	expect(await forged.send([...sent, forged.end(sent)])).toBe("has 5");
	await ended();
	await verified();
	const page = (await forged.reader.text("")).replaceAll("&#39;", "'");
	expect(page).toContain("an entry of a kind this version doesn't know");
	expect(page).not.toContain("Proceed?");
	const exported = await forged.reader.text("transcript.json");
	expect(exported).toContain(`"bytes":"${base64(utf8(unknown))}"`);
	expect(await checkedOutside(world, exported)).toMatch(/\nEverything holds\.\n$/);
});

test("an agent that sends its context late is recorded to the end anyway", async () => {
	const notes = [1, 2, 3, 4, 5, 6].map((n) => note(`note ${n}`));
	const sent: Sent[] = [...notes, { event: eventBytes(ofShell) }, { event: started }, hello];
	expect(await forged.send([...sent, forged.end(sent)])).toBe("has 10");
	await ended();
	expect(await entries(forged.reader, "run.started")).toMatchObject([{ run: forged.run, context: ofShell }]);
	await verified();
});

test("the Worker answers an agent that closes a run's data socket", async () => {
	expect(await leaveAtOnce(world, forged.dataPath)).toBe(answered);
});
