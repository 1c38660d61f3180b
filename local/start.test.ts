import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Jar, openJar } from "../test/world/people/jar.ts";
import { throughMicrosoft, throughSlack } from "../test/world/people/sign-in.ts";
import { freePort } from "../test/world/ports.ts";
import { localSetup } from "./apply.ts";
import { projectFolder } from "./child.ts";
import type { State } from "./slack/people/wire.ts";
import { startLocalSlack } from "./slack/server.ts";
import { accounts, user } from "./teams/tenant.ts";
import { start, stopAll } from "./testing/starting.ts";

let folder: string;
let port: number;
/** Someone else's, where the Worker would be. */
const taken = createServer();
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "caisey-start-"));
	port = await freePort();
	await new Promise<void>((done) => taken.listen(port + 10, "127.0.0.1", done));
});
afterAll(async () => {
	await stopAll();
	taken.close();
	return rm(folder, { recursive: true, force: true });
});

const addresses = (output: string) => ({
	slack: /Slack \(local\)\s+(\S+)/.exec(output)?.[1] ?? "",
	teams: /Teams \(local\)\s+(\S+)/.exec(output)?.[1] ?? "",
	worker: /Transcripts\s+(\S+)/.exec(output)?.[1] ?? "",
});

const messages = async (slack: string, channel?: string) => {
	const state = (await (await fetch(`${slack}/client/state?as=dana`)).json()) as State;
	return state.messages.filter((one) => !channel || one.channel === channel).map(({ text }) => text);
};

test("one start brings all of it up beside a port that is taken, a second one in the same folder says so, the next finds what was said", async () => {
	const first = start(folder, port);
	const banner = await first.printed("press Approve");
	expect(banner).toContain("#brightside-desk");
	const { slack, teams, worker } = addresses(banner);
	expect(slack).toBe(`http://localhost:${port}`);
	expect(worker).toBe(`http://localhost:${port + 11}`);
	expect((await fetch(`${worker}/health`)).status).toBe(200);
	expect(await (await fetch(teams)).text()).toContain("<title>");
	const said = { channel: "C0ACME", thread: null, text: "/caisey set LegacyMode to 0", files: [] };
	await fetch(`${slack}/client/say?as=dana`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify(said),
	});
	await expect.poll(() => messages(slack)).toContainEqual(expect.stringContaining("LegacyMode"));
	await expect.poll(() => messages(slack, "C0BRIGHT")).toContainEqual(expect.stringContaining("Acme Dental"));
	await signInWithEach(worker);

	const second = start(folder, port);
	expect(await second.printed("already")).toContain(slack);
	expect(await second.ended).toBe(1);

	first.child.kill("SIGTERM");
	expect(await first.ended).toBe(0);
	await expect(fetch(`${worker}/health`)).rejects.toThrow();
	await expect(fetch(teams)).rejects.toThrow();

	const token = await furtherToken();
	const third = start(folder, port);
	const again = addresses(await third.printed("press Approve"));
	expect(again).toEqual({ slack, teams, worker });
	expect(await messages(slack)).toContainEqual(expect.stringContaining("LegacyMode"));
	await ownerApplies(again.worker, token);
	// Ctrl-C.
	third.interrupt();
	expect(await third.ended).toBe(0);
});

/** Each as someone of the local Slack and Teams, whom the set-up of `npm start` knows: they see the request that was made. */
const signInWithEach = async (workerUrl: string): Promise<void> => {
	const email = accounts.find(({ name }) => name === user.name)?.email ?? "";
	const ways: [name: string, through: (jar: Jar) => Promise<string>][] = [
		["Dana Reyes", (jar) => throughSlack({ workerUrl }, jar, "T0LOCAL1-U0DANA")],
		["Ada Lindqvist", (jar) => throughMicrosoft({ workerUrl }, jar, email)],
	];
	for (const [name, through] of ways) {
		const jar = openJar();
		const page = await jar.open(await through(jar));
		expect([page.status, new URL(page.url).pathname]).toEqual([200, "/"]);
		expect(page.text).toContain(name);
		await expect.poll(async () => (await jar.open(workerUrl)).text).toContain("set LegacyMode to 0");
	}
};

/** Of the app in the local Slack, which must not run. */
const furtherToken = async (): Promise<string> => {
	const nowhere = { workerUrl: () => "http://127.0.0.1:1", signingSecret: "" };
	const slack = await startLocalSlack({ port: 0, folder: join(folder, "slack"), ...nowhere });
	const token = slack.renew();
	await slack.stop();
	return token;
};

/** What `npm run admin -- apply` says to the set-up that is there already, to a wrong one, and to a wish for a new token. */
const ownerApplies = async (worker: string, token: string): Promise<void> => {
	const { OWNER_TOKEN } = JSON.parse(await readFile(join(folder, "secrets.json"), "utf8"));
	const env = {
		...process.env,
		CAISEY_URL: worker,
		CAISEY_OWNER_TOKEN: OWNER_TOKEN,
		SLACK_BOT_TOKEN: token,
	};
	const admin = (file: string, ...more: string[]) =>
		promisify(execFile)(process.execPath, [join("admin", "main.ts"), "apply", file, ...more], {
			cwd: projectFolder,
			env,
		});
	expect((await admin(localSetup, "--dry-run")).stdout).toMatch(
		/^~ workspace slack:T0LOCAL1: its bot token\n[^+~-]*dry run\.\n$/,
	);

	const wrong = join(folder, "wrong.yaml");
	await writeFile(wrong, (await readFile(localSetup, "utf8")).replace("Dana Reyes,", "Dana Reyes, role: x,"));
	await expect(admin(wrong, "--yes")).rejects.toMatchObject({
		code: 1,
		stderr: expect.stringMatching(/line \d+: clients › acme-dental › people › dana › role is an unknown key/),
	});
	await expect(admin(localSetup, "--url", "http://127.0.0.1:1")).rejects.toMatchObject({
		stderr: expect.stringContaining("Can't reach http://127.0.0.1:1: "),
	});

	const changed = join(folder, "changed.yaml");
	await writeFile(changed, (await readFile(localSetup, "utf8")).replace("Sam Roy", "Samira Roy"));
	await expect(admin(changed)).rejects.toMatchObject({
		stdout: expect.stringMatching(/^[~+-] .*Samira Roy/m),
		stderr: expect.stringContaining("--yes"),
	});
	const applied = await admin(changed, "--yes", "--reissue", "acme-dental/CLIENT-ACCT-01");
	expect(applied.stdout).toMatch(new RegExp(`caisey-agent enroll ${worker} \\S+`));
};

test.skipIf(process.platform === "win32")("the secrets are for their user alone", async () => {
	const secrets = join(folder, "secrets.json");
	expect((await stat(secrets)).mode & 0o777).toBe(0o600);
	expect(Object.keys(JSON.parse(await readFile(secrets, "utf8")))).toContain("OWNER_TOKEN");
});
