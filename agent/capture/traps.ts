// Sees commands that fail inside a bash step, by a trap that leaves the step's behaviour as it is. Where that can't be, the step
// runs plainly, and the record says what can't be seen and why. On a full disk it doesn't run so: the agent has space for this.
import { randomUUID } from "node:crypto";
import { constants, openSync, rmSync, writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { counts } from "../../domain/inside.ts";
import type { Plan } from "../../protocol/plan/plan.ts";
import { shebangOf } from "../../protocol/plan/script.ts";
import type { CaptureEvent, InsideEntry } from "../../protocol/record/inside.ts";
import { words } from "../commands/failure.ts";
import { troubleOf } from "../home/trouble.ts";
import { startClock } from "../machine/clock.ts";
import { makeFifos } from "../process/fifos.ts";
import type { Launch } from "../process/launch.ts";
import type { Output } from "../process/output.ts";
import type { Recording } from "../record/recording.ts";
import { isOneCommand, staysInShell } from "./last-command.ts";
import { feedsReads, isRead, tookOwnInput } from "./reads.ts";
import { type Failure, failures, trapFile } from "./trap-file.ts";

export type Traps = {
	/** Goes into the step's environment. */
	env: Record<string, string>;
	/** Records how much can be seen. */
	announce: () => void;
	/** The process has started, and writes to this output. */
	started: (output: Pick<Output, "soFar">) => void;
	/** The process has ended: resolves when all that was reported is recorded. */
	ended: () => Promise<void>;
	/** The process never started. */
	letGo: () => void;
};

type Place = InsideEntry["place"];
/** `pipes`: the agent's own folder for named pipes. */
type Deps = {
	pipes: string;
	recording: Pick<Recording, "event">;
	/** What the plan's steps may ask; missing: nothing. */
	input?: Plan["input"];
};
type Wanted = Pick<Launch, "shell" | "command" | "file" | "account" | "env">;

/** Throws where the disk is full. */
export const openTraps = async (deps: Deps, wanted: Wanted): Promise<Traps> => {
	const { shell, command, file } = wanted;
	// `sh` has no such trap: the context's "plain" says that already, without a row for each run.
	if (shell !== "bash") return plain(deps, null);
	try {
		if (!file && isOneCommand(command)) return plain(deps, null);
		const because = whyNot(wanted);
		return because === null ? await armed(deps, command) : plain(deps, because);
	} catch (thrown) {
		if (troubleOf(thrown) === "full") throw thrown;
		return plain(deps, words(thrown));
	}
};

/** Why a trap would be seen, or change something; null: it does neither. */
const whyNot = ({ command, file, account, env }: Wanted): string | null => {
	if (account.become) return "it runs as another account, which can't open the agent's channel";
	if (env.BASH_ENV !== undefined) return "this machine already has a startup file for bash (BASH_ENV)";
	if (seesTraps.test(command)) return "the step itself works with traps or lists what its shell holds";
	if (file && !(shebangOf(command)?.arguments ?? []).every((one) => harmless.test(one)))
		return "its first line gives bash options that may show a trap, or make it reach further";
	// Only of a command line it does that.
	return file || staysInShell(command) ? null : "bash may hand its process over to the step's last command";
};

/** What shows a trap, the startup file's variables, or makes the trap reach further. */
const seesTraps = new RegExp(
	[
		"\\btrap\\b|\\bBASH_(?:ENV|ARG[CV])\\b|\\bcompgen\\b|\\b(?:errtrace|functrace|extdebug)\\b",
		"\\bset\\s+[-+]\\w*[ET]|\\b(?:declare|typeset|local|export|readonly)\\s+-\\w*p",
		"(?:^|[\\n;|&(])[ \\t]*(?:set|declare|typeset)\\s*(?:$|[\\n;|&)<>])|^[^\\n;|&]*PIPESTATUS",
	].join("|"),
);

/** Options of bash with which a trap stays unseen. */
const harmless = /^(?:-[aefu]*o?|pipefail|errexit|nounset|--)$/;

const plain = ({ recording }: Deps, because: string | null): Traps => ({
	env: {},
	announce: () => {
		if (because !== null) recording.event(plainEvent(because));
	},
	started: () => {},
	ended: async () => {},
	letGo: () => {},
});

const plainEvent = (because: string): CaptureEvent => ({
	type: "capture",
	v: 1,
	by: "plain",
	unseen: [{ what: "commands before the last that failed", because }],
});

const beyond = {
	what: "failures within functions, subshells, background commands, other shells, and pipelines that go on",
	because: "a trap that reached them would change the step",
};

const armed = async ({ pipes, recording, input = [] }: Deps, step: string): Promise<Traps> => {
	const base = join(pipes, randomUUID());
	const [channel, file] = [`${base}.traps`, `${base}.sh`];
	await makeFifos(channel);
	try {
		writeFileSync(file, trapFile(channel), { mode: 0o600 });
	} catch (thrown) {
		for (const path of [channel, file]) rmSync(path, { force: true });
		throw thrown;
	}
	const gather = gathering(recording);
	const clock = startClock();
	const hidesLast = pipesIntoCompound.test(step);
	const readsNothing = !input.includes("text") && !feedsReads(step);
	const { promise: output, resolve: started } = Promise.withResolvers<Pick<Output, "soFar">>();
	/** What was read is recorded once its place in the output is known. */
	let placed = Promise.resolve();
	const take = async (found: Failure[], at: number) => {
		const place = await (await output).soFar();
		for (const one of found) {
			const entry = entryOf(one, { at, place, hidesLast });
			gather.add(entry);
			if (readsNothing && isRead(one) && tookOwnInput(one) && !counts(entry))
				gather.add({ what: "prompt-refused", at, place, prompt: "text", text: one.command });
		}
	};
	const read = failures();
	let greeted = false;
	let broken = false;
	const socket = new Socket({
		fd: openSync(channel, constants.O_RDWR | constants.O_NONBLOCK),
		readable: true,
	});
	socket
		.on("error", () => {})
		.on("data", (bytes: Uint8Array) => {
			if (broken) return;
			try {
				const { greeted: now, found } = read(bytes);
				greeted = now;
				const at = clock();
				const kept = gather.kept(found);
				if (kept.length > 0) placed = placed.then(() => take(kept, at));
			} catch {
				broken = true;
			}
		});
	const letGo = () => {
		socket.destroy();
		for (const path of [channel, file]) rmSync(path, { force: true });
	};
	return {
		env: { BASH_ENV: file },
		announce: () => recording.event({ type: "capture", v: 1, by: "traps", unseen: [beyond] }),
		started,
		ended: async () => {
			// What waits in the pipe is read within a few turns of the event loop: the trap wrote it before bash went on.
			for (let turns = 0; turns < 10; turns++) await turn();
			await placed;
			gather.flush();
			if (broken) recording.event(plainEvent("something else than the trap wrote to its channel"));
			else if (!greeted) recording.event(plainEvent("bash did not read the trap"));
			letGo();
		},
		letGo,
	};
};

/** Of a pipeline that ends in a loop or a group, bash names another command. */
const pipesIntoCompound =
	/(?<!\|)\|(?!\|)&?(?:\s|\\\n|#.*\n)*(?:(?:while|until|for|select|if|case|time)\b|[{!]\s|\(\(|\[\[)/;

const entryOf = (
	failure: Failure,
	{ at, place, hidesLast }: { at: number; place: Place; hidesLast: boolean },
): InsideEntry => {
	const { code, line, command, of, piped } = failure;
	const isNamed = of !== "compound" && !(piped && hidesLast);
	const path = of === "command" && isNamed ? nameOf(command) : of === "compound" ? compound : piping;
	// A `read` in a pipeline had input, whatever it asks.
	const isLater = of === "earlier" || (piped && isRead(failure));
	const text = !isNamed ? "" : isLater ? `… | ${command}` : command;
	return {
		...{ what: "native", at, place, path, arguments: [], code, bestEffort: true, output: "unknown" },
		position: { line: isNamed ? line : 0, column: 0, text },
	};
};

const [compound, piping] = ["a compound command", "a command of the pipeline"];

/** The command's first word, if that names it; else all of it. */
const nameOf = (command: string): string =>
	/^(?:\(\((?!\s*$)|\[\[|\[|(?!return\b)[\w./+-]+(?=[ \t\n]|$))/.exec(command)?.[0] ?? command;

/** Few records: entries wait for others, and a loop that fails for ever is only counted. */
const gathering = (recording: Pick<Recording, "event">) => {
	let entries: InsideEntry[] = [];
	let taken = 0;
	let timer: NodeJS.Timeout | undefined;
	const write = () => {
		clearTimeout(timer);
		timer = undefined;
		if (entries.length > 0) recording.event({ type: "inside", v: 1, entries });
		entries = [];
	};
	return {
		/** Those for which there is room; counts all of them. What waits for its place is bounded so, too. */
		kept(found: Failure[]): Failure[] {
			const room = Math.max(0, mostEntries - taken);
			taken += found.length;
			return found.slice(0, room);
		},
		add(entry: InsideEntry) {
			entries.push(entry);
			if (entries.length === atOnce) write();
			else timer ??= setTimeout(write, gatherMs).unref();
		},
		flush() {
			write();
			if (taken <= mostEntries) return;
			const text = `${taken - mostEntries} further failures inside the step were counted, and not recorded.`;
			recording.event({ type: "note", v: 1, text });
		},
	};
};

const gatherMs = 100;
const atOnce = 200;
const mostEntries = 2_000;
