// A script as a file on a disk that others filled: it is written in the space that the agent holds back, or its run says why it
// didn't start.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Plan } from "../../protocol/plan/plan.ts";
import { type OnSmallDisk, onSmallDisk } from "../testing/on-small-disk.ts";
import type { Peer } from "../testing/peer.ts";
import { canMakeSmallDisks, newSmallDisk, type SmallDisk } from "../testing/small-disk.ts";

const can = canMakeSmallDisks();
if (!can)
	console.warn(
		"SKIPPED: scripts on full disks (they need root, or sudo without a password, to mount a small one)",
	);
const isRoot = process.getuid?.() === 0;

let on: OnSmallDisk;
let disk: SmallDisk;
let peer: Peer;

beforeEach(async () => {
	if (!can) return;
	on = await onSmallDisk();
	({ disk, peer } = on);
	// No PowerShell makes files, or removes some, beside those of the test.
	writeFileSync(on.folder.hosts, "");
});
afterEach(async () => {
	if (can) await on.close();
});

/** `tmp`: the agent's folder for what other accounts run. */
const start = async (tmp?: string): Promise<void> => {
	on.start({ env: { ...process.env, ...(tmp && { TMPDIR: tmp }) } });
	await peer.until(() => peer.state.hellos.length > 0);
};
const long = `echo cleaning up\n${"# a line of a script that takes more than a page\n".repeat(200)}`;
const run = (choices: Partial<Plan> = {}) => {
	const script = { name: "fix.sh", encoding: "utf-8" as const, arguments: [] };
	return peer.run(peer.makePlan([{ phase: "command", command: long, script }], { cwd: "/", ...choices }));
};
const nobody: Partial<Plan> = { runAs: { kind: "user", name: "nobody" } };
const exited = { outcome: "exited", code: 0 };

test.skipIf(!can)("is written in the space that the agent holds back", async () => {
	await start();
	disk.fill();
	const { text, end } = await run();
	expect({ text, end }).toEqual({ text: "cleaning up\n", end: exited });
	await expect.poll(() => peer.heard).toContainEqual({ type: "disk", state: "full" });
});

test.skipIf(!can)("so is what a step of bash is seen by", async () => {
	await start();
	disk.fill();
	const command = "false; echo x\nfalse; echo y";
	const { run, end } = await peer.run(peer.makePlan(command, { cwd: "/", shell: "bash" }));
	expect(end).toEqual(exited);
	const seen = peer.events(run).flatMap((event) => (event.type === "capture" ? [event.by] : []));
	expect(seen).toEqual(["traps"]);
	const inside = peer.events(run).flatMap((event) => (event.type === "inside" ? event.entries : []));
	expect(inside).toHaveLength(2);
	await expect.poll(() => peer.heard).toContainEqual({ type: "disk", state: "full" });
});

test.skipIf(!can)(
	"where there can be no more files, it says why it didn't start, and so does the machine",
	async () => {
		await start();
		// Those for the first command are there.
		await expect.poll(() => readdirSync(on.folder.pipes)).toHaveLength(2);
		disk.fillFiles();
		const { end } = await peer.run(peer.makePlan("false; echo x", { cwd: "/", shell: "bash" }));
		expect(end).toEqual({
			outcome: "not-started",
			reason: expect.stringMatching(
				/^This machine's disk is full, so the agent could not prepare the process: ENOSPC/,
			),
		});
		await expect.poll(() => peer.heard).toContainEqual({ type: "disk", state: "full" });
	},
);

test.skipIf(!can || !isRoot)("so is one that runs as another user, beside the agent's folder", async () => {
	const tmp = join(disk.path, "tmp");
	mkdirSync(tmp, { mode: 0o777 });
	await start(tmp);
	disk.fill();
	const { text, end } = await run(nobody);
	expect({ text, end }).toEqual({ text: "cleaning up\n", end: exited });
});

test.skipIf(!can || !isRoot)(
	"on another disk, of which the agent holds no space, it says why it didn't start, and the agent goes on",
	async () => {
		const other = newSmallDisk(1);
		try {
			await start(other.path);
			other.fill();
			const { end } = await run(nobody);
			expect(end).toEqual({
				outcome: "not-started",
				reason: expect.stringMatching(
					/^This machine's disk is full, so the agent could not prepare the process: ENOSPC/,
				),
			});
			// The agent's own has room: what is granted at once runs.
			expect((await run()).end).toEqual(exited);
			expect(peer.heard.filter(({ type }) => type === "disk")).toEqual([]);
			other.empty();
			expect((await run(nobody)).end).toEqual(exited);
		} finally {
			other.remove();
		}
	},
);
