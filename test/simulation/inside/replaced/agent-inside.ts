// What an agent sees inside a step, and of its programs before it starts. Commands ask for a choice as PowerShell's do.
import { createHash } from "node:crypto";
import type { Capture, openCapture as real } from "../../../../agent/capture/capture.ts";
import type { Wanted } from "../../../../agent/plan/questions.ts";
import type { Checked, Looked } from "../../../../agent/preflight/check.ts";
import type { Found } from "../../../../agent/preflight/found.ts";
import type { PreflightAnswer } from "../../../../protocol/plan/preflight.ts";
import type { Stream } from "../../../../protocol/record/records.ts";
import { deployment } from "../world/deployment.ts";
import { hostOf } from "../world/machines.ts";
import { perWorld, world } from "../world/world.ts";
import { startClock } from "./agent-machine.ts";

type Deps = Parameters<typeof real>[0];
const asking = perWorld(() => new Map<string, Deps>());

export const openCapture: typeof real = async (deps, { env }): Promise<Capture> => {
	const run = env.CAISEY_RUN ?? "";
	const all = asking();
	all.set(run, deps);
	const letGo = () => void all.delete(run);
	return {
		...{ runner: null, plainly: null, env: {}, announce: () => {}, started: () => {}, letGo },
		ended: async () => letGo(),
	};
};
export const cantAsk = (): null => null;
export const prepareHosts = async (): Promise<void> => {};

const question: Wanted = {
	...{ kind: "choices", text: "Restart now?", several: false, suggested: [], ends: false },
	choices: ["Yes", "No"].map((label) => ({ label, help: "" })),
};

/** `got` null: no one may answer, or no one did. */
export const askChoices = (
	run: string,
	place: Record<Stream, number>,
	got: (word: string | null) => void,
): void => {
	const deps = asking().get(run);
	if (!deps) {
		got(null);
		return;
	}
	const clock = startClock();
	const answer = deps.ask(question, (told) =>
		deps.recording.event({ type: "inside", v: 1, entries: [{ ...told, at: clock(), place }] }),
	);
	void answer.then((given) =>
		got(typeof given === "object" && given.is === "choices" ? given.chosen.join() : null),
	);
};

/** A look at the machine takes its time, at times too long. */
const look = (withinMs: number): Promise<boolean> =>
	new Promise((resolve) => {
		const { time, chance } = world();
		const takes = chance.happens(0.05) ? withinMs + 1 : 20 + chance.below(1_000);
		time.after(Math.min(takes, withinMs), null, () => resolve(takes <= withinMs));
	});

export const tooSlow = () => ({ state: "unable", because: "too-slow", detail: null }) as const;

/** Of the program, in its so manieth version. */
export const shaOf = (programs: number): string =>
	createHash("sha256").update(`say ${programs}`).digest("hex");

/** What a step would call. A command with an open bracket can't be parsed. */
const foundIn = (command: string, programs: number): Found => ({
	parsed: true,
	problems: command.includes("(")
		? [{ what: "syntax", line: 1, column: command.indexOf("(") + 1, message: "missing )" }]
		: [],
	names: [
		{
			...{ name: "say", kind: "program", path: "/usr/bin/say", version: null, module: null },
			sha256: shaOf(programs),
		},
	],
	calls: ["say"],
	effects: [],
});

/** How a look is found again by its steps. */
export const stepsOf = (steps: readonly { command: string }[]): string =>
	steps.map(({ command }) => command).join("\n");

export const lookAt = async (_folders: object, { steps }: Checked, withinMs: number): Promise<Looked> => {
	const { time } = world();
	if (!(await look(withinMs))) return tooSlow();
	const { programs, looks } = hostOf(deployment().machines, time.life());
	looks.push({ steps: stepsOf(steps), programs, at: time.now() });
	return { state: "checked", steps: steps.map(({ command }) => foundIn(command, programs)) };
};
export const checkSteps = async (
	_folders: object,
	{ steps }: Checked,
	withinMs: number,
): Promise<PreflightAnswer> => {
	if (!(await look(withinMs))) return tooSlow();
	const { programs } = hostOf(deployment().machines, world().time.life());
	return {
		state: "checked",
		steps: steps.map(({ command }) => ({ ...foundIn(command, programs), calls: ["say"], cut: false })),
	};
};
