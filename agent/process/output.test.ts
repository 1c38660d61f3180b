// What commands put out arrives bit for bit: real shells, a real agent, a real connection.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { Plan } from "../../protocol/plan/plan.ts";
import { agentOfTests } from "../testing/suite.ts";
import { openOutput } from "./output.ts";
import { findShell } from "./shells.ts";

const { peer, agent } = await agentOfTests();
afterEach(() => expect(peer.problems).toEqual([]));

const run = (command: string, choices: Partial<Plan> = {}) => peer.run(peer.makePlan(command, choices));
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe.each(["sh", "bash"] as const)("with %s", (shell) => {
	const cases: [string, string, Buffer, Buffer][] = [
		["no output at all", "true", Buffer.from(""), Buffer.from("")],
		["no newline at the end", "printf 'no newline'", Buffer.from("no newline"), Buffer.from("")],
		[
			"invalid UTF-8",
			"printf '\\377\\376\\300ok'",
			Buffer.from([0xff, 0xfe, 0xc0, 0x6f, 0x6b]),
			Buffer.from(""),
		],
		["NUL bytes", "printf 'a\\000\\000b' >&2", Buffer.from(""), Buffer.from("a\0\0b")],
		[
			"carriage returns and escapes",
			"printf 'a\\r\\nb\\033[0m'",
			Buffer.from("a\r\nb\x1b[0m"),
			Buffer.from(""),
		],
		[
			"/dev/stdout and /dev/stderr opened again",
			"echo o >/dev/stdout; echo e >/dev/stderr",
			Buffer.from("o\n"),
			Buffer.from("e\n"),
		],
		[
			"a command of many lines, quotes and Unicode",
			"cat <<'EOF'\n\"$HOME\" 'ä' 日本 \\ ` !\nEOF",
			Buffer.from("\"$HOME\" 'ä' 日本 \\ ` !\n"),
			Buffer.from(""),
		],
	];
	test.each(cases)("%s", async (_, command, stdout, stderr) => {
		const result = await run(command, { shell });
		expect(result.end).toEqual({ outcome: "exited", code: 0 });
		expect(result.stdout).toEqual(stdout);
		expect(result.stderr).toEqual(stderr);
		expect(result.summary).toMatchObject({
			stdout: { bytes: stdout.length, sha256: sha256(stdout) },
			stderr: { bytes: stderr.length, sha256: sha256(stderr) },
		});
	});
});

test("a million empty lines", async () => {
	const { stdout, run: id } = await run("yes '' | head -n 1000000");
	expect(sha256(stdout)).toBe(sha256(Buffer.alloc(1_000_000, "\n")));
	expect(peer.recorded(id).records.length).toBeLessThan(1_000);
});

/** In a command: waits until the test has seen so many records of output, by `oneByOne`. */
const seen = (count: number | string) => `until [ -e "seen-${count}" ]; do sleep 0.01; done`;

/** Runs a command in the agent's folder, and tells it of each record of output that has come. */
const oneByOne = async (command: string, records: number) => {
	const plan = peer.makePlan(command, { cwd: agent.folder.path });
	const [id = ""] = await peer.start(plan);
	const output = () => peer.recorded(id).records.filter(({ kind }) => kind !== "event");
	for (let count = 1; count <= records; count++) {
		await peer.until(() => output().length >= count);
		writeFileSync(join(agent.folder.path, `seen-${count}`), "");
	}
	const summary = await peer.ended(id);
	for (let count = 1; count <= records; count++) rmSync(join(agent.folder.path, `seen-${count}`));
	return { id, summary, output: output() };
};

test("stdout and stderr keep their order if the agent reads each line before the next", async () => {
	const { output } = await oneByOne(
		`for i in $(seq 1 2 39); do echo o$i; ${seen("$i")}; echo e$i >&2; ${seen("$((i+1))")}; done`,
		40,
	);
	const order = output.map(({ bytes }) => Buffer.from(bytes).toString());
	const odd = Array.from({ length: 20 }, (_, i) => 2 * i + 1);
	expect(order).toEqual(odd.flatMap((i) => [`o${i}\n`, `e${i}\n`]));
	expect(output.map(({ kind }) => kind)).toEqual(odd.flatMap(() => ["stdout", "stderr"]));
});

test("records are numbered from 1: context, identity, started, output, end; their times never go back", async () => {
	const { id, summary } = await oneByOne(`echo a; sleep 0.02; ${seen(1)}; echo b >&2`, 2);
	const { records } = peer.recorded(id);
	expect(records.map(({ n }) => n)).toEqual(records.map((_, i) => i + 1));
	expect(peer.events(id).map(({ type }) => type)).toEqual(["context", "ran-as", "started", "end"]);
	expect(records.map(({ kind }) => kind)).toEqual(["event", "event", "event", "stdout", "stderr", "event"]);
	expect(records.map(({ at }) => at)).toEqual(records.map(({ at }) => at).sort((a, b) => a - b));
	expect(summary.records).toBe(5);
	expect(summary.durationMs).toBeGreaterThan(20);
});

test("a command that reads stdin finds it empty", async () => {
	const { text, end } = await run('cat; read line; echo "read: $? [$line]"');
	expect(text).toBe("read: 1 []\n");
	expect(end).toEqual({ outcome: "exited", code: 0 });
});

test("the exit code is the command's own", async () => {
	expect((await run("exit 42")).end).toEqual({ outcome: "exited", code: 42 });
});

test("the record says if a command ended itself by a signal", async () => {
	expect((await run("kill -9 $$")).end).toEqual({ outcome: "signalled", signal: "SIGKILL" });
});

test("the agent neither waits for nor harms a child that outlives its parent and holds the output", async () => {
	const command = "(until [ -e ended ]; do sleep 0.02; done; echo late; echo alive > survived) & echo early";
	const { run: id, end, text } = await run(command, { cwd: agent.folder.path });
	expect(text).toBe("early\n");
	expect(end).toEqual({ outcome: "exited", code: 0 });
	expect(peer.events(id).map(({ type }) => type)).toEqual([
		"context",
		"ran-as",
		"started",
		"output-held",
		"left",
		"end",
	]);
	const after = await run("touch ended; while [ ! -s survived ]; do sleep 0.02; done; cat survived", {
		cwd: agent.folder.path,
	});
	expect(after.text).toBe("alive\n");
});

test.skipIf(process.platform !== "linux")(
	"a process that the agent can't tell from others is noticed by the output that it holds open",
	async () => {
		const { run: id, end } = await run("setsid env -i /bin/sleep 300 & echo $!");
		onTestFinished(() => void process.kill(Number(peer.bytesOf(id, "stdout")), "SIGKILL"));
		expect(end).toEqual({ outcome: "exited", code: 0 });
		expect(peer.events(id).map(({ type }) => type)).toEqual([
			"context",
			"ran-as",
			"started",
			"output-held",
			"end",
		]);
	},
);

test.skipIf(process.platform === "win32")(
	"a process that the agent may not end is named where a cancel can't end it [POSIX]",
	async () => {
		const plan = peer.makePlan("echo $$; exec sleep 300");
		const [id = ""] = await peer.start(plan);
		await peer.until(() => peer.bytesOf(id, "stdout").length > 0);
		const kill = vi.spyOn(process, "kill").mockImplementation(() => {
			throw Object.assign(new Error("kill EPERM"), { code: "EPERM" });
		});
		const pid = Number(peer.bytesOf(id, "stdout"));
		try {
			peer.send({ type: "cancel", plan: plan.id, by: "Ada" });
			expect((await peer.ended(id)).end).toEqual({ outcome: "cancelled", by: "Ada" });
		} finally {
			kill.mockRestore();
			process.kill(pid, "SIGKILL");
		}
		expect(peer.events(id).at(-2)).toEqual({ type: "left", v: 1, processes: [pid] });
	},
);

test.skipIf(process.platform !== "linux")(
	"a child that floods after its parent has ended costs the agent next to nothing",
	async () => {
		const { run: id } = await run("yes & echo $!");
		const pid = Number(peer.bytesOf(id, "stdout").toString().match(/\d+/)?.[0]);
		onTestFinished(() => void process.kill(pid, "SIGKILL"));
		const written = () => Number(readFileSync(`/proc/${pid}/io`, "latin1").match(/wchar: (\d+)/)?.[1]);
		/** Bytes of the flood, and microseconds of CPU of this process, which is the agent: in a millisecond. */
		const looked = async () => {
			const [before, cpu, since] = [written(), process.cpuUsage(), performance.now()];
			await delay(400);
			// A busy machine comes back late.
			const ms = performance.now() - since;
			const { user, system } = process.cpuUsage(cpu);
			return { bytes: (written() - before) / ms, cpu: (user + system) / ms };
		};
		const looks = [await looked(), await looked(), await looked()];
		const least = (of: "bytes" | "cpu") => Math.min(...looks.map((look) => look[of]));
		expect(least("bytes")).toBeLessThan(4_000);
		// All else that this process does meanwhile ends within one look or another.
		expect(least("cpu")).toBeLessThan(100);
	},
);

test("the agent reads output that waits in the pipes, however late it comes to it", async () => {
	const read: string[] = [];
	const output = await openOutput(agent.folder.path, null, {
		output: (stream, bytes) => read.push(`${stream}: ${Buffer.from(bytes)}`),
		hasRoom: () => true,
		onRoom: () => () => {},
	});
	// Nothing is read meanwhile: this process waits for that one.
	spawnSync("sh", ["-c", "echo out; echo err >&2"], { stdio: ["ignore", ...output.stdio] });
	output.handedOver();
	const held = output.isHeld(10);
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
	expect(await held).toBe(false);
	expect(read.toSorted()).toEqual(["stderr: err\n", "stdout: out\n"]);
});

describe.skipIf(process.platform === "win32")("how much was written until now [POSIX]", () => {
	const flooded = async (hasRoom: () => boolean) => {
		const { promise: first, resolve } = Promise.withResolvers<void>();
		const output = await openOutput(agent.folder.path, null, {
			output: (_, bytes) => {
				resolve();
				return bytes.length;
			},
			hasRoom,
			onRoom: () => () => {},
		});
		const flood = spawn("sh", ["-c", "exec yes"], { stdio: ["ignore", ...output.stdio] });
		output.handedOver();
		onTestFinished(() => {
			flood.kill("SIGKILL");
			output.destroy();
		});
		await first;
		return output;
	};

	test("is told while a process goes on writing", async () => {
		const output = await flooded(() => true);
		expect((await output.soFar()).stdout).toBeGreaterThan(0);
	});

	test("is told at once where nothing more is recorded", async () => {
		const output = await flooded(() => true);
		output.discard();
		await output.soFar();
		output.destroy();
		await output.soFar();
	});

	test("is told of a pipe that was closed while there was no room", async () => {
		const output = await flooded(() => false);
		const told = output.soFar();
		output.destroy();
		await told;
	});
});

test("the environment is recorded with its secrets masked", async () => {
	vi.stubEnv("TEST_API_KEY", "s3cr3t-value-that-stays-here");
	onTestFinished(() => void vi.unstubAllEnvs());
	const { run: id, text } = await run("echo $TEST_API_KEY");
	expect(text).toBe("s3cr3t-value-that-stays-here\n");
	const [context] = peer.events(id);
	expect(context).toMatchObject({
		env: expect.arrayContaining([{ name: "TEST_API_KEY", value: "", masked: true }]),
	});
	expect(JSON.stringify(context)).not.toContain("s3cr3t");
});

test("the context says who, where and by what", async () => {
	const { run: id, text } = await run("ls -d . && id -un && pwd && id -Gn", {
		shell: "bash",
		cwd: agent.folder.path,
	});
	const [, user, cwd, groups] = text.split("\n");
	expect(peer.events(id)[0]).toMatchObject({
		type: "context",
		runtime: agent.runtime,
		user: { name: user, groups: groups?.split(" "), elevated: process.getuid?.() === 0 },
		cwd,
		shell: { name: "bash", path: findShell("bash"), version: expect.stringContaining("bash") },
		executable: { path: expect.stringMatching(/\/ls$/), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
		facts: { umask: process.umask().toString(8).padStart(4, "0") },
	});
});

test("a step in a missing working directory doesn't start, and says why", async () => {
	const { end, summary } = await run("echo never", { cwd: "/no/such/place" });
	expect(end).toEqual({ outcome: "not-started", reason: expect.stringContaining("/no/such/place") });
	expect(summary.durationMs).toBeNull();
});

test("ten plans at once, each with its own output", async () => {
	const results = await Promise.all(
		Array.from({ length: 10 }, (_, i) => run(`for j in 1 2 3; do echo ${i}; sleep 0.02; done`)),
	);
	expect(results.map(({ text }) => text)).toEqual(results.map((_, i) => `${i}\n`.repeat(3)));
});

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn("SKIPPED: running as another user (this needs root)");

test.skipIf(!isRoot)(
	"as root: a step runs as another user, with that user's groups and home [needs root]",
	async () => {
		const {
			run: id,
			text,
			end,
		} = await run("id -un; id -Gn; echo $HOME $USER; echo ok > /dev/stderr", {
			runAs: { kind: "user", name: "nobody" },
			cwd: "/",
		});
		expect(end).toEqual({ outcome: "exited", code: 0 });
		const [name, groups, variables] = text.split("\n");
		expect(name).toBe("nobody");
		expect(variables).toMatch(/^\S+ nobody$/);
		expect(peer.events(id)[0]).toMatchObject({
			user: { name: "nobody", groups: groups?.split(" "), elevated: false },
		});
	},
);
