// The console as the Worker serves it: signing in and out, and bytes by the range, in real workerd.
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readableLines } from "../console/export/readable-lines.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { exactBytes } from "../words/amounts.ts";
import { patience } from "./world/patience.ts";
import { ask, planCard, propose } from "./world/people/acts.ts";
import { type Person, textOf } from "./world/people/chat.ts";
import { personalLink, type Reader, signIn } from "./world/people/console.ts";
import { has, inStorage } from "./world/storage.ts";
import { channel, startWorld, type World } from "./world/world.ts";

let world: World;
let ada: Person;
let session: ClientMessage;
beforeAll(async () => {
	world = await startWorld();
	ada = world.person("ada");
	session = await ask(world, "please print noise");
});
afterAll(() => world?.stop());

const page = async (path: string, cookie = "") => {
	const response = await fetch(new URL(path, world.workerUrl), { headers: { cookie }, redirect: "manual" });
	return { status: response.status, text: await response.text() };
};
const signOut = (reader: Reader, headers: Record<string, string>) =>
	fetch(`${world.workerUrl}/sign-out`, {
		method: "POST",
		redirect: "manual",
		headers: { cookie: reader.cookie, ...headers },
	});

describe("signing in and out", () => {
	test("a personal link says whose it is and for which client, until it is used; a guessed one never does", async () => {
		const link = await personalLink(ada, session);
		const good = await page(link);
		expect(good.text).toMatch(/Ada Lindqvist[\s\S]*Acme Dental[\s\S]*<form method="post">/);
		const origin = new URL(world.workerUrl).origin;
		const used = await fetch(link, { method: "POST", redirect: "manual", headers: { origin } });
		expect(used.status).toBe(303);
		const guessed = `${link.slice(0, -1)}${link.endsWith("A") ? "B" : "A"}`;
		for (const dead of [await page(link), await page(guessed)]) {
			expect(dead.status).toBe(410);
			expect(dead.text).not.toMatch(/Lindqvist|Acme|<form/);
			expect(dead.text).toContain("Full transcript");
		}
	});

	test("a failed sign-in doesn't spend its personal link, which then works once", async () => {
		const link = await personalLink(ada, session);
		const origin = new URL(world.workerUrl).origin;
		const press = () => fetch(link, { method: "POST", redirect: "manual", headers: { origin } });
		const rename = (from: string, to: string) =>
			inStorage(world, (database) => {
				if (has(database, from)) database.exec(`ALTER TABLE ${from} RENAME TO ${to}`);
			});
		rename("sign_ins", "not_there");
		expect((await press()).status).toBe(500);
		rename("not_there", "sign_ins");
		const [one, two] = await Promise.all([press(), press()]);
		expect([one.status, two.status].sort()).toEqual([303, 410]);
		const cookie = [one, two].map((answer) => answer.headers.get("set-cookie")).find((found) => found);
		expect((await page("/", cookie?.split(";")[0])).text).toContain("Ada Lindqvist");
	});

	test("signing out ends that sign-in for good, for every copy of its cookie, and no other", async () => {
		const [here, there] = [await signIn(world, ada, session), await signIn(world, ada, session)];
		expect((await page(here.path, here.cookie)).text).toMatch(/Signed in as[\s\S]*Ada Lindqvist/);
		expect((await signOut(here, { origin: "https://elsewhere.example" })).status).toBe(403);
		expect((await page(here.path, here.cookie)).status).toBe(200);
		const out = await signOut(here, { origin: new URL(world.workerUrl).origin });
		expect([out.status, out.headers.get("location")]).toEqual([303, "/signed-out"]);
		expect(out.headers.get("set-cookie")).toMatch(/^caisey=; Max-Age=0; Path=\/; HttpOnly/);
		expect((await page(here.path, here.cookie)).status).toBe(401);
		expect((await page("/", here.cookie)).text).toContain("You are not signed in");
		expect((await page(there.path, there.cookie)).status).toBe(200);
	});

	test("a changed or invented cookie signs no one in", async () => {
		const { path, cookie } = await signIn(world, ada, session);
		const [name, value = ""] = cookie.split("=");
		const [id = "", tag = ""] = value.split(".");
		const others = [`${id}x.${tag}`, `${id}.${tag.slice(1)}`, id, `.${tag}`, "", "a.b", `${value}.c`];
		for (const other of others) expect((await page(path, `${name}=${other}`)).status).toBe(401);
	});

	test("outlives a restart of the Worker", async () => {
		const { path, cookie } = await signIn(world, ada, session);
		await world.worker().stop();
		await world.restartWorker();
		expect((await page(path, cookie)).status).toBe(200);
	});
});

test("the last line but one of long output is found, and its link names its byte", async () => {
	const counting = await ask(world, "please count");
	const card = await propose(world, counting, { command: "seq 1 200000", changes: "counts" });
	await ada.press(card, "Approve");
	await ada.until("the finished card", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && /Done on/.test(textOf(one))),
	);
	const reader = await signIn(world, ada, await planCard(ada, counting, "counts"));
	const byte = Array.from({ length: 199_998 }, (_, i) => `${i + 1}\n`).join("").length;
	const found = async (query: string) => (await page(`/search?q=199999${query}`, reader.cookie)).text;
	await vi.waitFor(async () => expect(await found("")).toContain(`.stdout.${byte}"`), {
		timeout: patience,
		interval: 200,
	});
	expect((await found("")).match(/<mark>/g)).toHaveLength(1);
	expect(await found(`&session=${reader.session}`)).toContain(`${reader.path}#`);
	expect(await found("&endpoint=ELSEWHERE")).toContain("Nothing says");
	expect(await found("&to=2020-01-01")).toContain("Nothing says");
});

test("what a run has printed is found in its session while it goes on, and once when it has ended", async () => {
	const enough = join(world.folder, "enough");
	const asked = await ask(world, "please count slowly");
	const command = `echo first-of-all; seq 1 5000; while [ ! -e '${enough}' ]; do sleep 0.1; done; echo last-of-all`;
	const card = await propose(world, asked, { command, changes: "counts slowly" });
	await ada.press(card, "Approve");
	const reader = await signIn(world, ada, await planCard(ada, asked, "counts slowly"));
	const found = async (text: string) =>
		(await page(`/search?${new URLSearchParams({ q: text, session: reader.session })}`, reader.cookie)).text;
	const patient = { timeout: patience, interval: 200 };
	const byte =
		"first-of-all\n".length + Array.from({ length: 4_998 }, (_, i) => `${i + 1}\n`).join("").length;
	await vi.waitFor(async () => expect(await found("4999")).toContain(`.stdout.${byte}"`), patient);
	expect(await found("4999")).toContain("1 run is still going on: what it printed so far is searched, too.");
	expect(await found("nowhere at all")).toMatch(/1 run is still going on[\s\S]*Nothing says/);
	writeFileSync(enough, "");
	await ada.until("the finished card", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && /Done on/.test(textOf(one))),
	);
	for (const text of ["last-of-all", "4999"])
		expect(await found(text)).toMatch(/^(?![\s\S]*going on)[\s\S]*\.stdout\.\d+"/);
	await vi.waitFor(async () => expect(await found("last-of-all")).not.toContain("indexed"), patient);
	expect((await found("4999")).match(/\.stdout\.\d+"/g)).toEqual([`.stdout.${byte}"`]);
});

describe("bytes", () => {
	const noise = randomBytes(1_500_000);
	let reader: Reader;
	let run: string;
	beforeAll(async () => {
		const file = join(world.folder, "noise");
		writeFileSync(file, noise);
		const card = await propose(world, session, { command: `cat '${file}'`, changes: "prints noise" });
		await ada.press(card, "Approve");
		await ada.until("the finished card", ({ messages }) =>
			messages.find((one) => one.ts === card.ts && /Done on/.test(textOf(one))),
		);
		reader = await signIn(world, ada, await planCard(ada, session, "prints noise"));
		run = await reader.run("command");
	});

	const ranged = (headers: Record<string, string>) =>
		fetch(`${world.workerUrl}${reader.path}/runs/${run}/stdout`, {
			headers: { cookie: reader.cookie, ...headers },
		});
	const end = noise.length - 1;

	test.each([
		["all of it", {}, 200, null, noise],
		["the first bytes", { range: "bytes=0-9" }, 206, `0-9`, noise.subarray(0, 10)],
		[
			"a part over the ends of records",
			{ range: "bytes=1000-1200999" },
			206,
			"1000-1200999",
			noise.subarray(1000, 1_201_000),
		],
		["the last bytes", { range: "bytes=-100" }, 206, `${end - 99}-${end}`, noise.subarray(-100)],
		["from somewhere on", { range: "bytes=1400000-" }, 206, `1400000-${end}`, noise.subarray(1_400_000)],
		["more than there is", { range: "bytes=1499999-9999999" }, 206, `${end}-${end}`, noise.subarray(end)],
		["many ranges: all of it", { range: "bytes=0-1,5-6" }, 200, null, noise],
		[
			"of what is another file by now: all of it",
			{ range: "bytes=0-9", "if-range": '"another"' },
			200,
			null,
			noise,
		],
	] as [string, Record<string, string>, number, string | null, Buffer][])(
		"%s, with its length",
		async (_what, headers, status, range, bytes) => {
			const answer = await ranged(headers);
			expect(answer.status).toBe(status);
			expect(answer.headers.get("content-range")).toBe(range && `bytes ${range}/${noise.length}`);
			expect(answer.headers.get("content-length")).toBe(String(bytes.length));
			expect(bytes.equals(Buffer.from(await answer.arrayBuffer()))).toBe(true);
		},
	);

	test("beyond the end there is nothing; a download is resumed where it is the same file", async () => {
		const beyond = await ranged({ range: `bytes=${noise.length}-` });
		expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, `bytes */${noise.length}`]);
		const tag = (await ranged({ range: "bytes=0-0" })).headers.get("etag") ?? "";
		expect((await ranged({ range: "bytes=10-", "if-range": tag })).status).toBe(206);
	});

	test("the text export has all of it, escaped", async () => {
		const lines = readableLines(null);
		const expected = Buffer.concat([lines.add(noise), lines.end()]).toString();
		const text = await reader.text("transcript.txt");
		expect(text.includes(`--- stdout (${exactBytes(noise.length)}) ---\n${expected}`)).toBe(true);
		expect(text.endsWith("=== end of transcript ===\n")).toBe(true);
	});

	test("attachments of several parts, and of none, are in the JSON and downloaded with their length", async () => {
		const files = [randomBytes(2_500_000), Buffer.alloc(0), Buffer.from("x")];
		const named = files.map((bytes, i) => ({ name: `file-${i}`, base64: bytes.toString("base64") }));
		await world.person("dana").say(channel, "These.", session.ts, named);
		type Export = { attachments: { blob: string; name: string; bytes: string }[] };
		const kept = async () => (await reader.json<Export>("transcript.json")).attachments;
		await expect.poll(async () => (await kept()).length).toBe(files.length);
		const attachments = await kept();
		for (const [i, { blob, name, bytes }] of attachments.entries()) {
			expect([name, bytes === files[i]?.toString("base64")]).toEqual([`file-${i}`, true]);
			const download = await reader.get(`blobs/${blob}`);
			expect(download.headers.get("content-length")).toBe(String(files[i]?.length));
			expect(files[i]?.equals(Buffer.from(await download.arrayBuffer()))).toBe(true);
		}
	});
});
