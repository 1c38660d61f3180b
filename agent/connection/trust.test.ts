// A new key of the Worker: the agent follows it if the pinned one vouches for it. Otherwise it refuses and says so.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { grantBytes, grantMessage } from "../../protocol/plan/grant.ts";
import { planBytes } from "../../protocol/plan/plan.ts";
import { statusOf } from "../commands/status.ts";
import type { Folder } from "../home/folder.ts";
import { openStore } from "../record/store.ts";
import { agentFor, enrolWith, removeFolder } from "../testing/agent.ts";
import { type Peer, startPeer } from "../testing/peer.ts";
import { newWorkerKey, type WorkerKey } from "../testing/worker-key.ts";
import { openTrust } from "./trust.ts";

let peer: Peer;
let folder: Folder;
let agent: Awaited<ReturnType<typeof agentFor>> | undefined;
beforeEach(async () => {
	peer = await startPeer();
	folder = await enrolWith(peer);
});
afterEach(async () => {
	agent?.stop();
	agent = undefined;
	await peer.close();
	removeFolder(folder);
	expect(peer.problems).toEqual([]);
});

/** The Worker has another key from the next connection on. */
const change = (to: WorkerKey, ...succession: Peer["state"]["succession"]) => {
	Object.assign(peer.state, { worker: to, succession: [...peer.state.succession, ...succession] });
};
const start = async () => {
	const before = peer.state.hellos.length;
	agent = await agentFor(peer, {}, folder);
	await peer.until(() => peer.state.hellos.length > before);
};
const reconnect = async () => {
	const before = peer.state.hellos.length;
	peer.state.control?.terminate();
	await peer.until(() => peer.state.hellos.length > before);
};
const runs = async () => expect((await peer.run(peer.makePlan("echo obeyed"))).text).toBe("obeyed\n");
/** A grant that this key signed: how the agent refuses it. */
const refusalOf = async (by: WorkerKey) => {
	const plan = peer.makePlan("echo never");
	const bytes = grantBytes({ ...peer.makeGrant(plan, await peer.offer(plan.id)), keyId: by.keyId });
	peer.sendGrant(planBytes(plan), bytes, by.sign(grantMessage(bytes)));
	return (await peer.take("refused", plan.id)).code;
};
const status = () => {
	const told = statusOf(folder);
	return told.ok ? told.lines.join("\n") : told.error;
};
const distrust = () => peer.until(() => peer.heard.find((one) => one.type === "distrusts"));

describe("an agent follows to a new key", () => {
	test("that the old one vouches for, when it is connected; and refuses the old one from then on, also after a restart", async () => {
		await start();
		await runs();
		const [old, next] = [peer.state.worker, newWorkerKey()];
		change(next, old.vouchFor(next));
		await reconnect();
		await runs();
		expect(await refusalOf(old)).toBe("signature");
		agent?.stop();
		await start();
		await runs();
		expect(await refusalOf(old)).toBe("signature");
		expect(status()).toContain(next.keyId);
	});

	test("over several changes that it slept through", async () => {
		const [first, second, third] = [peer.state.worker, newWorkerKey(), newWorkerKey()];
		change(third, first.vouchFor(second), second.vouchFor(third));
		await start();
		await runs();
		expect(await refusalOf(second)).toBe("signature");
	});

	test("and one that was enrolled in between, from where it is", async () => {
		const [first, second, third] = [peer.state.worker, newWorkerKey(), newWorkerKey()];
		change(second, first.vouchFor(second));
		removeFolder(folder);
		folder = await enrolWith(peer);
		await start();
		await runs();
		change(third, second.vouchFor(third));
		await reconnect();
		await runs();
	});
});

describe("an agent doesn't follow to a new key, runs nothing and says why", () => {
	const wrong: [string, string, (old: WorkerKey, next: WorkerKey) => Peer["state"]["succession"]][] = [
		["that nothing vouches for", "does not vouch for it", () => []],
		["that vouches for itself", "does not vouch for it", (_, next) => [next.vouchFor(next)]],
		["in the old one's name", "didn't sign the statement", (old, next) => [next.vouchFor(next, old.key)]],
		["that a stranger vouches for", "does not vouch for it", (_, next) => [newWorkerKey().vouchFor(next)]],
		[
			"that the old one vouches for without the purpose",
			"didn't sign the statement",
			(old, next) => {
				const { statement } = old.vouchFor(next);
				return [{ statement, signature: old.sign(new TextEncoder().encode(statement)) }];
			},
		],
	];
	test.each(wrong)("%s", async (_, words, succession) => {
		const [old, next] = [peer.state.worker, newWorkerKey()];
		change(next, ...succession(old, next));
		await start();
		expect(await distrust()).toMatchObject({ key: next.key, reason: expect.stringContaining(words) });
		expect(await refusalOf(next)).toBe("signature");
		expect(agent?.log.join("\n")).toContain(words);
		expect(status()).toContain(words);
		// The old key is the one that is obeyed still, and the doubt is over when it is back.
		change(old);
		await reconnect();
		await runs();
		expect(status()).not.toContain(words);
	});

	test("back to a replaced key, even if the current one vouches for it", async () => {
		const [old, next] = [peer.state.worker, newWorkerKey()];
		change(next, old.vouchFor(next));
		await start();
		await runs();
		change(old, next.vouchFor(old));
		await reconnect();
		expect(await distrust()).toMatchObject({ reason: expect.stringContaining("which replaced it") });
		expect(await refusalOf(old)).toBe("signature");
	});
});

test("of several changes, all are pinned or none: a crash half-way leaves the old key, and the next connection all of them", () => {
	const [first, second, third] = [newWorkerKey(), newWorkerKey(), newWorkerKey()];
	const succession = [first.vouchFor(second), second.vouchFor(third)];
	const store = openStore(folder.store);
	const trust = openTrust(store, first.key);
	// The disk is full, say, when the second of them is written.
	store.db.exec(
		`CREATE TRIGGER fails BEFORE INSERT ON worker_keys WHEN NEW.key = '${third.key}' BEGIN SELECT RAISE(ABORT, 'no'); END`,
	);
	expect(() => trust.follow(third.key, succession)).toThrow("no");
	expect(trust.pinned()).toBe(first.key);
	store.db.exec("DROP TRIGGER fails");
	expect(trust.follow(third.key, succession)).toEqual({ doubt: null, followed: true });
	store.close();
	const again = openStore(folder.store);
	expect(openTrust(again, first.key).pinned()).toBe(third.key);
	again.close();
});
