// Real steps of sh and bash, run with and without what the agent adds: the same bytes and the same end, and what it then knows.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { RunEvent } from "../../protocol/record/records.ts";
import type { Launch } from "../process/launch.ts";
import { findShell } from "../process/shells.ts";
import { armed, crash, unarmed } from "./testing/bash-steps.ts";
import { openTraps } from "./traps.ts";

const pipes = mkdtempSync(join(tmpdir(), 'it\'s a "folder" '));
afterAll(() => rmSync(pipes, { recursive: true }));

const account: Launch["account"] = {
	name: "me",
	id: "1",
	groups: [],
	elevated: false,
	home: "/",
	become: null,
};
const env = { PATH: process.env.PATH ?? "", HOME: "/", LC_ALL: "C" };

const file = { path: "x.sh", bytes: 1, sha256: "", arguments: [] };

type Result = { code: number | null; signal: string | null; stdout: string; stderr: string };
/** Numbers of processes differ from one time to the next. */
const steady = (bytes: Buffer[]) =>
	Buffer.concat(bytes)
		.toString("latin1")
		.replaceAll(/\b\d{3,}\b/g, "N");
const ran = (shell: string, command: string, more: Record<string, string>): Promise<Result> =>
	new Promise((resolve) => {
		const child = spawn(shell, ["-c", command], {
			env: { ...env, ...more },
			cwd: "/",
			stdio: ["ignore", "pipe", "pipe"],
		});
		const [out, err]: [Buffer[], Buffer[]] = [[], []];
		child.stdout.on("data", (bytes: Buffer) => out.push(bytes));
		child.stderr.on("data", (bytes: Buffer) => err.push(bytes));
		child.once("close", (code, signal) =>
			resolve({ code, signal, stdout: steady(out), stderr: steady(err) }),
		);
	});

const seen = async (
	shell: "sh" | "bash",
	command: string,
	some: Partial<Pick<Launch, "account" | "env">> = {},
) => {
	const events: RunEvent[] = [];
	const place = { stdout: 0, stderr: 0 };
	const recording = { event: (one: RunEvent) => void events.push(one) };
	const traps = await openTraps({ pipes, recording }, { shell, command, account, env, ...some });
	traps.announce();
	traps.started({ soFar: async () => place });
	const result = await ran(shell, command, traps.env);
	await traps.ended();
	const failed = events.flatMap((event) =>
		event.type === "inside"
			? event.entries.flatMap((one) =>
					one.what === "native" ? [[one.path, one.code, one.position?.line]] : [],
				)
			: [],
	);
	const capture = events.flatMap((event) => (event.type === "capture" ? [event] : []));
	return { result, failed, capture };
};

const hasBash = findShell("bash") !== undefined;
if (!hasBash) console.warn("SKIPPED: what the agent sees in bash (no bash on PATH)");

describe.skipIf(!hasBash)("bash with a trap", () => {
	test.each(armed)("%j comes out as without one", async (command, ...expected) => {
		const { result, failed, capture } = await seen("bash", command);
		expect(capture.map(({ by }) => by)).toEqual(["traps"]);
		expect(result).toEqual(await ran("bash", command, {}));
		expect(failed).toEqual(expected);
	});

	test("its files are gone afterwards", () => {
		expect(readdirSync(pipes)).toEqual([]);
	});

	test("a child that lives on delays nothing", async () => {
		const folder = mkdtempSync(join(tmpdir(), "caisey-child-"));
		const pid = join(folder, "pid");
		const { failed } = await seen("bash", `sleep 600 >/dev/null 2>&1 & echo $! > '${pid}'; false; exit 0`);
		// It lives still, or there would be none to end.
		process.kill(Number(readFileSync(pid, "utf8")));
		rmSync(folder, { recursive: true });
		expect(failed).toEqual([["false", 1, 1]]);
	});

	test("a loop that fails for ever is recorded up to a bound, and counted", async () => {
		const { failed } = await seen("bash", "for ((i = 0; i < 2500; i++)); do false; done");
		expect(failed).toHaveLength(2_000);
	});

	test("failures that wait for their place are bounded, and the others counted", async () => {
		const events: RunEvent[] = [];
		const recording = { event: (one: RunEvent) => void events.push(one) };
		const command = "for ((i = 0; i < 2500; i++)); do false; done";
		const traps = await openTraps({ pipes, recording }, { shell: "bash", command, account, env });
		const { promise: room, resolve } = Promise.withResolvers<void>();
		let asked = 0;
		traps.started({
			soFar: async () => {
				asked++;
				await room;
				return { stdout: 0, stderr: 0 };
			},
		});
		await ran("bash", command, traps.env);
		const ended = traps.ended();
		resolve();
		await ended;
		expect(asked).toBeLessThanOrEqual(2_000);
		expect(events.flatMap((one) => (one.type === "inside" ? one.entries : []))).toHaveLength(2_000);
		expect(events.at(-1)).toEqual({
			type: "note",
			v: 1,
			text: "500 further failures inside the step were counted, and not recorded.",
		});
	});
});

const because = async (shell: "sh" | "bash", command: string, some = {}) => {
	const { result, failed, capture } = await seen(shell, command, some);
	expect(result).toEqual(await ran(shell, command, {}));
	expect(failed).toEqual([]);
	return capture.flatMap(({ by, unseen }) => [by, ...unseen.map((one) => one.because)]);
};

describe.skipIf(!hasBash)("without a trap", () => {
	test.each(unarmed)("%j runs plainly, and the record says why", async (command, why) => {
		expect(await because("bash", command)).toEqual(["plain", why]);
	});

	test("a single command runs plainly: its exit code is all there is", async () => {
		expect(await because("bash", crash)).toEqual([]);
	});

	test.each(["false; true", "ls /nonexistent; exit 3", "set -e; false; echo x"])(
		"%j runs plainly in sh, which has no such trap",
		async (command) => {
			expect(await because("sh", command)).toEqual([]);
		},
	);

	test("the agent looks at a long script in no time, whatever blanks it is made of", async () => {
		const recording = { event: () => {} };
		// Of this process, whatever else the machine does.
		const start = process.cpuUsage();
		for (const blank of ["\n", " ", "\t", "\r\n", ";", "; "]) {
			const command = `true${blank.repeat(1_048_576 / blank.length)}`;
			(await openTraps({ pipes, recording }, { shell: "bash", command, file, account, env })).letGo();
		}
		expect(process.cpuUsage(start).user).toBeLessThan(4_000_000);
	});

	test.each([
		["#!/bin/bash -E", "plain"],
		["#!/bin/bash -eT", "plain"],
		["#!/bin/bash --debugger", "plain"],
		["#!/bin/bash", "traps"],
		["#!/usr/bin/env -S bash -euo pipefail", "traps"],
	])("a script that begins with %j is watched by %s", async (first, by) => {
		const events: RunEvent[] = [];
		const recording = { event: (one: RunEvent) => void events.push(one) };
		const command = `${first}\nfalse\ntrue\n`;
		const traps = await openTraps({ pipes, recording }, { shell: "bash", command, file, account, env });
		traps.announce();
		traps.letGo();
		expect(events).toMatchObject([{ by }]);
	});

	test("a command that nests too deep to be read runs plainly", async () => {
		const events: RunEvent[] = [];
		const recording = { event: (one: RunEvent) => void events.push(one) };
		const command = `false; ${"(".repeat(60_000)}`;
		const traps = await openTraps({ pipes, recording }, { shell: "bash", command, account, env });
		traps.announce();
		expect({ env: traps.env, events }).toMatchObject({ env: {}, events: [{ by: "plain" }] });
	});

	test("another account, or a startup file that is there already, has none either", async () => {
		const become = { uid: 65_534, gid: 65_534 };
		expect(await because("bash", "false; true", { account: { ...account, become } })).toEqual([
			"plain",
			"it runs as another account, which can't open the agent's channel",
		]);
		expect(await because("bash", "false; true", { env: { ...env, BASH_ENV: "/dev/null" } })).toEqual([
			"plain",
			"this machine already has a startup file for bash (BASH_ENV)",
		]);
	});
});
