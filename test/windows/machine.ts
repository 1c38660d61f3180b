// A Windows machine for tests: one Wine with a `C:` and a registry of its own, in which programs are started.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newC } from "./c-drive.ts";
import { eachLine, type Start, Told } from "./inside/messages.ts";
import { parts, toolsFolder } from "./tools.ts";
import { onZ, underWine } from "./wine.ts";

type Options = Partial<Pick<Start, "env" | "cwd" | "detached">>;

export type Program = {
	/** As Windows counts them. */
	pid: number;
	/** Its exit code, as Windows has it; null: it was ended. */
	ended: Promise<number | null>;
	stdout: () => Buffer;
	stderr: () => Buffer;
	/** Ends it at once, without what it started. */
	kill: () => void;
};

/** `c`: where its `C:` stays; else it goes with the machine. */
export const startMachine = async (kept?: string) => {
	const files = mkdtempSync(join(tmpdir(), "caisey-windows-"));
	const c = newC(kept ?? mkdtempSync(join(toolsFolder, "machine-")));
	const { socket, wine } = await startInside(c);
	const programs = new Map<number, ReturnType<typeof Promise.withResolvers<number>>>();
	const ends = new Map<number, ReturnType<typeof Promise.withResolvers<number | null>>>();
	socket.setEncoding("utf8");
	socket.on(
		"data",
		eachLine((line) => {
			const told = Told.parse(JSON.parse(line));
			if ("pid" in told) return programs.get(told.id)?.resolve(told.pid);
			if ("code" in told) return ends.get(told.id)?.resolve(told.code);
			programs.get(told.id)?.reject(new Error(told.error));
		}),
	);
	const ask = (asked: object) => socket.write(`${JSON.stringify(asked)}\n`);
	let count = 0;

	/** Resolves once it runs. */
	const start = async (program: string, args: string[], options: Options = {}): Promise<Program> => {
		const id = ++count;
		const [out, err] = [join(files, `${id}.out`), join(files, `${id}.err`)];
		const [running, ended] = [Promise.withResolvers<number>(), Promise.withResolvers<number | null>()];
		programs.set(id, running);
		ends.set(id, ended);
		const asked = { id, program, args, env: {}, cwd: null, detached: false, ...options };
		ask({ ...asked, stdout: onZ(out), stderr: onZ(err) } satisfies Start);
		return {
			pid: await running.promise,
			ended: ended.promise,
			stdout: () => readFileSync(out),
			stderr: () => readFileSync(err),
			kill: () => void ask({ kill: id }),
		};
	};
	/** What a program printed, and its exit code. */
	const run = async (program: string, args: string[], options: Options = {}) => {
		const started = await start(program, args, options);
		const code = await started.ended;
		return { code, stdout: started.stdout().toString(), stderr: started.stderr().toString() };
	};
	/** Ends every program of it, and Wine itself. */
	const stop = async () => {
		const end = underWine({ c, program: "wineserver", args: ["-k"] });
		await once(spawn(end.program, end.args, { env: end.env, stdio: "ignore" }), "exit");
		if (wine.exitCode === null && wine.signalCode === null) await once(wine, "exit");
		const server = readServer(c);
		if (server) rmSync(server, { recursive: true, force: true });
		rmSync(files, { recursive: true, force: true });
		if (kept === undefined) rmSync(c, { recursive: true, force: true });
	};
	return { c, start, run, stop };
};

/** Where its server has its socket. */
const readServer = (c: string): string | undefined => {
	try {
		return join("/tmp", readFileSync(join(c, "wineserver"), "utf8"));
	} catch {
		return undefined;
	}
};

const startInside = async (c: string): Promise<{ socket: Socket; wine: ChildProcess }> => {
	const server = createServer();
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	const port = address !== null && typeof address === "object" ? address.port : 0;
	const script = join(import.meta.dirname, "inside", "main.ts");
	const node = onZ(join(parts.node(), "node.exe"));
	const started = underWine({ c, program: node, args: [onZ(script), String(port)] });
	const wine = spawn(started.program, started.args, { env: started.env, stdio: "ignore" });
	const gone = once(wine, "exit").then(([code]) => {
		throw new Error(`Node didn't start under Wine: exit code ${code}.`);
	});
	const [socket] = await Promise.race([once(server, "connection"), gone]);
	server.close();
	gone.catch(() => {});
	return { socket, wine };
};
