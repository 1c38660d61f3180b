// What is known of steps while someone writes them: errors at their lines, what can be misread, what is missing, what they would touch.
import { html } from "hono/html";
import { keptInStep } from "../../domain/kept-blanks.ts";
import { onOneLine } from "../../domain/line.ts";
import { machineSays } from "../../domain/preflight.ts";
import { scriptDoubts } from "../../domain/script.ts";
import { oddities } from "../../domain/text.ts";
import type { Phase, Shell, Step } from "../../protocol/plan/plan.ts";
import type { EndpointPreflight } from "../../protocol/plan/preflight.ts";
import { secretsUsed } from "../../protocol/plan/secret.ts";
import { count, list } from "../../words/amounts.ts";
import { keptBlanksText } from "../../words/kept-blanks.ts";
import { brokenText, changesText, missingTexts, uncheckedText } from "../../words/preflight.ts";
import { scriptDoubtText } from "../../words/script.ts";
import { needsText } from "../../words/secrets.ts";
import { clock } from "../../words/times.ts";
import { talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import { fieldId } from "./fields.ts";
import type { Checked, Wrong } from "./view.ts";

const tones = ["bad", "check", "quiet"] as const;

/** `line`: of the field's text, from 1; null: of all of it, or it isn't known. */
export type Finding = {
	tone: (typeof tones)[number];
	field: Phase | "other";
	line: number | null;
	text: string;
};

/** What was found, and in a few words how it stands. */
export type Findings = { told: string; found: Finding[] };

type Said = { name: string; said: EndpointPreflight };

/** Null: a newer text is checked instead. */
export const findingsOf = (checked: Checked): Findings | null => {
	if ("until" in checked)
		return {
			told: `You asked for many checks in a short time. The next one is possible after ${clock(checked.until)} UTC.`,
			found: [],
		};
	if (!checked.ok) return problems(checked);
	const { shell, steps, said } = checked;
	if (said === null) return null;
	const found = [...said.flatMap((one) => broken(one, steps)), ...misread(steps), ...doubts(steps, shell)];
	const rest = [
		...said.flatMap((one) => missing(one, steps)),
		...needed(shell, steps),
		...touched(said),
		...kept(steps, shell),
	];
	const all = distinct([...found, ...rest]).sort((a, b) => tones.indexOf(a.tone) - tones.indexOf(b.tone));
	return { told: summary(all, said), found: all };
};

const problems = ({ errors, why }: Wrong): Findings => {
	const at = Object.entries(errors).map(
		([field, text]): Finding => ({ tone: "bad", line: null, text, field: isStep(field) ? field : "other" }),
	);
	const general: Finding[] = why === null ? [] : [{ tone: "bad", field: "other", line: null, text: why }];
	return { told: "Not checked on the machine yet.", found: [...general, ...at] };
};

const isStep = (field: string): field is Phase => ["before", "command", "after"].includes(field);

const broken = ({ name, said }: Said, steps: Step[]): Finding[] =>
	said.state !== "checked"
		? []
		: said.steps.flatMap(({ problems }, i) =>
				problems.flatMap((one): Finding[] => {
					const where = placeOf(steps, i, one.line);
					if (one.what !== "syntax" || where === null) return [];
					const { line, column, message } = one;
					const { field, step } = where;
					const of = { endpoint: name, phase: field, step, line, column, message };
					const text = brokenText({ code: "does-not-parse", ...of });
					return [{ tone: "bad", field, line: where.line, text }];
				}),
			);

const missing = ({ name, said }: Said, steps: Step[]): Finding[] => {
	if (said.state !== "checked") return [];
	const texts = missingTexts(machineSays(said, name));
	const at = said.steps.flatMap(({ problems }, i) =>
		problems.flatMap((one) => (one.what === "missing" ? [placeOf(steps, i, one.line)] : [])),
	);
	return texts.map((text, n) => {
		const { field = "other", line = null } = at[n] ?? {};
		return { tone: "check", field, line, text };
	});
};

/** A check is one line of its field: which one is its number. `step`: among those of its kind, from 1. */
const placeOf = (
	steps: Step[],
	i: number,
	line: number | null,
): { field: Phase; line: number | null; step: number } | null => {
	const phase = steps[i]?.phase;
	if (!phase) return null;
	const step = steps.slice(0, i + 1).filter((one) => one.phase === phase).length;
	return { field: phase, line: phase === "command" ? line : step, step };
};

/** They are named with their line at the end. */
const misread = (steps: Step[]): Finding[] =>
	steps.flatMap((step, i) =>
		oddities(step.command).map(({ what }): Finding => {
			const said = Number(/line (\d+)(?: on)?$/.exec(what)?.[1] ?? Number.NaN);
			const where = placeOf(steps, i, Number.isNaN(said) ? null : said);
			const field = where?.field ?? "other";
			return {
				tone: "check",
				field,
				line: where?.line ?? null,
				text: `Can be misread: ${what}. The approver has to look at it in the console`,
			};
		}),
	);

const doubts = (steps: Step[], shell: Shell): Finding[] =>
	steps.flatMap((step) =>
		scriptDoubts(step, shell).map(
			(doubt): Finding => ({
				tone: "check",
				field: step.phase,
				line: null,
				text: scriptDoubtText(doubt, shell),
			}),
		),
	);

/** At each place while they are few; what they are inside says why they count. */
const kept = (steps: Step[], shell: Shell): Finding[] => {
	const all = steps.flatMap((step, i) =>
		keptInStep(shell, step).map((one): Finding => {
			const { field, line } = placeOf(steps, i, one.argument === null ? one.line : null) ?? {
				field: "other",
				line: null,
			};
			const where = one.argument === null ? "" : `Argument ${one.argument}: `;
			return { tone: "quiet", field, line, text: where + keptBlanksText(one) };
		}),
	);
	const more = all.length - mostKept;
	if (more <= 0) return all;
	return [...all.slice(0, mostKept), quiet(`Blanks are part of the text in ${count(more)} more places`)];
};
const mostKept = 5;

const needed = (shell: Shell, steps: Step[]): Finding[] => {
	const names = secretsUsed({ shell, steps });
	return names.length === 0 ? [] : [quiet(needsText(names))];
};

/** What it changes or only reads, in each machine's name; and those that couldn't be asked. */
const touched = (said: Said[]): Finding[] => {
	const alone = said.length === 1;
	return said.flatMap(({ name, said }) => {
		const says = machineSays(said, name);
		const not = uncheckedText(says, alone);
		if (not !== null) return [{ tone: "check", field: "other", line: null, text: not } satisfies Finding];
		const changes = changesText(says, null);
		return changes === null ? [] : [quiet(`${onOneLine(name)} says it ${changes}`)];
	});
};

const quiet = (text: string): Finding => ({ tone: "quiet", field: "other", line: null, text });

const distinct = (all: Finding[]): Finding[] =>
	all.filter((one, n) => all.findIndex(({ text, line }) => text === one.text && line === one.line) === n);

const summary = (found: Finding[], said: Said[]): string => {
	const checked = said.filter(({ said }) => said.state === "checked").map(({ name }) => onOneLine(name));
	const errors = found.filter(({ tone }) => tone === "bad").length;
	if (said.length === 0) return "Choose where to run it, and the machine checks it while you write.";
	if (checked.length === 0) return "Not checked on the machine.";
	const where = `Checked on ${list(checked, 3)}, without running it`;
	return errors === 0
		? `${where}: no error found.`
		: `${where}: ${count(errors)} ${errors === 1 ? "error" : "errors"}.`;
};

const most = 60;

/** What the page's script puts below the command. A button goes to its line. */
export const findingsList = ({ told, found }: Findings): Html =>
	html`<div data-part="answer" data-told="${told}"><ul class="findings">${found
		.slice(0, most)
		.map(
			({ tone, field, line, text }) =>
				html`<li class="${tone}"${line === null ? "" : html` data-line="${line}"`} data-field="${field}">${goTo(field, line)}<span>${talk(text)}</span></li>`,
		)}${found.length > most ? html`<li class="quiet">And ${count(found.length - most)} more</li>` : ""}</ul></div>`;

const goTo = (field: Finding["field"], line: number | null): Html | string =>
	field === "other" || line === null
		? ""
		: html`<button type="button" data-goto="${fieldId(field)}" data-at="${line}">${field === "command" ? "Line" : field === "before" ? "Check before" : "Check after"} ${count(line)}</button> `;
