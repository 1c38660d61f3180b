// The agent as it is handed out, on a Windows machine of the tests: enrolled, started and killed there.
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { giveHost, keepHost, ofWindows } from "../../agent/testing/hosts.ts";
import type { Peer } from "../../agent/testing/peer.ts";
import { nativeName } from "../../agent/windows/native-name.ts";
import { type Program, startMachine } from "./machine.ts";
import { parts } from "./tools.ts";
import { onZ } from "./wine.ts";

type Options = {
	/** Where its `C:` stays. */
	c?: string;
	/** Its agent compiles its host, which others otherwise may have done. */
	compiles?: boolean;
};

/** A machine with the agent's two files in a folder of their own. `bundle`: the agent's. */
export const startEndpointMachine = async (bundle: string, { c, compiles = false }: Options = {}) => {
	const machine = await startMachine(c);
	const folder = mkdtempSync(join(tmpdir(), "caisey-installed-"));
	copyFileSync(bundle, join(folder, "caisey-agent.cjs"));
	copyFileSync(join(parts.native(), nativeName("x64")), join(folder, nativeName("x64")));
	const node = onZ(join(parts.node(), "node.exe"));
	const script = onZ(join(folder, "caisey-agent.cjs"));
	const argv = (args: string[]) => ["--disable-warning=ExperimentalWarning", script, ...args];
	const onC = (...path: string[]) => join(machine.c, "drive_c", ...path);
	const hosts = onC("ProgramData", "Caisey", "hosts");
	/** What an agent with these arguments is given: under Wine, compiling it takes longer than most steps. */
	const ready = (args: string[]) => {
		keepHost(hosts, ofWindows);
		const state = args[args.indexOf("--state") + 1]?.split("\\").at(-1) ?? "";
		const own = args.includes("--state") ? onC("ProgramData", state, "hosts") : hosts;
		if (!compiles) giveHost(own, ofWindows);
	};
	return {
		...machine,
		/** `node.exe`, as Windows names it. */
		node,
		/** The folder with the agent's files. */
		folder,
		/** A command of the agent to its end. */
		command: (...args: string[]) => machine.run(node, argv(args)),
		/** Without a console, as a service. */
		startAgent: (...args: string[]) => {
			ready(args);
			return machine.start(node, argv(["run", ...args]), { detached: true });
		},
		/** The same without the account's administrator rights. */
		startUnelevated: (...args: string[]) => {
			ready(args);
			const starter = onZ(join(import.meta.dirname, "inside", "unelevated.ts"));
			return machine.start(node, [starter, onZ(parts.native()), node, ...argv(["run", ...args])], {
				detached: true,
			});
		},
		/** A file on its `C:`, as this system names it. */
		onC,
		async stop() {
			keepHost(hosts, ofWindows);
			await machine.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
};
export type EndpointMachine = Awaited<ReturnType<typeof startEndpointMachine>>;

/** Starts its agent; resolves once it is connected. */
export const connected = async (machine: EndpointMachine, peer: Peer, ...args: string[]) => {
	peer.state.hellos = [];
	return reached(peer, await machine.startAgent(...args));
};

/** Resolves once this agent, which was started with no other, is connected. */
export const reached = async (peer: Peer, agent: Program): Promise<Program> => {
	const gone = agent.ended.then((code) => {
		throw new Error(`The agent ended with ${code}: ${agent.stderr()}`);
	});
	await Promise.race([peer.until(() => peer.state.hellos.length > 0), gone]);
	gone.catch(() => {});
	return agent;
};

/** Names of programs that run there. */
export const programsOn = async (machine: EndpointMachine): Promise<string[]> => {
	const script =
		"Array.from(require('node:child_process').execFileSync('tasklist').toString('utf16le').matchAll(/^\\S+/gm)).join()";
	return (await machine.run(machine.node, ["-p", script])).stdout.trim().toLowerCase().split(",");
};
