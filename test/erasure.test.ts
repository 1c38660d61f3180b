// Two people together erase what should never have been recorded. The gap stays visible, and the record still verifies.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { inflateRawSync } from "node:zlib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { projectFolder } from "../local/child.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { acme } from "../local/slack/team.ts";
import { patience } from "./world/patience.ts";
import { ask, planCard, propose, sessionName } from "./world/people/acts.ts";
import { applyConfirmed } from "./world/people/changes.ts";
import { linksOf, type Person, textOf } from "./world/people/chat.ts";
import { type Reader, signIn } from "./world/people/console.ts";
import { databasesWith, inStorage, rowsOf } from "./world/storage.ts";
import { acmeSetup, channel, startWorld, type World } from "./world/world.ts";

const name = "Jane Roe, born 1980";

/** Tom is the MSP's owner, too. */
const setup = (policy: object = {}): ReturnType<typeof acmeSetup> => {
	const { staff, clients, ...rest } = acmeSetup();
	const [tom, acme] = [staff?.tom, clients["acme-dental"]];
	if (!tom || !acme) throw new Error("no Tom or no Acme");
	return {
		...rest,
		staff: { tom: { ...tom, roles: ["technician", "owner"] } },
		clients: { "acme-dental": { ...acme, policy } },
	};
};

let world: World;
let tom: Reader;
let ada: Reader;
let dana: Reader;
let run: string;

beforeAll(async () => {
	world = await startWorld({ setup: setup() });
	const [adaHere, tomHere, danaHere] = ["ada", "tom", "dana"].map((who) => world.person(who)) as [
		Person,
		Person,
		Person,
	];
	const session = await ask(world);
	const file = { name: "patient.txt", base64: Buffer.from(`${name}\n`).toString("base64") };
	await danaHere.say(channel, `it is about ${name}`, session.ts, [file]);
	const card = await propose(world, session, { command: "echo output", changes: "prints", before: "true" });
	await adaHere.press(card, "Approve");
	await adaHere.until("the end", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && textOf(one).includes("exit 0")),
	);
	const done = await planCard(adaHere, session, "prints");
	ada = await signIn(world, adaHere, done);
	tom = await signIn(world, tomHere, await planCard(tomHere, session, "prints"));
	dana = await signIn(world, danaHere, await danaHere.message("Caisey session"));
	run = await ada.run("command");
	const kept = async () => expect(await ada.text("transcript.json")).toContain("patient.txt");
	await vi.waitFor(kept, { timeout: patience, interval: 200 });
});
afterAll(() => world?.stop());

/** The page of what `by` finds, once everything is indexed. */
const found = (by: Reader, text: string): Promise<string> =>
	vi.waitFor(
		async () => {
			const address = `${world.workerUrl}/search?${new URLSearchParams({ q: text })}`;
			const page = await (await fetch(address, { headers: { cookie: by.cookie } })).text();
			expect(page).not.toContain('class="incomplete"');
			return page;
		},
		{ timeout: patience, interval: 200 },
	);

/** Everything that search indexes hold, read from their files. */
const indexedBlocks = (): string[] =>
	inStorage(world, (database) =>
		rowsOf(database, "blocks").flatMap(({ packed }) =>
			packed instanceof Uint8Array ? [inflateRawSync(packed).toString()] : [],
		),
	).flat();

const verified = async () => {
	const { ok, checks } = await ada.json<{ ok: boolean; checks: { ok: boolean; detail: string }[] }>("verify");
	expect(checks.filter((check) => !check.ok)).toEqual([]);
	expect(ok).toBe(true);
};

/** The number of the event whose entry on the page says this. */
const eventSaying = async (text: string): Promise<string> => {
	const { events } = await ada.json<{ events: { seq: number; payload: string | null }[] }>("transcript.json");
	const found = events.find(({ payload }) => payload?.includes(text));
	if (!found) throw new Error(`no event says ${text}`);
	return `event:${found.seq}`;
};

/** Asks in the browser; resolves with the request's id. */
const asked = async (by: Reader, what: string[], reason: string): Promise<string> => {
	const answer = await by.post("erasures", [
		...what.map((one): [string, string] => ["what", one]),
		["reason", reason],
	]);
	if (answer.status !== 303) throw new Error(`${answer.status} ${await answer.text()}`);
	return answer.headers.get("location")?.split("#")[1] as string;
};
const answered = async (by: Reader, erasure: string, answer: string) => {
	const response = await by.post(`erasures/${erasure}`, [["answer", answer]]);
	return { status: response.status, page: await response.text() };
};
const told = (who: string, ...texts: string[]): Promise<ClientMessage> =>
	world
		.person(who)
		.until(`a direct message with ${texts.join(" and ")}`, ({ messages }) =>
			messages.find(
				(one) => one.channel.startsWith("D") && texts.every((text) => textOf(one).includes(text)),
			),
		);

test("a search finds what people wrote, attached and printed, and leads there", async () => {
	await vi.waitFor(
		async () => expect(await found(dana, name.slice(0, 12))).toContain(`<mark>${name.slice(0, 12)}</mark>`),
		{
			timeout: patience,
			interval: 200,
		},
	);
	const { events } = await ada.json<{ events: { seq: number; payload: string | null }[] }>("transcript.json");
	const said = events.find(({ payload }) => payload?.includes(`it is about ${name}`));
	expect(await found(dana, "IT IS ABOUT")).toContain(`href="${dana.path}#e${said?.seq}"`);
	expect(await found(ada, "patient.t")).toContain("<mark>patient.t</mark>xt");
	await vi.waitFor(async () => expect(await found(ada, "outpu")).toContain(`#${run}.stdout.0"`), {
		timeout: patience,
		interval: 200,
	});
	expect(await found(ada, "not said at all")).toContain("Nothing says");
	expect((await fetch(`${world.workerUrl}/search?q=about`)).status).toBe(401);
});

/** A copy that was published: its link. */
let shared = "";
const passcode = "correct horse";
const opened = async (given: string) => {
	const headers = { origin: new URL(world.workerUrl).origin };
	const answer = await fetch(shared, {
		method: "POST",
		headers,
		body: new URLSearchParams({ passcode: given }),
	});
	return { status: answer.status, page: await answer.text() };
};

test("a copy is shared behind a link and a passcode, which open it without a sign-in; the log has both", async () => {
	const look = await (await tom.post("share", [["words", "born 1980"]])).text();
	const draft = /\/share\/(h_[0-9a-z]+)\/publish/.exec(look)?.[1] ?? "";
	const terms: [string, string][] = [
		["passcode", passcode],
		["days", "1"],
	];
	const done = await (await tom.post(`share/${draft}/publish`, terms)).text();
	shared = /<code class="link">([^<]*)</.exec(done)?.[1] ?? "";
	const door = await (await fetch(shared)).text();
	expect(door).toContain("Enter the passcode");
	expect(door).not.toContain("Jane");
	expect((await opened("guess guess")).status).toBe(403);
	const { status, page } = await opened(passcode);
	expect([status, page.includes("Jane Roe"), page.includes("born 1980")]).toEqual([200, true, false]);
	const log = () =>
		fetch(`${world.workerUrl}/audit.csv`, { headers: { cookie: ada.cookie } }).then((answer) =>
			answer.text(),
		);
	for (const line of [
		"Shared,asked to publish a copy",
		"Shared,a copy",
		`someone with the link of ${draft},Opened,a shared copy`,
		"Refused,a shared copy: a wrong passcode",
	])
		await expect.poll(log).toContain(line);
	expect((await dana.post("share", [["words", ""]])).status).toBe(403);
});

test("someone who is neither approver nor owner can't have anything erased; the attempt is recorded", async () => {
	const answer = await dana.post("erasures", [
		["what", `run:${run}`],
		["reason", "I would like that"],
	]);
	expect(answer.status).toBe(409);
	expect(await answer.text()).toContain("only an approver of Acme Dental or the owner");
	expect(await ada.text("transcript.txt")).toContain("tried to have something erased — refused");
});

test("text, attachment and output that the owner wants erased go only when an approver confirms, with both names and the reason", async () => {
	const what = [await eventSaying(`it is about ${name}`), await eventSaying('"attachment"'), `run:${run}`];
	const erasure = await asked(tom, what, "names a patient");
	const message = await told("ada", "Tom Okafor asks you to confirm an erasure", "names a patient");
	const page = await ada.text("");
	for (const one of [
		"Tom Okafor (technician, owner)</bdi> asks to erase for good",
		"names a patient",
		"Nothing is erased unless",
	])
		expect(page).toContain(one);
	const list = async () => (await fetch(world.workerUrl, { headers: { cookie: ada.cookie } })).text();
	await expect.poll(list).toContain("an erasure waits");
	await world.person("ada").home();
	await world.person("ada").until("the erasure on her Home, with all of it", ({ home }) => {
		const text = JSON.stringify(home ?? "");
		const all = [
			"Erasures that wait for you",
			"Acme Dental",
			"Tom Okafor (technician, owner) asks to erase",
			"names a patient",
		];
		return all.every((one) => text.includes(one)) && /Nothing is erased until you confirm it, by /.test(text);
	});
	await world.person("ada").press(message, "Open the transcript");
	await world
		.person("ada")
		.until("a personal link there", ({ messages }) =>
			messages.find((one) => one.onlyYou && one.channel === message.channel && linksOf(one).length > 0),
		);
	expect(await ada.text("transcript.txt")).toContain(name);

	expect(await answered(tom, erasure, "confirm")).toMatchObject({
		status: 409,
		page: expect.stringContaining("confirm an erasure that they asked for themselves"),
	});
	expect((await answered(dana, erasure, "confirm")).status).toBe(409);
	expect(await ada.text("transcript.txt")).toContain(name);

	expect((await answered(ada, erasure, "confirm")).status).toBe(303);
	await expect.poll(list).not.toContain("an erasure waits");
	await world.person("ada").home();
	await world
		.person("ada")
		.until(
			"no erasure on her Home",
			({ home }) => home && !JSON.stringify(home).includes("Erasures that wait"),
		);
	const text = await ada.text("transcript.txt");
	expect(text).not.toContain(name);
	expect(text).toContain("as Tom Okafor (technician, owner) had asked");
	expect(text).toContain("names a patient");
	await vi.waitFor(async () => expect(await ada.text("transcript.json")).not.toContain("Jane"), {
		timeout: patience,
		interval: 100,
	});
	const gone = async () => {
		expect(await found(tom, name.slice(0, 12))).toContain("Nothing says");
		expect(await found(tom, "outpu")).not.toContain(`#${run}.stdout`);
		expect(indexedBlocks().filter((text) => text.includes("Jane"))).toEqual([]);
	};
	await vi.waitFor(gone, { timeout: patience, interval: 200 });
	const ended = async () => expect(await opened(passcode)).toMatchObject({ status: 410 });
	await vi.waitFor(ended, { timeout: patience, interval: 200 });
	expect((await opened(passcode)).page).toContain("something in the session was erased");
	const logged = async () =>
		expect(
			await (await fetch(`${world.workerUrl}/audit.csv`, { headers: { cookie: ada.cookie } })).text(),
		).toContain("Caisey,Shared,a copy ended: something in the session was erased");
	await vi.waitFor(logged, { timeout: patience, interval: 200 });
	const rebuilt = await promisify(execFile)(process.execPath, ["admin/main.ts", "reindex", "acme-dental"], {
		cwd: projectFolder,
		env: {
			...process.env,
			CAISEY_URL: world.workerUrl,
			CAISEY_OWNER_TOKEN: world.secrets.OWNER_TOKEN,
		},
	});
	expect(rebuilt.stdout).toContain("1 session of acme-dental will be read again.");
	await vi.waitFor(
		async () => expect(await found(tom, "please change")).toContain("<mark>please change</mark>"),
		{
			timeout: patience,
			interval: 200,
		},
	);
	await gone();
	const { events } = await ada.json<{ events: { payload: string | null }[] }>("transcript.json");
	const marks = events.flatMap(({ payload }) =>
		payload?.includes('"kind":"erased"') ? [JSON.parse(payload)] : [],
	);
	expect(marks).toHaveLength(3);
	for (const mark of marks)
		expect(mark).toMatchObject({
			actor: { name: "Ada Lindqvist", surface: "browser" },
			body: { reason: "names a patient", asked: { erasure, by: { name: "Tom Okafor" } } },
		});
	await expect(ada.get(`runs/${run}/stdout`)).rejects.toThrow(/410/);
	await told("tom", "Erased in the request “please change something (", "Ada Lindqvist confirmed");
	await verified();
	expect((await answered(ada, erasure, "confirm")).page).toContain("this request is over: confirmed");
});

test("a request for anything that can't be erased is refused, with the reason, and nothing waits", async () => {
	const refused = async (what: string) => {
		const answer = await tom.post("erasures", [
			["what", what],
			["reason", "names a patient"],
		]);
		expect(answer.status).toBe(409);
		return answer.text();
	};
	expect(await refused("event:1")).toContain("requests, plans, decisions and reports of runs stay");
	expect(await refused("event:9999")).toContain("this event doesn&#39;t exist");
	expect(await refused(`run:${run}`)).toContain("it is already erased");
	expect(await refused(`run:${"r_g0123456789abcdef"}`)).toContain("this run doesn&#39;t exist");
	expect(await refused(`record:${await ada.run("before")}:1`)).toContain(
		"record 1 holds nothing that can be erased",
	);
	expect(await tom.text("")).not.toContain("Erasures waiting for an answer");
});

test("some records alone: an approver asks, the owner declines, then confirms; the rest of the output stays", async () => {
	const session = await ask(world);
	const adaHere = world.person("ada");
	const card = await propose(world, session, {
		command: "echo secret; sleep 0.5; echo harmless",
		changes: "prints two",
	});
	await adaHere.press(card, "Approve");
	await adaHere.until("the end", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && textOf(one).includes("exit 0")),
	);
	ada = await signIn(world, adaHere, await planCard(adaHere, session, "prints two"));
	const tomHere = world.person("tom");
	tom = await signIn(world, tomHere, await planCard(tomHere, session, "prints two"));
	const two = await ada.run("command");
	type Records = { records: { n: number; kind: string }[] };
	const { records } = await ada.json<Records>(`runs/${two}/records`);
	const [first] = records.filter(({ kind }) => kind === "stdout");

	const declined = await asked(ada, [`record:${two}:${first?.n}`], "a licence key");
	await told("tom", "Ada Lindqvist asks you to confirm an erasure", "a licence key");
	expect((await answered(tom, declined, "withdraw")).page).toContain(
		"only the person who asked for it can withdraw it",
	);
	expect((await answered(tom, declined, "decline")).status).toBe(303);
	await told("ada", "Tom Okafor declined the erasure");
	expect(await (await ada.get(`runs/${two}/stdout`)).text()).toBe("secret\nharmless\n");

	const withdrawn = await asked(ada, [`record:${two}:${first?.n}`], "a licence key");
	expect((await answered(ada, withdrawn, "withdraw")).status).toBe(303);
	expect((await answered(tom, withdrawn, "confirm")).page).toContain("this request is over: withdrawn");

	const held = await asked(ada, [`record:${two}:${first?.n}`], "a licence key");
	await world.apply(setup({ legalHold: true }));
	expect((await answered(tom, held, "confirm")).page).toContain("under a legal hold");
	await applyConfirmed(world, setup());
	expect((await answered(tom, held, "confirm")).status).toBe(303);
	await vi.waitFor(
		async () => {
			const text = await ada.text("transcript.txt");
			expect(text).toContain("harmless");
			expect(text).not.toMatch(/^ {4}secret/m);
		},
		{ timeout: patience, interval: 100 },
	);
	await expect(ada.get(`runs/${two}/stdout`)).rejects.toThrow(/410/);
	await verified();
});

/** The MSP's own channel. */
const desk = "C0BRIGHT";

/** What all see of our messages that have this text: not what was shown to one person for a moment. */
const saidByUs = (messages: ClientMessage[], text: string): ClientMessage[] =>
	messages.filter((one) => one.user === acme.app.user && !one.onlyYou && textOf(one).includes(text));

test("after an erasure the text is in no table and no message of ours: not of the talk, of a command never proposed, of a question, of cards and notices", async () => {
	const [adaHere, tomHere, danaHere] = ["ada", "tom", "dana"].map((who) => world.person(who)) as [
		Person,
		Person,
		Person,
	];
	const mark = "Zyx4711";
	await applyConfirmed(world, {
		...setup(),
		msp: { name: "Brightside IT", desk: `slack:${acme.id}:${desk}` },
	});
	const called = sessionName(await ask(world));
	const session = await danaHere.until("the session where she asked", ({ messages }) =>
		messages.find((one) => one.channel === channel && one.thread === null && textOf(one).includes(called)),
	);
	await danaHere.say(channel, `${mark} is what she said`, session.ts);
	await tomHere.say(channel, `$ echo ${mark}`, session.ts);
	await tomHere.message("Nothing is proposed yet", mark);
	const changes = "shows before and after";
	// The plan itself stays: so it must not have the mark in it.
	const prints = "printf Zyx; printf 4711";
	const command = `${prints}; eval "$(printf 'ls /Zyx%s 2>/dev/null' 4711)"; true`;
	const steps = { command, changes, before: prints, after: prints, shell: "bash" };
	const card = await propose(world, session, steps);
	await adaHere.press(card, "Ask…");
	await adaHere.submit(await adaHere.dialog("Ask about this change"), { question: `Is it about ${mark}?` });
	await tomHere.message("Ada Lindqvist asks about the change", mark);
	await adaHere.press(card, "Approve");
	await adaHere.message("Done", `${mark} → ${mark}`);
	await adaHere.until("the card with output", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && /Before\s+Zyx4711/.test(textOf(one))),
	);

	// Her question, what he heard of the plan's end, and its card: where she asked, and on the desk. And what Dana said, on the desk.
	await tomHere.until("all that quotes it", ({ messages }) => {
		const quoting = saidByUs(messages, mark).map((one) => one.channel);
		return [channel, desk].every((place) => quoting.filter((one) => one === place).length >= 3);
	});
	ada = await signIn(world, adaHere, await planCard(adaHere, session, changes));
	tom = await signIn(world, tomHere, await planCard(tomHere, session, changes));
	const { events } = await ada.json<{ events: { seq: number; payload: string | null }[] }>("transcript.json");
	const saying = events.filter(({ payload }) => payload?.includes(mark)).map(({ seq }) => `event:${seq}`);
	expect(saying).toHaveLength(3);
	expect(await ada.text("transcript.txt")).toContain("ls returned 2");
	expect(await ada.text(`runs/${await ada.run("command")}/records`)).toContain(`/${mark}`);
	const runs = await Promise.all((["before", "command", "after"] as const).map((phase) => ada.run(phase)));
	const wanted = [...saying, ...runs.map((one) => `run:${one}`)];
	const erasure = await asked(tom, wanted, "names somebody");
	expect((await answered(ada, erasure, "confirm")).status).toBe(303);
	await vi.waitFor(async () => expect(await ada.text("transcript.json")).not.toContain(mark), {
		timeout: patience,
		interval: 100,
	});
	await adaHere.until("the card without output", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && !textOf(one).includes(mark)),
	);
	for (const here of [adaHere, tomHere, danaHere])
		await here.until("no message of ours with it", ({ messages }) => saidByUs(messages, mark).length === 0);
	const { messages } = await tomHere.state();
	for (const place of [channel, desk]) {
		const there = messages.filter((one) => one.channel === place).map(textOf);
		expect(there).toContainEqual(expect.stringMatching(/Ada Lindqvist asks about the change.*\(erased\)/s));
		expect(there).toContainEqual(expect.stringMatching(/Done.*shows before and after/s));
	}
	expect(messages.filter(({ text }) => text === `${mark} is what she said`)).toHaveLength(1);
	expect(await ada.text("transcript.txt")).toContain("programs failed 2 times");
	await told("tom", "Erased in the request “please change something (", "Ada Lindqvist confirmed");

	await world.worker().stop();
	expect(databasesWith(world, mark)).toEqual([]);
	await world.restartWorker();
	await verified();
});
