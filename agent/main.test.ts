// The command line as people use it: what it says, what it leaves behind, and its exit codes.
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
	expect(stdout).toMatch(/enroll .*<url> <token>/);
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
		["an address that is none", "caisey", 2, "not an address"],
		["http to another machine", "http://caisey.example.com", 2, "https://"],
		["a place where nobody listens", "http://127.0.0.1:1", 1, "Could not reach"],
	];
	test.each(refused)("%s is refused, in words, and leaves no enrolment", async (_, url, exit, words) => {
		const { code, stderr } = await cli("enroll", url, "good", ...state());
		expect(code).toBe(exit);
		expect(stderr).toContain(words);
		expect(existsSync(folder.identity)).toBe(false);
		expect(existsSync(folder.key)).toBe(false);
	});

	test("a token that the Worker does not take: its reason is told", async () => {
		const { code, stderr } = await cli("enroll", peer.url, "spent", ...state());
		expect(code).toBe(1);
		expect(stderr).toContain("this token was used before; ask for a new one");
		expect(existsSync(folder.key)).toBe(false);
	});

	test("a machine that is enrolled keeps its enrolment, unless it is to be replaced; then the former one is set aside", async () => {
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
	test("on a machine that is not enrolled exits with 3 and says how to enrol", async () => {
		const { code, stderr } = await cli("run", "--state", join(folder.path, "none"));
		expect(code).toBe(3);
		expect(stderr).toContain("caisey-agent enroll");
	});

	test("a second agent in the same folder exits with 4 and says who has it; the folder is free when the first is killed", async () => {
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

	test("exits with 5 and the reason when the Worker takes it no more", async () => {
		await enrolWith(peer, folder);
		peer.state.rejection = { type: "rejected", reason: "This endpoint was removed.", retry: false };
		const { code, stderr } = await cli("run", ...state());
		expect(code).toBe(5);
		expect(stderr).toContain("This endpoint was removed.");
	});

	test.skipIf(process.platform === "win32")(
		"refuses a key that others can read, and says how to mend it [POSIX]",
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

test("status tells who this endpoint is, and that its agent is not running", async () => {
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
