// The command line as people use it: its messages, the files it leaves, and its exit codes.
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Folder, folderAt } from "./home/folder.ts";
import { enrolWith, newFolder, removeFolder, resultOf, spawnAgent } from "./testing/agent.ts";
import { type Peer, startPeer } from "./testing/peer.ts";

let peer: Peer;
let folder: Folder;

beforeEach(async () => {
	peer = await startPeer();
	folder = newFolder();
});
afterEach(async () => {
	await peer.close();
	removeFolder(folder);
	expect(peer.problems).toEqual([]);
});

const cli = (...args: string[]) => resultOf(spawnAgent(args));
const state = () => ["--state", folder.path];

test("--help shows the commands, examples and exit codes", async () => {
	const { code, stdout } = await cli("--help");
	expect(code).toBe(0);
	expect(stdout).toMatch(/enroll .*<url> \[token\]/);
	expect(stdout).toContain("Examples:");
	expect(stdout).toContain("Exit codes:");
});

test("wrong use exits with 2 and points to the help", async () => {
	for (const args of [["enrol"], ["enroll", "https://x.example"], ["run", "--spool-limit", "much"]]) {
		const { code, stderr } = await cli(...args);
		expect(code).toBe(2);
		expect(stderr).toContain("--help");
	}
});

describe("enroll", () => {
	test("makes a key that only this account can read, and says what to do next", async () => {
		const { code, stdout } = await cli("enroll", peer.url, "good", ...state());
		expect(code).toBe(0);
		expect(stdout).toContain("Enrolled as CLIENT-ACCT-01 of Acme Dental");
		expect(stdout).toContain("caisey-agent run");
		if (process.platform === "win32") return;
		expect(statSync(folder.key).mode & 0o777).toBe(0o600);
		expect(statSync(folder.identity).mode & 0o777).toBe(0o600);
		expect(statSync(folder.path).mode & 0o777).toBe(0o700);
	});

	const refused: [string, string, number, string][] = [
		["an invalid address", "caisey", 2, "caisey isn't an address"],
		["http to another machine", "http://caisey.example.com", 2, "https://"],
		["an address where no one listens", "http://127.0.0.1:1", 1, "Can't reach http://127.0.0.1:1: "],
	];
	test.each(refused)("the agent rejects %s in words and stays unenrolled", async (_, url, exit, words) => {
		const { code, stderr } = await cli("enroll", url, "good", ...state());
		expect(code).toBe(exit);
		expect(stderr).toContain(words);
		expect(existsSync(folder.identity)).toBe(false);
		expect(existsSync(folder.key)).toBe(false);
	});

	test("the agent passes on why the Worker rejects a token", async () => {
		const { code, stderr } = await cli("enroll", peer.url, "spent", ...state());
		expect(code).toBe(1);
		expect(stderr).toContain("rejected the token: this token was used before; ask for a new one");
		expect(existsSync(folder.key)).toBe(false);
	});

	test("an enrolled machine keeps its enrollment; with --replace it gets a new one and keeps the old one aside", async () => {
		await enrolWith(peer, folder);
		const key = readFileSync(folder.key, "utf8");
		const again = await cli("enroll", peer.url, "good", ...state());
		expect(again.code).toBe(1);
		expect(again.stderr).toContain("--replace");
		expect(readFileSync(folder.key, "utf8")).toBe(key);
		expect((await cli("enroll", peer.url, "good", "--replace", ...state())).code).toBe(0);
		expect(readFileSync(folder.key, "utf8")).not.toBe(key);
		const [aside = ""] = readdirSync(folder.path).filter((name) => name.startsWith("replaced-"));
		expect(readFileSync(join(folder.path, aside, "key.pem"), "utf8")).toBe(key);
	});
});

describe("run", () => {
	test("exits with 3 and says how to enroll on an unenrolled machine", async () => {
		const { code, stderr } = await cli("run", "--state", join(folder.path, "none"));
		expect(code).toBe(3);
		expect(stderr).toContain("This machine isn't enrolled");
		expect(stderr).toContain("caisey-agent enroll");
	});

	test("a second agent in the same folder exits with 4 and names the first, until someone kills the first", async () => {
		await enrolWith(peer, folder);
		const first = spawnAgent(["run", ...state()]);
		await peer.until(() => peer.state.hellos.length === 1);
		const second = await cli("run", ...state());
		expect(second.code).toBe(4);
		expect(second.stderr).toContain(`process ${first.pid}`);
		expect((await cli("status", ...state())).stdout).toContain(`running as process ${first.pid}`);
		first.kill("SIGKILL");
		await once(first, "close");
		const third = spawnAgent(["run", ...state()]);
		await peer.until(() => peer.state.hellos.length === 2);
		third.kill("SIGTERM");
		expect((await resultOf(third)).code).toBe(0);
	});

	test("exits with 5 and the reason when the Worker rejects the agent", async () => {
		await enrolWith(peer, folder);
		peer.state.rejection = { type: "rejected", reason: "This endpoint was removed.", retry: false };
		const { code, stderr } = await cli("run", ...state());
		expect(code).toBe(5);
		expect(stderr).toContain("This endpoint was removed.");
	});

	test("spells out what would reach into the terminal, from any source", async () => {
		await enrolWith(peer, folder);
		peer.state.rejection = { type: "rejected", reason: "Removed.\u001b[2J\r\nconnected", retry: false };
		const { stderr } = await cli("run", ...state());
		expect(stderr).toContain("rejected this agent: Removed.⟨U+001B escape⟩[2J ⏎ connected\n");
		expect(stderr).not.toContain("\u001b");
	});

	test.skipIf(process.platform === "win32")(
		"refuses a key that others can read, and says how to fix it [POSIX]",
		async () => {
			await enrolWith(peer, folder);
			const { chmodSync } = await import("node:fs");
			chmodSync(folder.key, 0o644);
			const { code, stderr } = await cli("run", ...state());
			expect(code).toBe(1);
			expect(stderr).toContain(`chmod 600 '${folder.key}'`);
		},
	);
});

test("status says which endpoint this is, and that its agent is not running", async () => {
	await enrolWith(peer, folder);
	const { code, stdout } = await cli("status", ...state());
	expect(code).toBe(0);
	expect(stdout).toContain("CLIENT-ACCT-01 of Acme Dental");
	expect(stdout).toContain(peer.url);
	expect(stdout).toContain("not running");
});

test("every path of a folder is inside it", () => {
	const { path, ...rest } = folderAt("/x");
	for (const inside of Object.values(rest)) expect(inside.startsWith(path)).toBe(true);
});
