// An enrollment that is cut off at any point goes on with the same token, and mixes nothing of two endpoints.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isEnrolled } from "../home/identity.ts";
import { readKey } from "../home/keys.ts";
import { agentFor, enrolWith, newFolder, removeFolder, resultOf, spawnAgent } from "../testing/agent.ts";
import { type Peer, startPeer } from "../testing/peer.ts";

let peer: Peer;
beforeEach(async () => {
	peer = await startPeer();
});
afterEach(() => peer.close());

/** Ends the process in place of its nth renaming. */
const cutAt = (n: number): string => {
	const script = `import fs from "node:fs";
		import { syncBuiltinESMExports } from "node:module";
		const rename = fs.renameSync;
		let left = ${n};
		fs.renameSync = (...paths) => (left-- > 0 ? rename(...paths) : process.kill(process.pid, "SIGKILL"));
		syncBuiltinESMExports();`;
	return `--import=data:text/javascript,${encodeURIComponent(script.replaceAll("\n", " "))}`;
};

test("a machine that crashes anywhere in its second enrollment goes on with the key that took the token", async () => {
	let cuts = 0;
	for (let over = false; !over; cuts += 1) {
		const folder = newFolder();
		await enrolWith(peer, folder);
		(await agentFor(peer, {}, folder)).stop();
		const former = { key: readFileSync(folder.key, "utf8"), store: statSync(folder.store).ino };
		const enroll = async (env: NodeJS.ProcessEnv) =>
			resultOf(
				spawnAgent(
					["enroll", peer.url, "good", ...(isEnrolled(folder) ? ["--replace"] : []), "--state", folder.path],
					{ env: { ...process.env, ...env } },
				),
			);
		over = (await enroll({ NODE_OPTIONS: cutAt(cuts) })).stdout.startsWith("Enrolled as");
		const taken = peer.state.agentKey;
		if (!over) expect(await enroll({})).toMatchObject({ code: 0, stderr: "" });

		expect(peer.state.agentKey).toBe(taken);
		const { raw } = readKey(readFileSync(folder.key, "utf8"));
		expect(Buffer.from(raw).toString("base64")).toBe(taken);
		expect(statSync(folder.store).ino).not.toBe(former.store);
		const aside = readdirSync(folder.path).filter((name) => name.startsWith("replaced-"));
		const kept = (name: string) => aside.map((one) => join(folder.path, one, name)).filter(existsSync);
		expect(kept("agent.db").map((path) => statSync(path).ino)).toEqual([former.store]);
		expect(kept("key.pem").map((path) => readFileSync(path, "utf8"))).toEqual([former.key]);
		removeFolder(folder);
	}
	expect(cuts).toBeGreaterThan(5);
	// Each try starts two agents, and all of it is work.
}, 3_600_000);
