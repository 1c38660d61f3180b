// A change of the Worker's signing key, as docs/deploy.md says to do it, and one that does not do it so.
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectFolder } from "../local/child.ts";
import { newSecrets } from "../local/vars.ts";
import { ask, planCard, propose } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { type Reader, signIn } from "./world/people/console.ts";
import { audit, entries, strays } from "./world/record.ts";
import { acmeSetup, startWorld, type World } from "./world/world.ts";

type Keys = { header: { workerKeys: { keyId: string; key: string }[] } };

const [online, offline] = ["ONLINE-01", "OFFLINE-01"] as const;
let world: World;
let reader: Reader;
beforeAll(async () => {
	world = await startWorld({ setup: acmeSetup([online, offline]), agents: [online, offline] });
	const card = await run(online, "little");
	reader = await signIn(world, world.person("ada"), card);
});
afterAll(() => world?.stop());

const approve = async (endpoint: string, changes: string, command = "echo done") => {
	const ada = world.person("ada");
	const session = await ask(world);
	const card = await propose(world, session, { command, changes, endpoints: [endpoint] });
	await ada.press(card, "Approve");
	return { session, card };
};
/** Runs something there to its end; resolves with its card. */
const run = async (endpoint: string, changes: string) => {
	const ada = world.person("ada");
	const { session, card } = await approve(endpoint, changes);
	await ada.until("the end", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && textOf(one).includes("exit 0")),
	);
	return planCard(ada, session, changes);
};

/** `npm run admin -- new-key`, as the owner types it; resolves with what it said. */
const newKey = async () => {
	const main = join(projectFolder, "admin", "main.ts");
	const env = {
		...process.env,
		CAISEY_URL: world.workerUrl,
		CAISEY_OWNER_TOKEN: world.secrets.OWNER_TOKEN,
	};
	const { stdout } = await promisify(execFile)(process.execPath, [main, "new-key"], {
		env,
		cwd: world.folder,
	});
	return stdout;
};
const keyFiles = () => readdirSync(world.folder).filter((name) => name.startsWith("signing-key-"));

/** The same Worker with the key of the file that `new-key` left, which is then deleted; or with this one. */
const changeKey = async (key?: string): Promise<void> => {
	const [file = ""] = keyFiles();
	await world.worker().stop();
	await world.restartWorker({ SIGNING_KEY: key ?? readFileSync(join(world.folder, file), "utf8") });
	if (!key) rmSync(join(world.folder, file));
};

test("agents follow, one that is online at the change and one that slept through two of them; older transcripts verify", async () => {
	await world.agent(offline).stop();
	for (const time of [1, 2]) {
		expect(await newKey()).toContain("npx wrangler secret put SIGNING_KEY < signing-key-");
		await changeKey();
		await run(online, `after change ${time}`);
	}
	world.runAgent(offline);
	await run(offline, "after both");
	expect(await reader.json("verify")).toMatchObject({ ok: true });
	const { header } = await reader.json<Keys>("transcript.json");
	expect(new Set(header.workerKeys.map(({ key }) => key)).size).toBe(3);
	expect((await strays(world)).filter((one) => one.startsWith("owner new signing key"))).toHaveLength(2);
});

test("no key is announced twice", async () => {
	const { header } = await reader.json<Keys>("transcript.json");
	for (const { key } of header.workerKeys) {
		const { status, body } = await world.owner("/admin/keys", { key });
		expect(status).toBe(422);
		expect(JSON.stringify(body)).toContain("Make a new one");
	}
});

test("agents don't obey a key that no one vouched for: nothing runs, and thread, transcript, audit log and status say why", async () => {
	await changeKey(newSecrets().SIGNING_KEY);
	const mark = join(world.folder, "mark");
	const { session, card } = await approve(online, "never", `touch '${mark}'`);
	const ada = world.person("ada");
	const told = `${online} says that it refused the plan and ran nothing: “The Worker key that this agent obeys`;
	await ada.until("the refusal in the thread", ({ messages }) =>
		messages.find((one) => one.thread === session.ts && textOf(one).includes(told)),
	);
	const refused = await entries(await signIn(world, ada, card), "plan.refused");
	expect(refused.map(({ code }) => code)).toEqual(["signature"]);
	expect(existsSync(mark)).toBe(false);
	expect(await audit(world)).toContainEqual(
		expect.stringContaining(`${online} does not obey the Worker's key`),
	);
	const agent = join(projectFolder, "agent", "main.ts");
	const { stdout } = await promisify(execFile)(process.execPath, [
		agent,
		"status",
		"--state",
		world.stateOf(online),
	]);
	expect(stdout).toContain("which does not vouch for it");
	expect(await reader.json("verify")).toMatchObject({ ok: true });
});
