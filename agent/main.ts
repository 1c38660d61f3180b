#!/usr/bin/env node
// caisey-agent: enroll this machine, run its agent, show its state.
import { resolve } from "node:path";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { exactInLine } from "../domain/line.ts";
import { startAgent } from "./agent.ts";
import { approversJson, approversOf, resetApprovers } from "./commands/approvers.ts";
import { enroll } from "./commands/enroll.ts";
import { exitCodes, type Failure, failure, words } from "./commands/failure.ts";
import { statusOf } from "./commands/status.ts";
import { readToken } from "./commands/token.ts";
import { defaultFolder, folderAt } from "./home/folder.ts";
import { defaults } from "./home/settings.ts";
import { onStop } from "./home/signals.ts";
import { troubleOf } from "./home/trouble.ts";
import { agentVersion } from "./home/version.ts";
import { nativeTrouble } from "./windows/native.ts";

type State = { state: string };
type WayOptions = { proxy?: string; ca?: string };
type EnrollOptions = State & WayOptions & { tokenFile?: string; replace: boolean; setAside: boolean };
type RunOptions = State & WayOptions & { spoolLimit: number; outputGrace: number; drainLimit: number };

const state = () => new Option("--state <dir>", "the agent's folder").default(defaultFolder());

const proxy = () =>
	new Option("--proxy <url>", "the proxy to the Worker, or direct; else HTTPS_PROXY and NO_PROXY decide");
const ca = () =>
	new Option(
		"--ca <file>",
		"a PEM file with further certificate authorities, such as your proxy's",
	).argParser((file: string) => resolve(file));
const way = ({ proxy = null, ca = null }: { proxy?: string | null; ca?: string | null }) => ({ proxy, ca });

const number = (text: string): number => {
	if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("Use a whole number.");
	return Number(text);
};

/** Others wrote parts of most lines: nothing in them reaches into the terminal. */
const write = (stream: NodeJS.WriteStream, lines: string[]): void =>
	void stream.write(lines.map((line) => `${exactInLine(line)}\n`).join(""));

const fail = (failure: Failure): void => {
	write(process.stderr, [failure.error]);
	process.exitCode = failure.exit;
};

// A log on a full disk must not end the agent: the line is lost, and the next one is tried again.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

const log = (line: string) => write(process.stderr, [`${new Date().toISOString()} ${line}`]);

const onEnroll = async (url: string, given: string | undefined, options: EnrollOptions) => {
	const { state: path, tokenFile: file, replace, setAside } = options;
	const read = readToken({ given, file });
	if (!read.ok) return fail(read);
	const { token } = read;
	const result = await enroll({
		...{ url, token, folder: folderAt(path), replace, setAside },
		...{ settings: { ...defaults, ...way(options) }, log },
	});
	if (!result.ok) return fail(result);
	const { name, clientName, endpoint } = result.enrolment;
	write(process.stdout, [
		`Enrolled as ${name} of ${clientName} (${endpoint}).`,
		"Now start the agent: caisey-agent run",
	]);
};

const onRun = async (options: RunOptions) => {
	const { spoolLimit, outputGrace: outputGraceMs, drainLimit } = options;
	const settings = {
		...{ ...defaults, ...way(options) },
		...{ spoolLimit, outputGraceMs, drainMs: drainLimit * 1000 },
	};
	const agent = await startAgent(folderAt(options.state), settings, log);
	if (!agent.ok) return fail(agent);
	log(`started as ${agent.runtime}, the agent of ${agent.enrolment.name} (${agent.enrolment.clientName})`);
	const stop = (code: number) => {
		agent.stop();
		process.exit(code);
	};
	onStop(
		() => void agent.drain().then(() => stop(0)),
		() => stop(0),
	);
	await agent.rejected;
	stop(exitCodes.rejected);
};

const onStatus = (options: State) => {
	const status = statusOf(folderAt(options.state));
	if (!status.ok) return fail(status);
	write(process.stdout, status.lines);
};

const onApprovers = (said: ReturnType<typeof approversOf>) => {
	if (!said.ok) return fail(said);
	write(process.stdout, said.lines);
};

/** The code of an error that says that no command works on this machine. */
const unableHere = "caisey.unable-here";

const program = new Command("caisey-agent")
	.description("Runs approved commands on this machine and records everything they print.")
	.version(agentVersion)
	.exitOverride()
	.showHelpAfterError("See caisey-agent --help.")
	.hook("preAction", () => {
		const trouble = nativeTrouble();
		if (trouble === null) return;
		fail(failure("failed", trouble));
		throw new CommanderError(exitCodes.failed, unableHere, trouble);
	});

program
	.command("enroll")
	.description("make this machine an endpoint, with a token from your MSP")
	.argument("<url>", "the Worker's address")
	.argument("[token]", "the single-use token; - or none: read from standard input")
	.option("--token-file <file>", "a file with the token, which no other account sees")
	.addOption(state())
	.addOption(proxy())
	.addOption(ca())
	.option("--replace", "re-enroll with a new key, after delivering the records of earlier plans", false)
	.option("--set-aside", "with --replace: keep those records here if the agent can't deliver them", false)
	.action(onEnroll);
program
	.command("run")
	.description(
		"connect and run approved commands; SIGTERM or Ctrl-C stops it when they have ended, a second one at once",
	)
	.addOption(state())
	.addOption(proxy())
	.addOption(ca())
	.option(
		"--spool-limit <bytes>",
		"how much undelivered output the disk may hold",
		number,
		defaults.spoolLimit,
	)
	.option(
		"--output-grace <ms>",
		"how long to read output after a command has ended",
		number,
		defaults.outputGraceMs,
	)
	.option(
		"--drain-limit <seconds>",
		"how long to wait for running commands when asked to stop",
		number,
		defaults.drainMs / 1000,
	)
	.action(onRun);
program
	.command("status")
	.description("show which endpoint this is and what it is doing")
	.addOption(state())
	.action(onStatus);
const approvers = program
	.command("approvers")
	.description("show whose passkeys decide on this machine")
	.addOption(state())
	.option("--json", "as docs/verify-transcript.mjs takes them", false)
	.action(({ state, json }: State & { json: boolean }) =>
		onApprovers((json ? approversJson : approversOf)(folderAt(state))),
	);
approvers
	.command("reset")
	.description(
		"believe none of them any more, if they are lost: only these passkeys from now on, or those that the Worker names first",
	)
	.argument("[codes...]", "the codes of passkeys, as approvers see them in the console")
	.addOption(state())
	.action((codes: string[], _: State, command: Command) =>
		onApprovers(resetApprovers(folderAt(command.optsWithGlobals<State>().state), codes)),
	);
program.addHelpText(
	"after",
	`
Examples:
  caisey-agent enroll https://caisey.example.com cst_4f0k…   once, with the token from your MSP
  caisey-agent run                                           as a service: see docs/agent.md
  caisey-agent status
  caisey-agent run --state ~/caisey-test                     with its own folder
  caisey-agent approvers reset 1f3c-90ab-44de-0b7e           if approvers' passkeys are lost

Exit codes: 0 success · 1 failure · 2 wrong use · 3 not enrolled · 4 folder in use · 5 rejected by the Worker`,
);

program.parseAsync().catch((thrown: unknown) => {
	if (troubleOf(thrown))
		return fail(failure("failed", `This machine's disk takes nothing more: ${words(thrown)}.`));
	if (!(thrown instanceof CommanderError)) throw thrown;
	if (thrown.code === unableHere) process.exitCode = thrown.exitCode;
	else process.exitCode = thrown.exitCode === 0 ? 0 : exitCodes.usage;
});
