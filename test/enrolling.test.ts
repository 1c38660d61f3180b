// An enrollment token is spent by the first machine whose agent connects, and by no other.
import { readFileSync, renameSync, rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startAgent } from "../agent/agent.ts";
import { folderAt, makeFolder } from "../agent/home/folder.ts";
import { prepareEnrolment, writeEnrolment, writeKey } from "../agent/home/identity.ts";
import { newKey } from "../agent/home/keys.ts";
import { defaults } from "../agent/home/settings.ts";
import { takeInventory } from "../agent/machine/inventory.ts";
import { enrolAgent } from "../local/agent.ts";
import { base64 } from "../protocol/bytes.ts";
import { agentPaths, EnrollResponse } from "../protocol/wire.ts";
import { answered, leaveAtOnce } from "./world/forged/closing.ts";
import { endpointIn } from "./world/lines/line.ts";
import { acmeSetup, startWorld, type World } from "./world/world.ts";

const names = ["FIRST-01", "AGAIN-01", "REPLACED-01", "CRASHED-01"];
let world: World;
beforeAll(async () => {
	world = await startWorld({ setup: acmeSetup(names), agents: [] });
});
afterAll(() => world?.stop());

const tokenOf = (name: string) => {
	const issued = world.applied.enrolment.find(({ endpoint }) => endpoint === name);
	if (!issued) throw new Error(`no token for ${name}`);
	return issued.token;
};
/** What an agent asks before it has connected. */
const request = async (token: string, key = newKey()) => {
	const response = await fetch(`${world.workerUrl}/agent/enroll`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ v: 1, token, key: base64(key.raw), inventory: await takeInventory() }),
	});
	return { key, answer: EnrollResponse.parse(await response.json()) };
};
/** Starts the agent that asked; resolves with what the Worker says to it. */
const connect = async ({ key, answer }: Awaited<ReturnType<typeof request>>, at: string) => {
	if (!answer.ok) throw new Error(answer.error);
	const folder = folderAt(world.stateOf(at));
	makeFolder(folder);
	writeKey(folder, key);
	prepareEnrolment(folder);
	const { ok: _, ...found } = answer;
	writeEnrolment(folder, { v: 1, url: world.workerUrl, ...found });
	const said = Promise.withResolvers<string>();
	const agent = await startAgent(folder, defaults, (line) => {
		if (line === "connected" || line.includes("rejected")) said.resolve(line);
	});
	if (!agent.ok) throw new Error(agent.error);
	const words = await said.promise;
	if (words.includes("rejected")) await agent.rejected;
	agent.stop();
	return words;
};

test("a token that one machine asked with stays good for another until the first has connected", async () => {
	const token = tokenOf("FIRST-01");
	const never = await request(token);
	expect(never.answer.ok).toBe(true);
	await enrolAgent({ url: world.workerUrl, token, state: world.stateOf("FIRST-01") });
	expect(await connect(never, "FIRST-01-late")).toContain("another machine has been enrolled here meanwhile");
	await expect(enrolAgent({ url: world.workerUrl, token, state: world.stateOf("THIRD") })).rejects.toThrow(
		"this enrollment token was already used",
	);
});

test("a machine may ask again with its key, before and after it has connected, and is the same endpoint", async () => {
	const token = tokenOf("AGAIN-01");
	const first = await request(token);
	const again = await request(token, first.key);
	expect(again.answer).toEqual(first.answer);
	expect(await connect(again, "AGAIN-01")).toBe("connected");
	expect((await request(token, first.key)).answer).toEqual(first.answer);
	expect((await request(token)).answer).toMatchObject({ ok: false });
});

test("a machine that crashed after it had connected, before it noted that, enrolls again with the same token", async () => {
	const folder = folderAt(world.stateOf("CRASHED-01"));
	const options = { url: world.workerUrl, token: tokenOf("CRASHED-01"), state: folder.path };
	await enrolAgent(options);
	const before = readFileSync(folder.identity, "utf8");
	rmSync(folder.identity);
	await enrolAgent(options);
	expect(readFileSync(folder.identity, "utf8")).toBe(before);
	rmSync(folder.identity);
	renameSync(folder.key, `${folder.key}.new`);
	await enrolAgent(options);
	expect(readFileSync(folder.identity, "utf8")).toBe(before);
});

test("the Worker answers an agent that closes its connection, so that enrolling ends at once", async () => {
	const endpoint = endpointIn(world.stateOf("AGAIN-01"));
	expect(await leaveAtOnce(world, agentPaths.control(endpoint))).toBe(answered);
});

test("the former agent of a re-enrolled endpoint stays until the new one has connected", async () => {
	const state = world.stateOf("REPLACED-01");
	await enrolAgent({ url: world.workerUrl, token: tokenOf("REPLACED-01"), state });
	const former = world.runAgent("REPLACED-01");
	const { enrolment } = await world.apply(acmeSetup(names), ["acme-dental/REPLACED-01"]);
	const token = enrolment.find(({ endpoint }) => endpoint === "REPLACED-01")?.token ?? "";
	const next = await request(token);
	let ended = false;
	void former.ended.then(() => {
		ended = true;
	});
	// Whatever it did to the former agent is done once the same is answered again.
	expect((await request(token, next.key)).answer).toEqual(next.answer);
	expect(ended).toBe(false);
	expect(await connect(next, "REPLACED-01-next")).toBe("connected");
	expect(await former.ended).toBe("exit code 5");
	rmSync(state, { recursive: true });
});
