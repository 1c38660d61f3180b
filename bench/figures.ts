// Figures of many samples, and how they are printed.

/** The sample that p of all are not above; p in 0–1. */
export const percentile = (samples: number[], p: number): number => {
	const sorted = [...samples].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
};

export const ms = (value: number): string => `${value.toFixed(1)} ms`;
export const rate = (bytes: number, milliseconds: number): number => bytes / 1e6 / (milliseconds / 1000);

/** One line: what, the figures, and what was aimed at. */
export const print = (what: string, figures: Record<string, string>, aim?: string): void => {
	const shown = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
	console.log(`${what}: ${shown.join(" · ")}${aim ? `   (aim: ${aim})` : ""}`);
};
