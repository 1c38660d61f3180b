// What changed on this machine since the plan was proposed: what its names meant then, as the approved plan says, and now.
import type { Plan } from "../../protocol/plan/plan.ts";
import type { ResolvedName, StepPreflight } from "../../protocol/plan/preflight.ts";
import { stepsAsRun } from "../../protocol/plan/secret.ts";
import { type Looked, lookAt } from "./check.ts";
import type { Found } from "./found.ts";
import type { Folders } from "./powershell/find.ts";
import type { Queue } from "./queue.ts";

/** In ms. Nothing runs until it is known: so it makes way for nothing, and has the time that a PowerShell takes to start on a busy
 * machine. */
const checkedWithin = 120_000;

/** In words, why nothing of the plan may start; null: all is as it was, or this endpoint wasn't asked before. Once `over` is aborted,
 * other checks of this machine needn't wait for it. */
export const changedSince = async (
	{ endpoint, queue, ...folders }: Folders & { endpoint: string; queue: Queue },
	plan: Plan,
	over: AbortSignal,
): Promise<string | null> => {
	const before = plan.preflight?.endpoints.find((one) => one.endpoint === endpoint);
	if (before?.state !== "checked") return null;
	const asked = plan.secrets.length > 0 ? { ...plan, steps: stepsAsRun(plan) } : plan;
	return difference(before.steps, await queue.next(() => lookAt(folders, asked, checkedWithin, { over })));
};

/** `before`: of each step, as the plan had room for it. `now`: all of it. */
export const difference = (before: StepPreflight[], now: Looked): string | null => {
	if (now.state === "unable") {
		const why = now.detail ?? (now.because === "too-slow" ? "it took longer than 2 minutes." : null);
		return `${unchecked}${why ? `: ${why}` : "."}`;
	}
	const changes = [...new Set(before.flatMap((step, i) => changesIn(step, now.steps[i])))];
	const [first] = changes;
	if (first === undefined) return null;
	const more = changes.length - 1;
	return `This machine changed since the proposal. ${first}${more > 0 ? ` ${more} more changed, too.` : ""} Propose it again.`;
};

const unchecked = "The agent could not check that the programs are still those of the proposal";

const changesIn = (before: StepPreflight, now: Found | undefined): string[] => {
	const names = new Map(now?.names.map((one) => [keyOf(one), one]));
	return [
		...before.names.flatMap((was) => {
			const is = names.get(keyOf(was));
			if (is === undefined) return [`${was.name} was ${placed(was)}, and is missing now.`];
			return same(was, is) ? [] : [calledNow(was, is)];
		}),
		...before.problems.flatMap((was) => {
			const is = was.what === "missing" ? names.get(was.name) : undefined;
			return is ? [`${is.name} was missing, and is ${placed(is)} now.`] : [];
		}),
	];
};

/** A step of `sh` may call another `sh`; a module may be called as a command is. */
const keyOf = ({ name, kind }: Pick<ResolvedName, "name" | "kind">): string =>
	kind === "shell" || kind === "module" ? `${kind} ${name}` : name;

const same = (a: ResolvedName, b: ResolvedName): boolean =>
	(["kind", "path", "version", "sha256", "module"] as const).every((field) => a[field] === b[field]);

const calledNow = (was: ResolvedName, is: ResolvedName): string => {
	if (placed(was) !== placed(is)) return `${was.name} was ${placed(was)}, and is ${placed(is)} now.`;
	return `${was.name} is another file now: ${was.path} had SHA-256 ${short(was.sha256)}, and has ${short(is.sha256)}.`;
};

const short = (sha256: string | null): string =>
	sha256 === null ? "none that could be read" : `${sha256.slice(0, 12)}…`;

const placed = ({ kind, path, version, module }: ResolvedName): string =>
	[
		path ?? (module === null ? `a ${kind}` : `a ${kind} of ${module}`),
		...(version === null ? [] : [version]),
	].join(" ");
