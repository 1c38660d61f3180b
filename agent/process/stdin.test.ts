// Who waits to read a step's input: found in the step's own tree, where the system tells at all.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { openStdin, tellsReaders } from "./stdin.ts";

const onLinux = test.skipIf(process.platform !== "linux");
const nobody = { uid: 65_534, gid: 65_534 };

const newFolder = (): string => {
	const folder = mkdtempSync(join(tmpdir(), "caisey-stdin-"));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	return folder;
};

onLinux(
	"a process that waits to read is found below the step's first one, also when its parent has ended [Linux]",
	async () => {
		const stdin = await openStdin(newFolder(), null);
		const child = spawn("sh", ["-c", "(read name; echo $name) 0<&3 & wait", "sh"], {
			stdio: ["ignore", "pipe", "ignore", stdin.fd],
		});
		onTestFinished(() => stdin.close());
		stdin.handedOver();
		const reader = () => stdin.reader(child.pid ?? 0, "r_none");
		const seen = await vi.waitFor(() => reader() ?? Promise.reject(), { timeout: 600_000, interval: 5 });
		const output = child.stdout?.toArray();
		child.kill("SIGKILL");
		await once(child, "exit");
		expect(reader()).toBe(seen);
		stdin.write("Ada");
		expect(String(await output)).toBe("Ada\n");
	},
);

onLinux("the system tells who waits to read [Linux]", async () => {
	expect(await tellsReaders(newFolder(), null)).toBe(true);
});

onLinux(
	"the system tells it also where a machine is so busy that the shell begins late [Linux]",
	async () => {
		const folder = newFolder();
		const [stopped, sh] = [join(folder, "stopped"), join(folder, "sh")];
		writeFileSync(sh, `#!/bin/sh\necho $$ > '${stopped}'\nkill -STOP $$\nexec /bin/sh "$@"\n`, {
			mode: 0o755,
		});
		vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
		onTestFinished(() => void vi.unstubAllEnvs());
		const told = tellsReaders(folder, null);
		const pid = () => (existsSync(stopped) ? Number(readFileSync(stopped, "latin1")) : 0);
		await expect.poll(pid).toBeGreaterThan(0);
		await delay(2_500);
		process.kill(pid(), "SIGCONT");
		expect(await told).toBe(true);
	},
);

onLinux("who tries it gets nothing of the agent's environment but its PATH [Linux]", async () => {
	const folder = newFolder();
	const [seen, sh] = [join(folder, "seen"), join(folder, "sh")];
	writeFileSync(sh, `#!/bin/sh\ntr '\\0' '\\n' < /proc/self/environ > '${seen}'\nexec /bin/sh "$@"\n`, {
		mode: 0o755,
	});
	const path = `${folder}:${process.env.PATH}`;
	vi.stubEnv("PATH", path);
	vi.stubEnv("CAISEY_OF_THE_AGENT", "its own");
	onTestFinished(() => void vi.unstubAllEnvs());
	expect(await tellsReaders(folder, null)).toBe(true);
	const names = readFileSync(seen, "utf8")
		.trim()
		.split("\n")
		.map((line) => line.split("=")[0]);
	expect(names.filter((name) => !ofShell.includes(name ?? ""))).toEqual(["PATH"]);
});

/** What a shell sets itself for what it calls. */
const ofShell = ["PWD", "OLDPWD", "SHLVL", "_"];

test.skipIf(process.platform !== "linux" || process.getuid?.() !== 0)(
	"the agent can't tell who waits to read where the kernel hides other users' processes, though it can read itself [needs root]",
	() => {
		const code = `import { tellsReaders } from ${JSON.stringify(join(import.meta.dirname, "stdin.ts"))};
			const told = [null, ${JSON.stringify(nobody)}].map((owner) => tellsReaders(process.argv[1], owner));
			console.log(JSON.stringify(await Promise.all(told)));`;
		const without = ["--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace", process.execPath];
		const args = [
			...without,
			"--disable-warning=ExperimentalWarning",
			"--input-type=module",
			"-e",
			code,
			newFolder(),
		];
		expect(JSON.parse(execFileSync("setpriv", args, { encoding: "utf8" }))).toEqual([true, false]);
	},
);
