// Texts are looked through by the Worker that takes the request; no object does it, and none takes a text without.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type * as Intent from "../bots/intent.ts";
import { scriptLimit } from "../protocol/plan/script.ts";
import type { Hearing } from "../protocol/record/events.ts";
import { backendOf } from "./backend/backend.ts";
import type { Proposed } from "./contracts/values/proposed.ts";
import { type Scan, textsOfDraft } from "./contracts/values/scan.ts";
import { scansOf } from "./durable/scans.ts";
import type { Env } from "./env.ts";
import { scanned, scannedFile, scannedMessage } from "./scan.ts";
import { atDoor } from "./session/door.ts";
import { draft } from "./session/plan/drafting.ts";
import { takeProposal } from "./session/plan/proposal.ts";
import { attached, edited, said } from "./session/talk/talking.ts";
import { endpoint, hello, id, now, proposal, sessionWith, settingsOnly } from "./session/testing/session.ts";

const line = "2026-11-30 00:00:01 INFO worker [12] handled request id=4711 in 12 ms\n";
const long = line.repeat(scriptLimit / line.length);
const secret = "net user dana Winter2026! /add";
const by = { identity: "slack:T1:U4", name: "Tom" };
const place = { workspace: "slack:T1", channel: "C1", thread: "1" };
const ref = { workspace: "slack:T1", channel: "C1", message: "3" };
const script = { name: "fix.sh", encoding: "utf-8" as const, arguments: [] };

let it: ReturnType<typeof sessionWith>;
beforeEach(() => {
	it = sessionWith();
});

/** The session's own object, as the backend asks it. */
const session = {
	said: (intent: Intent.Said, hearing: Hearing, scans: Scan[]) =>
		atDoor(it.core, { by: intent.by, action: "said", scans }, (visit) =>
			said(it.core, intent, hearing, visit),
		),
	edited: async (intent: Intent.Edited, scans: Scan[]) =>
		edited(it.core, intent, scansOf(scans), it.snapshot, now),
	draft: (intent: Intent.DraftCommand, scans: Scan[]) =>
		atDoor(it.core, { by: intent.by, action: "draft", scans }, (visit) => draft(it.core, intent, visit)),
	propose: (wish: Proposed, scans: Scan[]) => takeProposal(it.core, wish, scans),
	client: async () => id("c", 1),
};
const objects = <T>(object: T) => ({ getByName: () => object });
const backend = () => {
	const found = { session: id("s", 1), client: id("c", 1), channel: "C1", heard: "whole", lost: false };
	const client = {
		snapshot: async () => it.snapshot,
		runsLeft: async () => ({ left: 100, until: 0 }),
		endpoints: async () => [],
		keepChoices: async () => {},
	};
	const env = {
		...settingsOnly,
		WORKSPACE: objects({ sessionIn: async () => found, tied: async () => ({ lost: false }) }),
		DIRECTORY: objects({ knows: async () => true }),
		CLIENT: objects(client),
		ENDPOINT: objects({ watch: async () => {} }),
		SESSION: objects(session),
	} as unknown as Env;
	it.core = { ...it.core, env };
	return backendOf(env);
};

const longDraft = { ...hello, steps: [{ phase: "command" as const, command: long, script }] };

test.each([
	["a message", () => backend().said({ by, place, ref, text: long, expected: [] })],
	["an edit", () => backend().edited({ by, place, ref, text: long, once: "e" })],
	[
		"a script that someone attached",
		() => backend().draft({ by, place, ref, command: long, script, once: "d" }),
	],
	["a plan", () => backend().propose({ ...proposal(it.core), draft: longDraft })],
])("a session answers others while %s of a megabyte is looked through", async (_, send) => {
	const answered: string[] = [];
	const sent = Promise.resolve(send()).then((answer) => {
		answered.push("it");
		return answer;
	});
	await new Promise((next) => setTimeout(next, 0));
	const kinds = it.kinds().length;
	answered.push("another");
	await sent;
	expect(answered).toEqual(["another", "it"]);
	expect(it.kinds().slice(0, kinds)).toEqual(["session.opened", "message.said"]);
});

describe("a text that comes without its scan is not taken", () => {
	const others = () => scanned("something else");
	const nothing = ["session.opened", "message.said"];
	test("as a message", async () => {
		const wish = { by, place, ref, text: secret, expected: [] };
		await expect(session.said(wish, "whole", [])).rejects.toThrow("without its scan");
		await expect(session.said(wish, "whole", await others())).rejects.toThrow("without its scan");
		// It says that there is a secret, and not how the text is kept.
		await expect(session.said(wish, "whole", await scanned(secret))).rejects.toThrow(
			"without its masked form",
		);
		expect(it.kinds()).toEqual(nothing);
	});
	test("as an edit", async () => {
		await expect(session.edited({ by, place, ref, text: "no", once: "e" }, await others())).rejects.toThrow();
		expect(it.kinds()).toEqual(nothing);
	});
	test("as a file", async () => {
		const content = { name: "a.txt", type: "text/plain", bytes: new TextEncoder().encode("hello") };
		const other = await scannedFile({ ...content, bytes: new TextEncoder().encode("hello!") });
		for (const scan of [null, other])
			expect(() => attached(it.core, { by, place, ref, file: "F", content }, scan, it.snapshot, now)).toThrow(
				"without its scan",
			);
		expect(it.kinds()).toEqual(nothing);
	});
	const steps = [{ phase: "command" as const, command: "a", script: { ...script, arguments: ["-p", "b"] } }];
	test.each(textsOfDraft({ ...hello, steps }))("as a part of a plan: %j", async (missing) => {
		backend();
		const able = { ...endpoint, inventory: { ...endpoint.inventory, agentVersion: "0.9.0" } };
		it.snapshot = { ...it.snapshot, endpoints: [able] };
		const plan = { ...proposal(it.core), draft: { ...hello, steps } };
		const all = textsOfDraft(plan.draft);
		const scans = await scanned(...all.filter((text) => text !== missing));
		await expect(takeProposal(it.core, plan, scans)).rejects.toThrow("without its scan");
		expect(it.store.plans.last()).toBeNull();
	});
});

test("a long message is kept masked, wherever the secret is", async () => {
	const some = long.slice(0, 150_000);
	const text = `${some}\n${secret}\n${some}`;
	const [scan] = await scannedMessage(text);
	expect(scan?.secret).toBe("a password on a command line");
	expect(scan?.masked).toBe(
		`${some}\nnet user dana ⟨masked: a password on a command line, 11 characters⟩ /add\n${some}`,
	);
});

// Only what is shown of an output in chat, and the 16 KiB at its end that this is taken from; and outside of any transaction, in pieces, what docs/design/session.md names.
test("no Durable Object looks through what people give it, but two that can't be given a scan", () => {
	const own = ["session", "directory", "client", "workspace", "endpoint", "recording", "search", "share"];
	const files = own.flatMap((folder) =>
		readdirSync(join(import.meta.dirname, folder), { recursive: true, encoding: "utf8" })
			.filter((path) => path.endsWith(".ts") && !/testing|\.test\.ts$|^show\//.test(path))
			.map((path) => join(folder, path)),
	);
	const importing = (what: RegExp) =>
		files.filter((path) => what.test(readFileSync(join(import.meta.dirname, path), "utf8")));
	const scanning = importing(
		/import \{[^}]*\b(secretText|secretPlace|secretInLong|masked|maskedInLong)\b[^}]*\}[^;]*domain\/secrets\.ts/,
	);
	expect(files.length).toBeGreaterThan(200);
	expect(scanning).toEqual(["recording/excerpt.ts"]);
	expect(importing(/from "(?:\.\.\/)+scan\.ts"/).sort()).toEqual([
		"session/plan/unanswered.ts",
		"workspace/files/reading.ts",
	]);
});
