// Asks for a step of `sh` or `bash` what a process of it waits to read: the unfinished last line of its output is the question.
import type { Plan } from "../../protocol/plan/plan.ts";
import type { InsideEntry } from "../../protocol/record/inside.ts";
import type { Stream } from "../../protocol/record/records.ts";
import type { Account } from "../machine/account.ts";
import { startClock } from "../machine/clock.ts";
import type { Sink } from "../process/gate.ts";
import type { Output } from "../process/output.ts";
import { openStdin, type Stdin, tellsReaders } from "../process/stdin.ts";
import type { MaskedRecording } from "../secrets/recording.ts";
import { newLastLine } from "./last-line.ts";
import type { Asking, Wanted } from "./questions.ts";

/** Between two looks, shortest and longest; who waits at two of them in a row waits. */
const [soonMs, lateMs] = [200, 1_000];

export type Input = {
	stdin: Stdin | null;
	/** For the record: what the agent can't tell. */
	note: string | null;
	/** What the step's output goes to, so that it is known what stands before a question. */
	heard: (sink: Sink) => Sink;
	/** Asks what the process, and those that it starts, wait to read; returns what ends that. */
	answer: (deps: Deps, root: number | undefined, run: string) => () => void;
};
type Deps = {
	recording: Pick<MaskedRecording, "event" | "masked">;
	output: Pick<Output, "soFar">;
	asking: Pick<Asking, "ask" | "stop">;
};

/** Whether and how this plan's steps may be asked on their standard input. `folder`: the agent's, for short-lived names. */
export const openInput = async (
	{ shell, input }: Pick<Plan, "shell" | "input">,
	folder: string,
	{ become }: Pick<Account, "become">,
): Promise<Input> => {
	if (shell !== "sh" && shell !== "bash") return empty(null);
	if (!input.includes("text")) return empty(input.includes("secret") ? unhidden : null);
	if (!(await tellsReaders(folder, become))) return empty(untold);
	const stdin = await openStdin(folder, become);
	const last = newLastLine();
	return {
		stdin,
		note: bestEffort,
		heard: (sink) => ({
			...sink,
			output: (stream, bytes) => {
				last.take(stream, bytes);
				return sink.output(stream, bytes);
			},
		}),
		answer: (deps, root, run) =>
			root === undefined
				? () => stdin.close()
				: answerReads({ ...deps, stdin, lastLine: () => last.text(deps.recording.masked) }, root, run),
	};
};

const empty = (note: string | null): Input => ({
	stdin: null,
	note,
	heard: (sink) => sink,
	answer: () => () => {},
});

const untold =
	"The agent can't tell on this system when a command waits for input, so the command got an empty one.";
const bestEffort =
	"The agent notices a process that waits in read(2) for input, as a best effort. Other ways to wait go unnoticed, and a hidden line (read -s) is asked for as any other.";
const unhidden =
	"The plan lets the command ask for a secret, but without a terminal the agent can't tell that sh or bash does (read -s), so the command got an empty input.";

/** Until it is stopped, or there is nothing more to say. */
const answerReads = (
	{ recording, output, asking, stdin, lastLine }: Deps & { stdin: Stdin; lastLine: () => string },
	root: number,
	run: string,
): (() => void) => {
	const clock = startClock();
	const tell = (entry: InsideEntry) => recording.event({ type: "inside", v: 1, entries: [entry] });
	let before: string | null = null;
	let answered: string | null = null;
	let stopped = false;
	let pause = soonMs;
	const look = async (): Promise<void> => {
		const reader = stdin.reader(root, run);
		const waits = reader !== null && reader === before && reader !== answered;
		// While no one reads, each look comes later than the one before.
		pause = reader === null || reader === answered ? Math.min(lateMs, pause * 1.5) : soonMs;
		before = reader;
		if (waits) {
			answered = reader;
			await question();
			pause = soonMs;
		}
		if (!stopped) timer = setTimeout(() => void look(), pause);
	};
	const question = async (): Promise<void> => {
		const place: Record<Stream, number> = await output.soFar();
		const wanted: Wanted = {
			kind: "text",
			text: lastLine(),
			choices: [],
			several: false,
			suggested: [],
			ends: true,
		};
		const answer = await asking.ask(wanted, (told) => tell({ ...told, at: clock(), place }));
		if (answer === "over") return;
		if (answer === "refused") {
			// An end of the input would let the script go on with an empty value.
			stopped = true;
			tell({ what: "prompt-refused", prompt: "text", text: wanted.text, at: clock(), place });
			return asking.stop();
		}
		if (answer.is === "text" && stdin.write(answer.text)) return;
		stopped = true;
		stdin.close();
	};
	let timer = setTimeout(() => void look(), pause);
	return () => {
		stopped = true;
		clearTimeout(timer);
		stdin.close();
	};
};
