// What the agent sees inside a step: a host runs it in PowerShell and reports over a channel of its own. Where that can't be,
// the step runs plainly, and the record says what can't be seen.
import { randomUUID } from "node:crypto";
import { chmodSync, copyFileSync } from "node:fs";
import { fallsBack, invocationOf, type Runner, withoutRunner } from "../../protocol/plan/invocation.ts";
import type { Plan } from "../../protocol/plan/plan.ts";
import type { RunEnd } from "../../protocol/record/records.ts";
import { words } from "../commands/failure.ts";
import { troubleOf } from "../home/trouble.ts";
import { startClock } from "../machine/clock.ts";
import type { Asking } from "../plan/questions.ts";
import type { Launch } from "../process/launch.ts";
import type { Output } from "../process/output.ts";
import type { Recording } from "../record/recording.ts";
import { runsApart } from "./apart.ts";
import { asksUnseen } from "./asks.ts";
import { openDoor } from "./channel.ts";
import { hostFor, type PowerShell } from "./compile.ts";
import { type Elsewhere, makeElsewhere } from "./elsewhere.ts";
import { openListener } from "./listener.ts";
import { openTraps } from "./traps.ts";

export type Capture = {
	/** Goes into the invocation; null: the step runs plainly. */
	runner: Runner | null;
	/** Why PowerShell runs plainly; null: it doesn't, or another shell runs. */
	plainly: string | null;
	/** Goes into the step's environment. */
	env: Record<string, string>;
	/** Records how much can be seen. */
	announce: () => void;
	/** The process has started, and writes to this output. */
	started: (output: Output) => void;
	/** The process has ended so: resolves when all that was reported is recorded. */
	ended: (end: RunEnd) => Promise<void>;
	/** The process never started. */
	letGo: () => void;
};

type Deps = {
	pipes: string;
	hosts: string;
	recording: Recording;
	graceMs: number;
	ask: Asking["ask"];
	/** What the plan's steps may ask. */
	input: Plan["input"];
};

/** Throws where the disk is full. */
export const openCapture = async (deps: Deps, launch: Launch): Promise<Capture> => {
	const { shell, account } = launch;
	if (shell === "bash") return { runner: null, plainly: null, ...(await openTraps(deps, launch)) };
	if (shell !== "pwsh" && shell !== "powershell") {
		const asks = asksUnseen({ ...launch, ...deps });
		return asks ? { ...unseen, announce: () => deps.recording.event(asks) } : unseen;
	}
	if (account.session !== undefined)
		return plain(deps.recording, "it runs as another account, which can't open the agent's channel");
	if (!fallsBack(shell, launch.file))
		return plain(
			deps.recording,
			"Windows PowerShell can't pass on an argument that is empty, has a quote or ends in a backslash",
		);
	try {
		const capture = await inPowerShell(deps, shell, launch);
		if (fits({ ...launch, runner: capture.runner })) return capture;
		capture.letGo();
		return plain(deps.recording, "its command line would be too long for Windows");
	} catch (thrown) {
		if (troubleOf(thrown) === "full") throw thrown;
		return plain(deps.recording, words(thrown));
	}
};

/** https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-createprocessw: 32,767 characters. */
const fits = (launch: Launch): boolean => {
	if (process.platform !== "win32") return true;
	const { program, args } = invocationOf(launch);
	return [program, ...args].reduce((length, text) => length + text.length + 3, 0) < 32_767;
};

/** Why a step that may be asked for a text or a secret isn't started: in a plain PowerShell a question is an error, and the step goes on. */
export const cantAsk = ({ plainly }: Capture, { input }: Pick<Plan, "input">): string | null =>
	plainly !== null && mustAsk(input)
		? `The plan lets the command ask for ${input.includes("text") ? "a text" : "a secret"}, but PowerShell can't ask here: ${plainly}.`
		: null;

const mustAsk = (input: Plan["input"]): boolean => input.includes("text") || input.includes("secret");

const unseen: Capture = {
	runner: null,
	plainly: null,
	env: {},
	announce: () => {},
	started: () => {},
	ended: async () => {},
	letGo: () => {},
};

const plain = (recording: Recording, because: string): Capture => ({
	...unseen,
	plainly: because,
	announce: () => recording.event(plainEvent(because)),
});

const plainEvent = (because: string) =>
	({ type: "capture", v: 1, by: "plain", unseen: unseenIn.map((what) => ({ what, because })) }) as const;
const unseenIn = [
	"errors that the command swallowed",
	"programs that it called, and their exit codes",
	"which commands its names resolved to",
	"questions: it can't ask, and goes on without an answer",
];

const inPowerShell = async (
	{ pipes, hosts, recording, graceMs, ask, input }: Deps,
	shell: PowerShell,
	{ shellPath, command, account: { become: owner } }: Launch,
): Promise<Capture> => {
	const host = await hostFor(hosts, shell, shellPath);
	if (!host.ok) return plain(recording, host.because);
	const token = randomUUID();
	const listener = openListener(recording, startClock(), ask);
	const shared = owner ? copyForOthers(pipes, host.path) : null;
	const door = await openDoor(pipes, owner, token, listener.connected).catch((thrown: unknown) => {
		shared?.remove();
		throw thrown;
	});
	const letGo = () => {
		door.close();
		listener.close();
		shared?.remove();
	};
	return {
		env: {},
		plainly: null,
		runner: {
			...{ host: shared?.host ?? host.path, pipe: door.name, token },
			...(mustAsk(input) && ({ only: true } as const)),
		},
		announce: () => recording.event({ type: "capture", v: 1, by: "powershell", unseen: beyond(command) }),
		started: (output) => listener.started(output),
		ended: async (end) => {
			if (await listener.ended(end, graceMs)) recording.event(unspokenEvent(end, input));
			letGo();
		},
		letGo,
	};
};

/** What the host can't see of this step, as far as its text tells: no more than that PowerShell is asked for it. */
const beyond = (command: string) =>
	runsApart(command)
		? [
				{
					what: "errors and programs in jobs, events, other sessions, other runspaces and other PowerShells",
					because: "PowerShell runs them apart from the step",
				},
			]
		: [];

/** No host ever spoke. The exit code of a step that may ask says that nothing of it ran. */
const unspokenEvent = (end: RunEnd, input: Plan["input"]) => {
	const because = "the agent's host didn't start";
	if (!mustAsk(input) || end.outcome !== "exited" || end.code !== withoutRunner) return plainEvent(because);
	const why = `${because}, and without it the step can't ask, as its plan lets it`;
	const unseen = [{ what: "the step itself: nothing of it ran", because: why }];
	return { type: "capture", v: 1, by: "plain", unseen } as const;
};

/** Another user can't come into the agent's folder: a copy that it can read, but not write. */
const copyForOthers = (pipes: string, path: string): Elsewhere => {
	const shared = makeElsewhere(pipes);
	try {
		copyFileSync(path, shared.host);
		chmodSync(shared.host, 0o644);
		chmodSync(shared.folder, 0o711);
		return shared;
	} catch (thrown) {
		shared.remove();
		throw thrown;
	}
};
