// Numbers as people read them, the same everywhere and independent of any locale.
import { utf8 } from "../protocol/bytes.ts";

/** 31204 → `31,204` */
export const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ",");

/** Exact below 10 kB, as `847 bytes`; above with one decimal: `3.1 MB`. */
export const size = (bytes: number): string => {
	if (bytes < 10_000) return exactBytes(bytes);
	const units = ["kB", "MB", "GB", "TB"];
	let value = bytes / 1000;
	let unit = 0;
	for (; value >= 999.95 && unit < units.length - 1; unit++) value /= 1000;
	return `${value.toFixed(1)} ${units[unit]}`;
};

/** 20480 → `20,480 bytes` */
export const exactBytes = (bytes: number): string => `${count(bytes)} ${bytes === 1 ? "byte" : "bytes"}`;

/** What a run put out, always exactly: `stdout 847 bytes · stderr 0 bytes`. */
export const outputText = ({ stdout, stderr }: { stdout: number; stderr: number }): string =>
	`stdout ${exactBytes(stdout)} · stderr ${exactBytes(stderr)}`;

/** How many bytes a text is in UTF-8. */
export const byteLength = (text: string): number => utf8(text).length;

/** Milliseconds as `12 ms`, `1.4 s`, `2 min 5 s`, `3 h 10 min`. */
export const duration = (ms: number): string => {
	if (ms < 100) return `${Math.round(ms)} ms`;
	const s = ms / 1000;
	if (s < 60) return `${s < 10 ? s.toFixed(1) : Math.round(s)} s`;
	if (s < 3_570) return parts(Math.floor(s / 60), "min", Math.floor(s % 60), "s");
	return within(Math.round(s / 60) * 60);
};

/** Seconds as a span: `1 h`, `90 s`, `10 min`, `2 days`. */
export const within = (seconds: number): string => {
	if (seconds < 120) return `${seconds} s`;
	if (seconds < 3_600) return parts(Math.floor(seconds / 60), "min", seconds % 60, "s");
	if (seconds < 172_800)
		return parts(Math.floor(seconds / 3_600), "h", Math.round((seconds % 3_600) / 60), "min");
	return parts(Math.floor(seconds / 86_400), "days", Math.round((seconds % 86_400) / 3_600), "h");
};

const parts = (large: number, unit: string, small: number, smallUnit: string): string =>
	small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smallUnit}`;

/** `a`, `a and b`, `a, b and 3 others` */
export const list = (items: string[], most = 4, and = "and"): string => {
	if (items.length <= 1) return items[0] ?? "";
	if (items.length > most)
		return `${items.slice(0, most - 1).join(", ")} ${and} ${items.length - most + 1} others`;
	return `${items.slice(0, -1).join(", ")} ${and} ${items.at(-1)}`;
};

/** How a text's lines end, which can't be seen. */
export const lineEnds = (text: string): "LF" | "CR LF" | "mixed" => {
	if (!text.includes("\r\n")) return "LF";
	return /(?<!\r)\n/.test(text) ? "mixed" : "CR LF";
};

/** ` (lines end as on Windows, with CR LF)`, to follow the name of a text; nothing if they end as elsewhere. */
export const lineEndsText = (text: string): string =>
	({
		LF: "",
		"CR LF": " (lines end as on Windows, with CR LF)",
		mixed: " (some lines end as on Windows, with CR LF)",
	})[lineEnds(text)];
