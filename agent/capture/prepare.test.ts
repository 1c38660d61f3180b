// The agent's host is compiled before anyone needs it, and whoever comes too early hears so. A stand-in for PowerShell takes its time.
import { execFile } from "node:child_process";
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkSteps } from "../preflight/check.ts";
import { agentFor, enrolWith, newFolder, removeFolder } from "../testing/agent.ts";
import { startPeer } from "../testing/peer.ts";
import { prepareHosts } from "./prepare.ts";

const path = process.env.PATH ?? "";
let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "caisey-prepare-"));
	process.env.PATH = `${folder}${delimiter}${path}`;
});
afterEach(() => {
	process.env.PATH = path;
	rmSync(folder, { recursive: true });
});
const pwsh = (script: string): void => {
	writeFileSync(join(folder, "pwsh"), `#!/bin/sh\n${script}\n`);
	chmodSync(join(folder, "pwsh"), 0o755);
};
const onPosix = test.skipIf(process.platform === "win32");
const went = (log: string[], why: string) =>
	expect.poll(() => log).toContain(`what happens inside pwsh can't be seen: ${why}`);

onPosix("an agent that starts compiles its host, behind all else that runs", async () => {
	const [nice, hosts] = [join(folder, "nice"), join(folder, "hosts")];
	pwsh(`ls ${hosts}/*.cs >/dev/null || exit 1
		while [ "$(ps -o ni= -p $$ | tr -d ' ')" != 10 ]; do :; done; touch ${nice}; echo refused; exit 3`);
	const peer = await startPeer();
	const agent = await agentFor(peer, {}, await enrolWith(peer, { ...newFolder(), hosts }));
	await went(agent.log, "refused");
	expect(readFileSync(nice, "utf8")).toBe("");
	agent.stop();
	await peer.close();
	removeFolder(agent.folder);
});

onPosix(
	"a check that the compilation is too slow for says that PowerShell is still being prepared",
	async () => {
		pwsh(`touch ${folder}/begun; while [ ! -e ${folder}/go ]; do sleep 0.05; done; echo refused; exit 3`);
		const folders = { hosts: join(folder, "hosts"), pipes: folder };
		const steps = [{ phase: "command", command: "Get-Date" } as const];
		const asked = { shell: "pwsh", runAs: { kind: "agent" }, cwd: null, steps } as const;
		const log: string[] = [];
		const prepared = prepareHosts(folders.hosts, (line) => log.push(line));
		await expect.poll(() => existsSync(join(folder, "begun"))).toBe(true);
		expect(await checkSteps(folders, asked, 200)).toEqual({
			state: "unable",
			because: "too-slow",
			detail: "still preparing PowerShell, which takes a minute",
		});
		writeFileSync(join(folder, "go"), "");
		await prepared;
		await went(log, "refused");
		expect(await checkSteps(folders, asked, 600_000)).toMatchObject({ because: "failed", detail: "refused" });
	},
);

/** Of a stand-in: where it is to put the host. */
const findMade = `made=$(printf %s "$*" | sed 's/.* //' | base64 -d | tr -d '\\000' | sed -n "s/.*-OutputAssembly '\\([^']*\\)'.*/\\1/p")`;

/** A process that compiles as an agent does, and prints where the host is. */
const compiling = async (hosts: string): Promise<string> => {
	const code = `const { prepareHost } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, "compile.ts")).href)});
		const host = await prepareHost(${JSON.stringify(hosts)}, "pwsh", ${JSON.stringify(join(folder, "pwsh"))});
		console.log(host.ok ? host.path : host.because);`;
	const args = ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", code];
	return (await promisify(execFile)(process.execPath, args)).stdout.trim();
};

onPosix("two processes that compile a host at once both get one that stays", async () => {
	const hosts = join(folder, "hosts");
	// PowerShell makes no file that is there already: each begins once both are here, and reads where to make it.
	pwsh(`${findMade}
		echo "$made" >> ${folder}/makers
		while [ "$(wc -l < ${folder}/makers)" -lt 2 ]; do sleep 0.05; done
		[ "$(sort -u ${folder}/makers | wc -l)" = 2 ] || { echo "$made already exists"; exit 4; }
		echo $$ > "$made"`);
	const paths = await Promise.all([compiling(hosts), compiling(hosts)]);
	for (const path of paths) expect({ path, there: existsSync(path) }).toEqual({ path, there: true });
	expect(readdirSync(hosts).filter((name) => !name.endsWith(".dll"))).toEqual([]);
});

onPosix("what an agent left that was killed while it compiled goes with the next host", async () => {
	const hosts = join(folder, "hosts");
	mkdirSync(hosts);
	const [left, fresh] = [join(hosts, "pwsh-0.new"), join(hosts, "pwsh-1.new")];
	for (const file of [left, fresh]) writeFileSync(file, "");
	utimesSync(left, 0, 0);
	pwsh(`${findMade}
		echo made > "$made"`);
	const path = await compiling(hosts);
	expect(
		readdirSync(hosts)
			.map((name) => join(hosts, name))
			.sort(),
	).toEqual([path, fresh].sort());
});
