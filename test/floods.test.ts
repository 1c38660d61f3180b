// Floods: what is made up makes nothing, what is too much is answered and counted, and no one else waits for it.
import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { actions } from "../cards/model/actions.ts";
import { newId } from "../protocol/ids.ts";
import { deliver, pressBody } from "./world/forged/requests.ts";
import { ask, fillIn, propose } from "./world/people/acts.ts";
import { applyConfirmed } from "./world/people/changes.ts";
import { textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { audit, checkedOutside, entries, refusals } from "./world/record.ts";
import { acmeSetup, channel, startWorld, type World } from "./world/world.ts";

let world: World;
beforeAll(async () => {
	world = await startWorld({ vars: { QUOTA_TIMES: "1" } });
});
afterAll(() => world?.stop());

const databases = (): string[] =>
	readdirSync(join(world.folder, "worker"), { recursive: true, encoding: "utf8" })
		.filter((path) => path.endsWith(".sqlite"))
		.toSorted();
/** Sessions that hold anything: here, each object that is asked gets a file. */
const filled = (): string[] =>
	databases().filter((path) => {
		if (!path.includes("Session/")) return false;
		const db = new DatabaseSync(join(world.folder, "worker", path), { readOnly: true });
		const tables = db.prepare("SELECT name FROM sqlite_master WHERE name NOT GLOB '_cf_*'").all();
		db.close();
		return tables.length > 0;
	});
const get = async (path: string, init: RequestInit = {}): Promise<number> =>
	(await fetch(`${world.workerUrl}${path}`, { redirect: "manual", ...init })).status;
const command = (team: string, user: string, n: string, text = `flood ${n}`): string =>
	new URLSearchParams({
		command: "/caisey",
		text,
		team_id: team,
		channel_id: "C0ACME",
		channel_name: "acme-dental",
		user_id: user,
		user_name: user.toLowerCase(),
		trigger_id: `flood.${n}`,
		response_url: "https://example.invalid/none",
		api_app_id: "A0CAISEY",
	}).toString();

test("a hundred requests that name clients, endpoints, runs and links that there aren't make no database", async () => {
	const before = databases();
	const made = (kind: "client" | "endpoint" | "run" | "session") => newId(kind, "none");
	const token = () => `${made("client")}.${randomBytes(32).toString("base64url")}`;
	const enroll = {
		v: 1,
		key: randomBytes(32).toString("base64"),
		inventory: {
			...{ hostname: "h", os: "o", arch: "a", agentVersion: "0", user: "u", elevated: false },
			...{ loggedOn: [], shells: [], bootId: "b" },
		},
	};
	const statuses = await Promise.all(
		Array.from({ length: 20 }, () => [
			get("/agent/enroll", { method: "POST", body: JSON.stringify({ ...enroll, token: token() }) }),
			get(`/agent/${made("endpoint")}/control`),
			get(`/agent/${made("endpoint")}/runs/${made("run")}/data`),
			get(`/sign-in/${token()}`),
			get(`/s/${made("session")}`),
		]).flat(),
	);
	expect(new Set(statuses)).toEqual(new Set([403, 404, 401, 410]));
	expect(databases()).toEqual(before);
});

test("commands of a workspace that no one set up make no database", async () => {
	const before = databases();
	const answers = await Promise.all(
		Array.from({ length: 20 }, (_, n) => [
			deliver(world, command(`T0STRANGE${n}`, "U0EVE", `strange ${n}`)),
			deliver(world, command(`T0ALONE${n}`, "U0EVE", `alone ${n}`, "")),
		]).flat(),
	);
	expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
	expect(databases()).toEqual(before);
});

test("forty requests of one person open twenty sessions, say until when, and are counted; another's opens at once", async () => {
	const dana = world.person("dana");
	const begun = performance.now();
	await Promise.all(Array.from({ length: 40 }, (_, n) => dana.say(channel, `/caisey flood ${n}`)));
	/** One more comes back each minute, as a busy machine has time to see. */
	const most = 20 + Math.floor((performance.now() - begun) / 60_000);
	const [refused, opened] = await dana.until("the answers", ({ messages }) => {
		const refused = messages.filter((one) => one.onlyYou && textOf(one).includes("many new requests"));
		const opened = messages.filter((one) => !one.thread && textOf(one).includes("Caisey session"));
		return refused.length + opened.length === 40 && ([refused, opened] as const);
	});
	expect(opened.length).toBeGreaterThanOrEqual(20);
	expect(opened.length).toBeLessThanOrEqual(most);
	expect(refused.map(textOf)).toContainEqual(
		expect.stringMatching(/Please try again after \d\d:\d\d:\d\d UTC/),
	);
	const log = await audit(world);
	expect(log.filter((line) => line.includes("too-many"))).toHaveLength(refused.length);
	await world.person("ada").say(channel, "/caisey from someone else");
	await dana.message("Caisey session", "from someone else");
});

test("made-up sessions, asked for by someone who is signed in, store nothing", async () => {
	const ada = world.person("ada");
	await ada.say(channel, "/caisey to sign in");
	const me = await signIn(world, ada, await ada.message("Caisey session", "to sign in"));
	const origin = new URL(world.workerUrl).origin;
	const send = (path: string, fields: Record<string, string>) =>
		get(path, {
			method: "POST",
			headers: { cookie: me.cookie, origin },
			body: new URLSearchParams(fields),
		});
	const before = filled();
	const made = () => newId("session", "none");
	const look = (path: string) => get(path, { headers: { cookie: me.cookie } });
	const press = pressBody({ by: "ada", action: actions.transcript, value: made(), message: "1.1" });
	expect((await deliver(world, press)).status).toBe(200);
	const statuses = await Promise.all(
		Array.from({ length: 10 }, () => [
			look(`/s/${made()}`),
			look(`/s/${made()}/transcript.json`),
			look(`/search?q=x&session=${made()}`),
			send(`/s/${made()}/erase`, { reason: "x", what: "1" }),
		]).flat(),
	);
	expect(statuses.filter((status) => status >= 500)).toEqual([]);
	expect(new Set(statuses)).toContain(404);
	expect(filled()).toEqual(before);
});

test("a run that prints more than policy allows is stopped by name, and every byte until its end is kept", async () => {
	const given = acmeSetup();
	const acme = given.clients["acme-dental"];
	if (!acme) throw new Error("Acme is missing");
	const runBytes = 100_000;
	await applyConfirmed(world, {
		...given,
		clients: { "acme-dental": { ...acme, policy: { runBytes, runsPerDay: 2 } } },
	});
	const ada = world.person("ada");
	const session = await ask(world, "print a lot", "sam");
	const card = await propose(world, session, {
		command: "head -c 150000 /dev/zero; echo; while :; do sleep 0.1; done",
		changes: "prints",
	});
	await ada.press(card, "Approve");
	const why = "Caisey: a run may print at most 100.0 kB (policy)";
	await ada.until("the end", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && textOf(one).includes(`cancelled by ${why}`)),
	);
	const reader = await signIn(world, world.person("tom"), session);
	expect(await entries(reader, "run.stopped")).toMatchObject([
		{ actor: { name: "Caisey" }, limit: { of: "bytes", most: runBytes } },
	]);
	expect(await entries(reader, "run.ended")).toMatchObject([
		{ end: { outcome: "cancelled" }, stdout: 150_001, agrees: true },
	]);
	expect(await reader.text("transcript.txt")).toContain("this run may print at most 100.0 kB (policy)");
	expect(await reader.json("verify")).toMatchObject({ ok: true });
	expect(await checkedOutside(world, await reader.text("transcript.json"))).toContain("Everything holds.");
	const more = { command: "true", before: "true", after: "true", changes: "more" };
	await fillIn(world.person("tom"), session, more);
	await expect.poll(() => refusals(reader)).toEqual(["Tom Okafor propose too-many"]);
});

test("wrong owner's tokens of one network are heard twenty at once, then one a minute, logged and counted", async () => {
	const headers = { authorization: "Bearer wrong" };
	const statuses = await Promise.all(Array.from({ length: 40 }, () => get("/admin/audit", { headers })));
	expect(statuses.toSorted()).toEqual([
		...Array.from({ length: 20 }, () => 401),
		...Array.from({ length: 20 }, () => 429),
	]);
	const right = { authorization: `Bearer ${world.secrets.OWNER_TOKEN}` };
	expect(await get("/admin/audit", { headers: right })).toBe(429);
	const network = { ...right, "CF-Connecting-IP": "2001:db8::7" };
	const log = await fetch(`${world.workerUrl}/admin/audit`, { headers: network });
	const tried = (await log.text()).match(/"someone at [^}]*wrong owner's token[^}]*/g) ?? [];
	expect(tried).toHaveLength(21);
	expect(tried.at(-1)).toContain("21 refusals within a day");
});
