// Enrollment and the running agent on a machine whose only way out is a proxy.
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Folder } from "../home/folder.ts";
import { newFolder, removeFolder, resultOf, spawnAgent } from "../testing/agent.ts";
import { makeAuthority, startProxy, startTls, workerName } from "../testing/outside.ts";
import { type Peer, startPeer } from "../testing/peer.ts";

const url = `https://${workerName}`;
const authority = "Acme Web Gateway";

let certificates: string;
let made: ReturnType<typeof makeAuthority>;
let peer: Peer;
let tls: Awaited<ReturnType<typeof startTls>>;
let proxy: Awaited<ReturnType<typeof startProxy>>;
let folder: Folder;
let through: string;
beforeAll(() => {
	certificates = mkdtempSync(join(tmpdir(), "caisey-authority-"));
	made = makeAuthority(certificates, authority);
});
afterAll(() => rmSync(certificates, { recursive: true }));
beforeEach(async () => {
	peer = await startPeer();
	tls = await startTls(made, peer.url);
	proxy = await startProxy(tls.port);
	through = `http://127.0.0.1:${proxy.port}`;
	folder = newFolder();
});
afterEach(async () => {
	await peer.close();
	await proxy.close();
	await tls.close();
	removeFolder(folder);
	expect(peer.problems).toEqual([]);
});

type Env = Record<string, string>;
const spawned = (args: string[], env: Env) => {
	const { PATH = "", HOME = "", NODE_COMPILE_CACHE: compiled } = process.env;
	const own = { PATH, HOME, ...(compiled && { NODE_COMPILE_CACHE: compiled }) };
	return spawnAgent([...args, "--state", folder.path], { env: { ...own, ...env } });
};
const enroll = (env: Env = {}, ...more: string[]) => resultOf(spawned(["enroll", url, "good", ...more], env));
const status = () => resultOf(spawned(["status"], {}));

/** Starts the agent, lets it run a command, and stops it. */
const runs = async (env: Env = {}, ...more: string[]) => {
	peer.state.hellos = [];
	const agent = spawned(["run", ...more], env);
	await peer.until(() => peer.state.hellos.length > 0);
	expect((await peer.run(peer.makePlan("echo through"))).text).toBe("through\n");
	agent.kill("SIGTERM");
	expect((await resultOf(agent)).code).toBe(0);
};

test("what enrolled through HTTPS_PROXY also runs through it when the service lacks the variables", async () => {
	const env = { HTTPS_PROXY: through, NODE_EXTRA_CA_CERTS: made.ca };
	expect(await enroll(env)).toMatchObject({ code: 0, stderr: "" });
	await runs();
	expect(proxy.state.tunnels).toBeGreaterThan(3);
	expect((await status()).stdout).toContain(`Proxy      ${through}\n`);
});

test("--proxy and --ca do the same as the variables, for enroll and for run", async () => {
	expect(await enroll({}, "--proxy", through, "--ca", made.ca)).toMatchObject({ code: 0, stderr: "" });
	await runs();
	await runs({ HTTPS_PROXY: "http://127.0.0.1:1" }, "--proxy", through);
});

test.skipIf(process.platform !== "linux")("the system's own authorities count [Linux]", async () => {
	expect(await enroll({ HTTPS_PROXY: through, SSL_CERT_FILE: made.ca })).toMatchObject({
		code: 0,
		stderr: "",
	});
});

test("a proxy's password is used and kept for this account alone, and shown nowhere", async () => {
	proxy.state.login = "caisey:s3cr&t";
	const refused = await enroll({ HTTPS_PROXY: through }, "--ca", made.ca);
	expect(refused.code).toBe(1);
	expect(refused.stderr).toContain(
		`the proxy ${through} wants another user or password. Set HTTPS_PROXY or --proxy to http://<user>:<password>@`,
	);
	const withPassword = through.replace("//", "//caisey:s3cr%26t@");
	expect(await enroll({ HTTPS_PROXY: withPassword }, "--ca", made.ca)).toMatchObject({ code: 0, stderr: "" });
	await runs();
	expect(statSync(folder.connection).mode & 0o077).toBe(0);
	expect((await status()).stdout).toContain(`Proxy      ${through}\n`);
});

describe("the agent asks with no token, stays unenrolled and says what to set", () => {
	const failed = async (env: Env, words: string[], ...more: string[]) => {
		const { code, stderr } = await enroll(env, ...more);
		expect(code).toBe(1);
		for (const one of [...words, "The token is still valid"]) expect(stderr).toContain(one);
		expect(peer.state.asked).toBe(0);
		expect(existsSync(folder.identity)).toBe(false);
	};
	test("if a proxy re-signs and its authority is unknown", () =>
		failed({ HTTPS_PROXY: through }, [
			`${workerName} shows a certificate by “${authority}”, which this machine doesn't trust`,
			"--ca <file.pem> or NODE_EXTRA_CA_CERTS",
		]));
	test("if no proxy is set", () => failed({}, ["If it needs a proxy, set HTTPS_PROXY or --proxy"]));
	test("if the proxy doesn't answer", () =>
		failed({ HTTPS_PROXY: "127.0.0.1:1" }, [
			"the proxy http://127.0.0.1:1 doesn't answer",
			"Check HTTPS_PROXY",
		]));
	test("if the proxy lets nothing through", () => {
		proxy.state.closed = true;
		return failed({ HTTPS_PROXY: through }, [`lets nothing through to ${workerName}:443 (HTTP 403)`]);
	});
});

test("a token is asked with, but not spent, where no WebSocket comes through; later the same key takes it", async () => {
	peer.state.refuseControl = true;
	const env = { HTTPS_PROXY: through, NODE_EXTRA_CA_CERTS: made.ca };
	const { code, stderr } = await enroll(env);
	expect(code).toBe(1);
	expect(stderr).toContain(`${workerName} opens no WebSocket (HTTP 403)`);
	expect(stderr).toContain("The token is still valid");
	expect(existsSync(folder.identity)).toBe(false);
	const asked = peer.state.agentKey;
	peer.state.refuseControl = false;
	expect((await enroll(env)).code).toBe(0);
	expect(peer.state.agentKey).toBe(asked);
	expect(readFileSync(folder.key, "utf8")).toContain("PRIVATE KEY");
});

test("the log of a running agent says what to set when its proxy is gone", async () => {
	await enroll({}, "--proxy", through, "--ca", made.ca);
	const agent = spawned(["run", "--proxy", "http://127.0.0.1:1"], {});
	if (!agent.stderr) throw new Error("an agent without a log");
	for await (const line of createInterface(agent.stderr))
		if (line.includes("lost the control connection: the proxy http://127.0.0.1:1 doesn't answer")) break;
	agent.kill("SIGTERM");
	await once(agent, "close");
});
