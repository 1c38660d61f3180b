// An agent that starts where no file can be made: it waits and says why, instead of dying again and again.
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { grantBytes } from "../../protocol/plan/grant.ts";
import { planBytes } from "../../protocol/plan/plan.ts";
import { resultOf, spawnAgent } from "../testing/agent.ts";
import { type OnSmallDisk, onSmallDisk } from "../testing/on-small-disk.ts";
import type { Peer } from "../testing/peer.ts";
import { canMakeSmallDisks, type SmallDisk } from "../testing/small-disk.ts";
import type { Folder } from "./folder.ts";
import { whyUnopened } from "./trouble.ts";

const can = canMakeSmallDisks();
if (!can)
	console.warn(
		"SKIPPED: disks without files (they need root, or sudo without a password, to mount a small one)",
	);

describe.skipIf(!can)("an agent that starts where no file can be made", () => {
	let on: OnSmallDisk;
	let disk: SmallDisk;
	let peer: Peer;
	let folder: Folder;

	beforeEach(async () => {
		on = await onSmallDisk();
		({ disk, peer, folder } = on);
		// No PowerShell makes files beside those of the test.
		writeFileSync(folder.hosts, "");
	});
	afterEach(() => on.close());

	/** Starts an agent, and keeps what it logs. */
	const start = () => {
		const agent = on.start();
		let log = "";
		agent.stderr?.on("data", (bytes: Buffer) => {
			log += bytes;
		});
		const lines = (about: string) => log.split("\n").filter((line) => line.includes(about));
		return { agent, lines, log: () => log };
	};
	/** It has run and stopped: what it needs is there, as after any restart of a machine. */
	const ranBefore = async () => {
		const { agent } = start();
		await peer.until(() => peer.state.hellos.length > 0);
		await on.end(agent, "SIGTERM");
		peer.state.hellos = [];
	};
	/** What the agent said of its disk, last; it says nothing while there is room. */
	const diskSaid = () =>
		peer.heard.flatMap((message) => (message.type === "disk" ? [message.state] : [])).at(-1) ?? "room";
	const runs = async () => {
		await peer.until(() => peer.state.hellos.length > 0);
		await expect.poll(() => existsSync(folder.reserve)).toBe(true);
		await expect.poll(diskSaid).toBe("room");
		expect((await peer.run(peer.makePlan("echo x", { cwd: "/" }))).text).toBe("x\n");
	};

	test("since there are no inodes, waits, says so once, and goes on when there are some", async () => {
		await ranBefore();
		rmSync(folder.reserve);
		disk.fillFiles();
		const { agent, lines, log } = start();
		await expect.poll(() => lines("waiting for space on this machine's disk: ENOSPC").length).toBe(1);
		// By the next try.
		const tried = performance.now() + 2_500;
		await expect.poll(() => performance.now()).toBeGreaterThan(tried);
		expect(lines("this machine's disk").map((line) => line.replace(/^\S+ /, ""))).toEqual([
			"this machine's disk is full: nothing new starts until there is space",
			expect.stringContaining("waiting for space on this machine's disk: ENOSPC"),
		]);
		disk.emptyFiles();
		await runs();
		expect(agent.exitCode).toBeNull();
		expect(log()).not.toContain("    at ");
	});

	test("since there are no inodes, starts in the place of its reserve, and tells why nothing new runs", async () => {
		await ranBefore();
		disk.fillFiles();
		const { agent, log } = start();
		await peer.until(() => peer.state.hellos.length > 0);
		const plan = peer.makePlan("echo x", { cwd: "/" });
		const grant = peer.makeGrant(plan, await peer.offer(plan.id));
		peer.sendGrant(planBytes(plan), grantBytes(grant));
		expect(await peer.take("refused", plan.id)).toMatchObject({ code: "disk-full" });
		disk.emptyFiles();
		await runs();
		expect(agent.exitCode).toBeNull();
		expect(log()).not.toContain("    at ");
	});

	test("since the disk is read-only, waits, says so once, and goes on when it can write", async () => {
		await ranBefore();
		disk.readOnly(true);
		const { agent, lines, log } = start();
		await expect
			.poll(() => lines("waiting until this machine's disk can be written to: EROFS").length)
			.toBe(1);
		const { code, stdout } = await resultOf(spawnAgent(["status", "--state", folder.path]));
		expect({ code, stdout }).toEqual({
			code: 0,
			stdout: expect.stringMatching(/\nPlans {6}unknown \(EROFS/),
		});
		const reset = await resultOf(spawnAgent(["approvers", "reset", "--state", folder.path]));
		expect(reset.code).toBe(1);
		expect(reset.stderr).toMatch(/^This machine's disk takes nothing more: EROFS[^\n]*\n$/);
		expect(lines("this machine's disk")).toHaveLength(1);
		disk.readOnly(false);
		await runs();
		expect(agent.exitCode).toBeNull();
		expect(log()).not.toContain("    at ");
	});
});

test("a folder that isn't there is no trouble of the disk", () => {
	const thrown = Object.assign(new Error("unable to open database file"), {
		...{ code: "ERR_SQLITE_ERROR", errcode: 14 },
	});
	expect(whyUnopened(thrown, "/no/such/folder/agent.db")).toBe(thrown);
	expect(whyUnopened(thrown, join(import.meta.dirname, "agent.db"))).toBe(thrown);
});
