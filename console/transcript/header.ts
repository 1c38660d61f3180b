// The lines above and below a run's output, the same on the page and in the text export, label by label.
import { factKind, type Group, isFact } from "../../domain/environment.ts";
import { named, quoted } from "../../domain/line.ts";
import { clockAhead } from "../../domain/machine.ts";
import type { TranscriptRun } from "../../protocol/read/transcript-source.ts";
import type { Stream } from "../../protocol/record/records.ts";
import { duration, exactBytes } from "../../words/amounts.ts";
import { captureText } from "../../words/inside.ts";
import { exitCode } from "../../words/outcome.ts";
import { surfaces, word } from "../../words/states.ts";
import { clock, day, utc } from "../../words/times.ts";

/** A label and its value; the first line has no label. Values are as recorded: the caller escapes them. `run`:
 * what runs, or where: spelled out if it could be misread. `to`: where that leads, likewise. */
export type Line = { label: string | null; value: string; run?: true; to?: string };

export const runHeader = (run: TranscriptRun): Line[] => [
	{
		label: null,
		value: `${began(run)} ${run.by.label ?? run.by.name} via ${word(surfaces, run.by.surface)}`,
	},
	{ label: "Command", value: run.command, run: true },
	{
		label: "Runtime",
		value: `${run.context ? named(run.context.runtime) : unrecorded(run)} (endpoint: ${run.endpoint.name})`,
	},
	...ownClock(run),
	{ label: "User context", value: userContext(run) },
	{ label: "Working directory", value: run.context?.cwd ?? unrecorded(run), run: true },
	{ label: "PATH resolution", ...resolution(run), run: true },
	{ label: "Exit code", value: exitCode({ ...run, endpoint: run.endpoint.name }) },
];

/** `--- stdout (847 bytes) ---`: always the exact number. */
export const streamTitle = (run: TranscriptRun, stream: Stream): string =>
	`--- ${stream} (${exactBytes(run[stream])}) ---`;

export const snapshotTitle = "--- environment snapshot ---";
export const recordTitle = "--- record ---";

/** The shell's words about itself; what else the agent found, under a title each; the environment of the process. */
export type Snapshot = { facts: Line[]; groups: { title: string; lines: Line[] }[]; environment: Line[] };

export const snapshot = (run: TranscriptRun): Snapshot => {
	const { context } = run;
	if (!context) return { facts: [], groups: [], environment: [] };
	const variables = context.env.map(({ name, value, masked }) => ({
		label: variable(context.shell.name, name),
		value: masked ? "(masked on the endpoint)" : value,
		architecture: /^PROCESSOR_ARCHITECTURE$/i.test(name),
	}));
	const ours = new Set(
		[...runHeader(run), ...machine(context, run.inside), ...account(context), ...record(run)].map(
			({ label }) => label?.toLowerCase(),
		),
	);
	// A fact that bears the name of one of our own lines is not to be read as that.
	const factName = (name: string) =>
		ours.has(name.trim().toLowerCase()) ? quoted(name) : isFact(name) ? name : named(name);
	const factsOf = (group: Group) =>
		Object.entries(context.facts)
			.filter(([name]) => factKind(name).group === group)
			.map(([label, value]) => ({ label: factName(label), value }));
	const lines = (architecture: boolean) =>
		variables
			.filter((line) => line.architecture === architecture)
			.map(({ label, value }) => ({ label, value }));
	return {
		facts: [...factsOf("shell"), ...lines(true)],
		groups: [
			{ title: "The machine", lines: [...machine(context, run.inside), ...factsOf("system")] },
			{ title: "The account", lines: [...account(context), ...factsOf("account")] },
			{ title: "The network and PATH", lines: factsOf("network") },
		].filter((group) => group.lines.length > 0),
		environment: lines(false),
	};
};

/** What proves the recording: counts, head and the agent's own summary. */
export const record = (run: TranscriptRun): Line[] => {
	const ms = measured(run);
	return [
		{ label: "Run", value: run.run },
		{ label: "Plan", value: run.plan },
		...(ms === null ? [] : [{ label: "Duration", value: duration(ms) }]),
		...(run.head ? [{ label: "Records", value: String(run.head.count) }] : []),
		{
			label: "Head",
			value: run.head ? `${run.head.link} (signed with ${run.head.keyId})` : "(not signed yet)",
		},
		...(run.agrees === null ? [] : [{ label: "Agent's own report", value: agreement(run) }]),
	];
};

/** How long a run took, in ms, by a report that holds. */
export const measured = ({ doubted, summary }: TranscriptRun): number | null =>
	doubted ? null : (summary?.durationMs ?? null);

const began = (run: TranscriptRun) => (run.startedAt === null ? "[not started]" : `[${utc(run.startedAt)}]`);

/** Where it is more than a message's way apart from ours. */
const ownClock = ({ startedAt, agentStartedAt }: TranscriptRun): Line[] =>
	startedAt === null || agentStartedAt === null || clockAhead(agentStartedAt, startedAt) === 0
		? []
		: [{ label: "Endpoint's clock", value: `${utc(agentStartedAt)} when this run started` }];

const unrecorded = (run: TranscriptRun) => (run.state === "ended" ? "(not recorded)" : "(not known yet)");

/** `NT AUTHORITY\SYSTEM → [PROMPT: admin@… approved at 16:47:29 UTC]`; with the date where it is another day's. The
 * account is in the agent's words: it must not read as an approval. */
const userContext = (run: TranscriptRun): string => {
	const user = run.context ? named(run.context.user.name) : unrecorded(run);
	const votes = run.approvals.map(({ by, at }) => `${by} approved at ${approvedAt(run, at)}`);
	return votes.length ? `${user} → [PROMPT: ${votes.join("; ")}]` : user;
};

const approvedAt = (run: TranscriptRun, at: number) =>
	run.startedAt !== null && day(run.startedAt) === day(at) ? `${clock(at)} UTC` : utc(at);

/** The shell's program, and the program that the command's first word is, if it is one. */
const resolution = (run: TranscriptRun): Pick<Line, "value" | "to"> => {
	if (!run.context) return { value: unrecorded(run) };
	const { shell, executable } = run.context;
	return { value: shell.path, ...(executable && { to: executable.path }) };
};

const variable = (shell: string, name: string): string => {
	if (shell === "cmd") return `%${name}%`;
	return shell === "sh" || shell === "bash" ? `$${name}` : `$env:${name}`;
};

const machine = (context: NonNullable<TranscriptRun["context"]>, inside: TranscriptRun["inside"]): Line[] => {
	const { os, shell, executable } = context;
	return [
		{ label: "Shell", value: [shell.path, shell.version].filter(Boolean).join(" · ") },
		...(shell.sha256 ? [{ label: "Shell SHA-256", value: shell.sha256 }] : []),
		...(executable?.version ? [{ label: "Program version", value: executable.version }] : []),
		...(executable?.sha256 ? [{ label: "Program SHA-256", value: executable.sha256 }] : []),
		{ label: "OS", value: [os.platform, os.release, os.version].filter(Boolean).join(" · ") },
		{ label: "Architecture", value: os.arch },
		{ label: "Hostname", value: os.hostname },
		{ label: "Locale", value: context.locale },
		{ label: "Time zone", value: context.timeZone },
		{ label: "Boot id", value: context.bootId },
		{ label: "Agent version", value: context.agentVersion },
		{ label: "Capture", value: captureText(inside, shell.name) },
	];
};

const account = ({ user }: NonNullable<TranscriptRun["context"]>): Line[] => [
	{ label: "User id", value: `${user.id}${user.elevated ? " (elevated)" : ""}` },
	{ label: "Groups", value: user.groups.map(oneOfMany).join(", ") },
];

/** A name may have blanks; with anything that could end it, it is in quotes. */
const oneOfMany = (name: string): string =>
	/^[\p{L}\p{M}\p{N}_.@$\\+-]+(?: [\p{L}\p{M}\p{N}_.@$\\+-]+)*$/u.test(name) ? name : quoted(name);

const agreement = (run: TranscriptRun) => {
	if (run.doubted) return "does NOT hold. The exit code above says why";
	return run.agrees ? "the same as what is stored" : "NOT the same as what is stored";
};
