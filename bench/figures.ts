// Figures of many samples, how they are printed, and how the aims that they have are met.

/** The sample that p of all are not above; p in 0–1. */
export const percentile = (samples: number[], p: number): number => {
	const sorted = [...samples].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
};

export const ms = (value: number): string => `${value.toFixed(1)} ms`;
export const rate = (bytes: number, milliseconds: number): number => bytes / 1e6 / (milliseconds / 1000);

/** What a figure is to be, and how it is. "by far": it is off by more than twice. */
export type Aim = { what: string; is: "held" | "missed" | "missed by far" };

/** Of a figure that isn't one, too, it is missed by far. */
const judged = (what: string, timesOff: number): Aim => {
	if (timesOff <= 1) return { what, is: "held" };
	return { what, is: timesOff <= 2 ? "missed" : "missed by far" };
};

/** `unit`: behind the number, such as ` ms p50`. */
export const atMost = (figure: number, most: number, unit = ""): Aim =>
	judged(`≤ ${most}${unit}`, figure / most);
export const atLeast = (figure: number, least: number, unit = ""): Aim =>
	judged(`≥ ${least}${unit}`, least / figure);

const all: string[] = [];

/** What ends the bench with exit code 1: aims that are missed by far, and what isn't right. */
export const failures = (): readonly string[] => all;

/** Something is wrong, whatever the machine: the bench goes on, and fails in the end. */
export const fail = (what: string): void => {
	all.push(what);
	console.error(`  WRONG: ${what}`);
};

/** One line: what, the figures, and what was aimed at. */
export const print = (what: string, figures: Record<string, string>, ...aims: Aim[]): void => {
	const shown = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
	const aimed = aims.map((aim) => `${aim.what}, ${aim.is}`).join("; ");
	const line = `${what}: ${shown.join(" · ")}${aimed ? `   (aim: ${aimed})` : ""}`;
	console.log(line);
	if (aims.some(({ is }) => is === "missed by far")) all.push(line.trim());
};

/** Says again what failed, and has the process end with 1 if anything did. */
export const conclude = (): void => {
	for (const one of all) console.error(`FAILED: ${one}`);
	if (all.length > 0) process.exitCode = 1;
};
