// Runs under Wine, in node.exe: starts Windows programs for a test, which it reaches by a port of this machine. Ends with it.
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { connect } from "node:net";
import { Asked, eachLine, type Start, type Told } from "./messages.ts";

const socket = connect(Number(process.argv[2]), "127.0.0.1");
const tell = (told: Told) => socket.write(`${JSON.stringify(told)}\n`);
const started = new Map<number, ChildProcess>();

const start = ({ id, program, args, env, cwd, stdout, stderr, detached }: Start): void => {
	const files = [openSync(stdout, "a"), openSync(stderr, "a")] as const;
	const child = spawn(program, args, {
		...(cwd === null ? {} : { cwd }),
		env: { ...process.env, ...env },
		stdio: ["ignore", ...files],
		windowsHide: true,
		detached,
	});
	for (const file of files) closeSync(file);
	started.set(id, child);
	child.once("error", (error) => tell({ id, error: String(error) }));
	child.once("exit", (code) => tell({ id, code }));
	if (child.pid !== undefined) tell({ id, pid: child.pid });
};

socket.setEncoding("utf8");
socket.on(
	"data",
	eachLine((line) => {
		const asked = Asked.parse(JSON.parse(line));
		if ("kill" in asked) started.get(asked.kill)?.kill("SIGKILL");
		else start(asked);
	}),
);
socket.on("close", () => process.exit(0));
