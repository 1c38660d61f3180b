// Endpoints that were cloned, removed or re-enrolled: nothing runs on them, and people learn why.
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { enrolAgent, startAgent } from "../local/agent.ts";
import { ask, fillIn, propose } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { changes, inStorage, timePasses } from "./world/storage.ts";
import { acmeSetup, startWorld, type World } from "./world/world.ts";

const names = ["CLONED-01", "REMOVED-01", "REENROLLED-01", "BUSY-01"];

let world: World;
beforeAll(async () => {
	world = await startWorld({ setup: setup(names), agents: names });
});
afterAll(() => world?.stop());

/** Tom is the MSP's owner, too. */
const setup = (endpoints: string[]): ReturnType<typeof acmeSetup> => {
	const { staff, ...rest } = acmeSetup(endpoints);
	if (!staff?.tom) throw new Error("no Tom");
	return { ...rest, staff: { tom: { ...staff.tom, roles: ["technician", "owner"] } } };
};

const connected = (name: string) =>
	expect.poll(() => readFileSync(join(world.folder, `agent-${name}.log`), "utf8")).toContain("connected");

test("two agents with one key: both are sent away, the endpoint is quarantined, and nothing can be proposed for it", async () => {
	const session = await ask(world);
	const tom = world.person("tom");
	await connected("CLONED-01");
	const copy = join(world.folder, "clone");
	cpSync(world.stateOf("CLONED-01"), copy, {
		recursive: true,
		filter: (path) => !/(lock|pipes)$/.test(path),
	});
	const clone = startAgent({ state: copy, log: join(world.folder, "clone.log") });
	expect(await Promise.all([clone.ended, world.agent("CLONED-01").ended])).toEqual([
		"exit code 5",
		"exit code 5",
	]);

	const reply = await fillIn(tom, session, {
		command: "echo never",
		endpoints: ["CLONED-01"],
		changes: "nothing",
	});
	expect(JSON.stringify(reply)).toContain("two machines share its key");

	const told = await tom.until("a direct message", ({ messages }) =>
		messages.find(
			(one) => one.channel.startsWith("D") && textOf(one).includes("CLONED-01 of Acme Dental is blocked"),
		),
	);
	expect(textOf(told)).toContain("--reissue <client>/CLONED-01");
	await tom.home();
	await tom.until("it on the Home tab", (state) =>
		JSON.stringify(state).includes("blocked: two machines share its key"),
	);
	const { cookie } = await signIn(world, tom, await tom.message("Caisey session"));
	const page = await (await fetch(world.workerUrl, { headers: { cookie } })).text();
	expect(page).toContain("Blocked: nothing runs there");
});

test("a machine that is cloned during a run ends it in its own time; if its agent is gone, the card says within a minute that no one knows", async () => {
	const ada = world.person("ada");
	const session = await ask(world);
	const copy = join(world.folder, "busy-clone");
	const running = async (changes: string) => {
		const go = join(world.folder, changes);
		const command = `while [ ! -e '${go}' ]; do sleep 0.1; done; echo over`;
		const card = await propose(world, session, { command, endpoints: ["BUSY-01"], changes });
		await ada.press(card, "Approve");
		const says = (text: string) =>
			ada.until(`a card that says ${text}`, ({ messages }) =>
				messages.find((one) => one.ts === card.ts && textOf(one).includes(text)),
			);
		return { says, go: () => writeFileSync(go, "") };
	};
	const [first, second] = [await running("waits"), await running("waits longer")];
	for (const { says } of [first, second]) await says("Running on BUSY-01");
	// Without its database, which may change while it is copied.
	const filter = (path: string) => !/(lock|pipes|\.db.*)$/.test(path);
	cpSync(world.stateOf("BUSY-01"), copy, { recursive: true, filter });
	const clone = startAgent({ state: copy, log: join(world.folder, "busy-clone.log") });
	expect(await clone.ended).toBe("exit code 5");
	await first.says(
		"On BUSY-01: blocked, because two machines share its key. What runs there ends in its own time",
	);
	first.go();
	await first.says("Done on BUSY-01");
	await world.agent("BUSY-01").kill();
	const since = Date.now() - 45_000;
	await timePasses(world, 45_000, {}, () =>
		inStorage(world, (database) => changes(database, "endpoint", `UPDATE endpoint SET lost_at = ${since}`)),
	);
	await second.says("On BUSY-01: two machines share its key, and neither reported how this ended");
	second.go();
});

test("only re-enrolling lifts a quarantine: then the endpoint runs again", async () => {
	const ada = world.person("ada");
	const { enrolment } = await world.apply(setup(names), ["acme-dental/CLONED-01"]);
	const token = enrolment.find(({ endpoint }) => endpoint === "CLONED-01")?.token as string;
	const stillOut = startAgent({
		state: world.stateOf("CLONED-01"),
		log: join(world.folder, "still-out.log"),
	});
	expect(await stillOut.ended).toBe("exit code 5");
	await enrolAgent({ url: world.workerUrl, token, state: world.stateOf("CLONED-01"), replace: true });
	world.runAgent("CLONED-01");
	const session = await ask(world);
	const card = await propose(world, session, {
		command: "echo back again",
		endpoints: ["CLONED-01"],
		changes: "says that it is back",
	});
	await ada.press(card, "Approve");
	await ada.until("the end", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && textOf(one).includes("exit 0")),
	);
});

test("an endpoint that was taken out of the set-up file: its agent is sent away, and an approved plan is not run", async () => {
	const ada = world.person("ada");
	const trace = join(world.folder, "removed");
	const session = await ask(world);
	const card = await propose(world, session, {
		command: `touch '${trace}'`,
		endpoints: ["REMOVED-01"],
		changes: "leaves a trace",
	});
	await world.apply(setup(["CLONED-01", "REENROLLED-01"]));
	expect(await world.agent("REMOVED-01").ended).toBe("exit code 5");
	await ada.press(card, "Approve");
	await ada.until("the end", ({ messages }) =>
		messages.find(
			(one) => one.ts === card.ts && /no longer allowed|not run|nothing was run/i.test(textOf(one)),
		),
	);
	expect(existsSync(trace)).toBe(false);
});

test("a re-enrolled endpoint doesn't run what was approved for the old one, and the people who wait learn why", async () => {
	const ada = world.person("ada");
	const trace = join(world.folder, "again");
	await world.agent("REENROLLED-01").stop();
	const session = await ask(world);
	const card = await propose(world, session, {
		command: `touch '${trace}'`,
		endpoints: ["REENROLLED-01"],
		changes: "leaves another trace",
	});
	await ada.press(card, "Approve");
	await ada.until("the approval", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && textOf(one).includes("Approved")),
	);
	const { enrolment } = await world.apply(setup(["CLONED-01", "REENROLLED-01"]), [
		"acme-dental/REENROLLED-01",
	]);
	const token = enrolment.find(({ endpoint }) => endpoint === "REENROLLED-01")?.token as string;
	await enrolAgent({ url: world.workerUrl, token, state: world.stateOf("REENROLLED-01"), replace: true });
	world.runAgent("REENROLLED-01");
	await ada.until("the end", ({ messages }) =>
		messages.find(
			(one) => one.ts === card.ts && /no longer allowed|not run|nothing was run/i.test(textOf(one)),
		),
	);
	expect(existsSync(trace)).toBe(false);
	await expect(
		enrolAgent({ url: world.workerUrl, token, state: join(world.folder, "again") }),
	).rejects.toThrow(/already used/);
});

test("the console lists them as they are, the removed one too, with their sessions and environments", async () => {
	const tom = world.person("tom");
	const { cookie } = await signIn(world, tom, await tom.message("Caisey session"));
	const get = async (path: string) =>
		(await fetch(`${world.workerUrl}${path}`, { headers: { cookie } })).text();
	let list = "";
	const state = (name: string) =>
		new RegExp(`>${name}</bdi>[\\s\\S]*?<span class="state \\w+">([^<]+)`).exec(list)?.[1];
	// What wasn't run was said while the new one's agent still started.
	const states = async () => {
		list = await get("/machines");
		return [state("REENROLLED-01"), state("REMOVED-01")];
	};
	await expect.poll(states).toEqual(["online", "removed"]);
	const [, client = ""] = /\/machines\/(c_[0-9a-z]+)\/CLONED-01/.exec(list) ?? [];
	const removed = await get(`/machines/${client}/REMOVED-01`);
	for (const said of ["What the machine said of itself", "leaves a trace", "Removed", "front desk"])
		expect(removed).toContain(said);
	const again = await get(`/machines/${client}/REENROLLED-01`);
	expect(again).toContain("another machine, or another key, took its place");
	const environment = await get(`/machines/${client}/CLONED-01/environment`);
	expect(environment).toMatch(
		/<a href="\/s\/s_[0-9a-z]+#r_[0-9a-z]+">[\s\S]*No earlier run is known to compare it with/,
	);
});
