// Plays runs into a session as an agent and the Worker would: records first, events beside them.
import { utf8 } from "../../protocol/bytes.ts";
import { shellArgv } from "../../protocol/plan/invocation.ts";
import type { Drift } from "../../protocol/record/drift.ts";
import type { RunContext, RunEnd, Stream } from "../../protocol/record/records.ts";
import type { MemorySession } from "./memory.ts";
import type { MemoryRun } from "./memory-run.ts";
import { agent, approvedSession, caisey, context, friday, plan, runStart } from "./sample.ts";

/** `some`: what the agent found before the start that is otherwise than in the sample. */
export const startRun = (
	session: MemorySession,
	run: MemoryRun,
	at: number,
	some: Partial<RunContext> = {},
): void => {
	const { shell } = context;
	const argv = shellArgv(plan.shell, shell.path, run.facts.command);
	const found = { ...context, shell: { ...shell, argv }, ...some };
	run.start(at, found);
	session.event(at, agent, { kind: "run.started", run: run.facts.run, context: found });
};

/** As the Worker compares it, right after its start. */
export const driftRun = (session: MemorySession, run: MemoryRun, at: number, drift: Drift): void => {
	run.drifted(drift);
	session.event(at, caisey, { kind: "run.drift", run: run.facts.run, drift });
};

export const endRun = (session: MemorySession, run: MemoryRun, at: number, end: RunEnd): void => {
	run.finish(at, end);
	const { stdout, stderr, summary, head, run: id } = run.transcript();
	if (!summary || !head) throw new Error("a run that was finished has no summary");
	session.event(at, agent, { kind: "run.ended", run: id, end, stdout, stderr, summary, agrees: true, head });
};

type Played = {
	phase: "before" | "command" | "after";
	from: string;
	to: string;
	says: [Stream, string][];
	code: number;
};

const play = (session: MemorySession, { phase, from, to, says, code }: Played): MemoryRun => {
	const run = session.run(runStart(phase));
	startRun(session, run, friday(from));
	says.forEach(([stream, text], i) => {
		run.write(friday(from) + 40 * (i + 1), stream, utf8(text));
	});
	endRun(session, run, friday(to), { outcome: "exited", code });
	return run;
};

const table = (value: number) => `\r\nLegacyMode\r\n----------\r\n         ${value}\r\n\r\n`;

/** The whole Friday, ended and signed. */
export const finishedSession = (): MemorySession => {
	const session = approvedSession();
	play(session, {
		phase: "before",
		from: "16:47:31.100",
		to: "16:47:32.400",
		says: [["stdout", table(1)]],
		code: 0,
	});
	play(session, {
		phase: "command",
		from: "16:47:33",
		to: "16:47:34.400",
		says: [["stdout", "y".repeat(847)]],
		code: 0,
	});
	const warning = "WARNING: \u001b[33mthe policy changed\u001b[0m since Friday\r\n";
	play(session, {
		phase: "after",
		from: "16:47:35",
		to: "16:47:36.200",
		says: [
			["stdout", table(0)],
			["stderr", warning],
			["stdout", "done"],
		],
		code: 0,
	});
	session.finish();
	session.signHead(friday("16:47:37"), caisey);
	return session;
};
