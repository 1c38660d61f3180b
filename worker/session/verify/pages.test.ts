// The HTML export's check in its reader's browser: approvers' passkeys and time stamps, as the script judges them in Node.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPasskey, type Wrong } from "../../../agent/testing/passkeys.ts";
import { htmlExport } from "../../../console/export/page/page.ts";
import { launch, newPage } from "../../../console/testing/browser.ts";
import { base64 } from "../../../protocol/bytes.ts";
import { stampedBytes } from "../../../protocol/record/stamp.ts";
import { workerKey } from "../../keys/crypto.ts";
import { signingOrigin } from "../../passkeys/approvers.ts";
import { newAuthority } from "../../stamps/testing/authority.ts";
import { worker } from "../core.ts";
import { record } from "../record.ts";
import { signSessionHead } from "../show/posted.ts";
import { ada } from "../testing/session.ts";
import { cast, emptySession, exportOf, later, opened, proposed, sourceOf, talkBy } from "./testing/making.ts";
import { asking } from "./testing/script.ts";

/** The script's, in the browser. */
declare const judge: (file: Uint8Array, known: object) => Promise<{ lines: string[] }>;

let browser: Browser;
let folder: string;
const authority = await newAuthority("Local TSA", () => Date.UTC(2026, 0, 1, 12));

beforeAll(async () => {
	[browser, folder] = await Promise.all([launch(), mkdtemp(join(tmpdir(), "caisey-pages-"))]);
});
afterAll(async () => {
	await browser?.close();
	await rm(folder, { recursive: true });
});

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url).href);
const asset = (name: string) => readFile(here(`../../../console/dist/assets/${name}`), "utf8");

/** A plan that Ada approved; an operator wrote down, as her passkey's, what is wrong with it. */
const made = async (kind: "EC" | "OKP" | "RSA" = "EC", wrong: Wrong = {}) => {
	const key = newPasskey("Ada", kind, ada.id);
	const it = emptySession(1);
	opened(it);
	const id = proposed(it, "lpr", it.machines.slice(0, 1));
	const plan = it.core.store.plans.get(id)?.plan;
	if (!plan) throw new Error("no plan");
	const origin = signingOrigin(it.env);
	const at = { origin, rpId: new URL(origin).hostname };
	cast(it, id, "approve", null);
	// The vote, and then the decision: the proof belongs in between.
	const events = it.core.store.events.after(0, 100);
	const vote = events.find((one) => one.kind === "vote.cast");
	it.storage.sql.exec("DELETE FROM events WHERE seq > ?", vote?.seq ?? 0);
	const proof = key.approves(plan, it.snapshot.version, { ...at, ...wrong });
	record(it.core, later(it.clock), talkBy(ada), { kind: "vote.proved", plan: id, proof });
	const decided = events.find((one) => one.kind === "plan.decided")?.body;
	if (decided?.kind !== "plan.decided") throw new Error("no decision");
	record(it.core, later(it.clock), worker, decided);
	await signSessionHead(it.core, later(it.clock));
	const trusted = { origin, needed: 1, keys: [key.key] };
	return { it, key, trusted, source: sourceOf(it), clock: it.clock, worker: await workerKey(it.env) };
};
type Made = Awaited<ReturnType<typeof made>>;

type Case = [what: string, made: () => Promise<Made>, trusted: (made: Made) => object, said: RegExp];
const own = ({ trusted }: Made) => trusted;
const forged = (what: string, wrong: Wrong, said: string): Case => [
	what,
	() => made("EC", wrong),
	own,
	new RegExp(`^BROKEN .*Ada's passkey signed the approval: ${said}$`),
];
const signed = /^ok .*Ada's passkey signed the approval$/;
const cases: Case[] = [
	["one of a key on an elliptic curve", () => made("EC"), own, signed],
	["one of an Ed25519 key", () => made("OKP"), own, signed],
	["one of an RSA key", () => made("RSA"), own, signed],
	[
		"by a passkey that no one named",
		() => made(),
		({ trusted }) => ({ ...trusted, keys: [newPasskey("Ada", "EC", ada.id).key] }),
		/^BROKEN .*: its passkey is none that you named$/,
	],
	[
		"by another key under its name",
		() => made(),
		({ trusted, key }) => ({
			...trusted,
			keys: [{ ...newPasskey("Ada", "EC", ada.id).key, credential: key.key.credential }],
		}),
		/^BROKEN .*: the signature is wrong$/,
	],
	[
		"by another person's passkey",
		() => made(),
		({ trusted, key }) => ({ ...trusted, keys: [{ ...key.key, person: "p_g0000000000000002" }] }),
		/^BROKEN .*: it is another person's$/,
	],
	[
		"by too few approvers",
		() => made(),
		({ trusted }) => ({ ...trusted, needed: 2 }),
		/^open .*passkeys of 1 approvers signed it, of 2$/,
	],
	forged("over another plan", { challenge: new Uint8Array(32) }, "it signed something else"),
	forged("under another policy", { policy: 99 }, "it signed something else"),
	forged("of a passkey's making", { type: "webauthn.create" }, "it signed something else"),
	forged("at another site", { origin: "https://evil.example" }, "it signed elsewhere"),
	forged("in another site's frame", { crossOrigin: true }, "it signed elsewhere"),
	forged("for another site", { rpId: "evil.example" }, "it is for another site"),
	forged("without verifying anyone", { flags: 1 }, "no one was verified"),
	forged("without a touch", { flags: 4 }, "no one was verified"),
];

test("a browser judges each approval by passkey as Node does", async () => {
	const script = await readFile(here("../../../docs/verify-transcript.mjs"), "utf8");
	const file = join(folder, "empty.html");
	await writeFile(file, "<!doctype html>");
	const { page } = await newPage(browser, { offline: true });
	await page.goto(pathToFileURL(file).href);
	await page.addScriptTag({ type: "module", content: `${script}\nglobalThis.judge = judge;` });
	await page.waitForFunction(() => "judge" in globalThis);
	for (const [what, make, trust, said] of cases) {
		const session = await make();
		const approvers = JSON.parse(JSON.stringify(trust(session)));
		const text = await exportOf(session);
		const keys = [session.worker.key];
		const inNode = await asking(text, { keys, approvers });
		const inBrowser = await page.evaluate(
			([exported, known]) => judge(new TextEncoder().encode(exported), known),
			[text, { keys, approvers }] as const,
		);
		expect(inBrowser.lines, what).toEqual(inNode.lines);
		expect(inNode.lines, what).toContainEqual(expect.stringMatching(said));
	}
	await page.context().close();
});

test("the HTML export checks passkeys and a time stamp by the files that its reader chooses", async () => {
	const session = await made();
	const { it, trusted } = session;
	const head = it.core.store.events.ofKinds("head.signed").at(-1)?.body;
	if (head?.kind !== "head.signed") throw new Error("no head");
	const token = base64(await authority.token(stampedBytes(head.head)));
	const { count } = head.head;
	const stamp = { kind: "head.stamped", count, by: "Local TSA", time: Date.UTC(2026, 0, 1, 12) } as const;
	record(it.core, later(it.clock), worker, { ...stamp, token });
	const around = {
		asset: asset,
		origin: "https://caisey.example",
	};
	let written = "";
	for await (const part of htmlExport(session.source, it.clock.now, around)) written += part;
	const file = join(folder, "export.html");
	const approvers = join(folder, "approvers.json");
	const root = join(folder, "root.pem");
	await Promise.all([
		writeFile(file, written),
		writeFile(approvers, JSON.stringify({ ...trusted, keys: [{ key: trusted.keys[0], vouch: null }] })),
		writeFile(root, authority.root),
	]);
	const { page, complaints } = await newPage(browser, { offline: true });
	await page.goto(pathToFileURL(file).href);
	await page.fill('input[name="key"]', session.worker.key);
	await page.getByText("If you have them").click();
	const check = async () => {
		await page.getByRole("button", { name: "Check this file" }).click();
		await page.locator('[data-part="standing"]:not(:has-text("Checking"))').waitFor();
		return [await page.textContent('[data-part="standing"]'), await page.textContent('[data-part="lines"]')];
	};
	expect((await check())[1]).toMatch(/note {3}1 approvals are signed with passkeys.*\n/);
	await page.setInputFiles('input[name="approvers"]', approvers);
	expect(await page.textContent('[data-part="standing"]')).toBe("This file hasn't been checked yet.");
	await page.setInputFiles('input[name="authority"]', root);
	const [standing, lines] = await check();
	expect(standing).toBe("Everything holds, signed by the key that you entered.");
	expect(lines).toMatch(/ok {5}plan .*: Ada's passkey signed the approval\n/);
	expect(lines).toMatch(/ok {5}"Local TSA" stamped the head .*vouches for it\n/);
	await page.setInputFiles('input[name="authority"]', approvers);
	expect((await check())[0]).toBe("This isn't a certificate: it's a file in PEM or DER.");
	expect(complaints).toEqual([]);
	await page.context().close();
});
