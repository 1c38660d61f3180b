// Bytes, durations and times as people read them. Times are UTC: the browser shows the reader's own zone beside them.
import type { Instant } from "../protocol/ids.ts";

/** `31,204`. */
export const count = (n: number): string => String(n).replace(/\B(?=(?:\d{3})+$)/g, ",");

/** `847 bytes`, `3.1 MiB`. */
export const size = (bytes: number): string => {
	if (bytes === 1) return "1 byte";
	if (bytes < 10_000) return `${count(bytes)} bytes`;
	const units = ["KiB", "MiB", "GiB", "TiB"];
	const step = Math.min(units.length, Math.floor(Math.log2(bytes) / 10) || 1);
	const value = bytes / 1024 ** step;
	return `${value < 100 ? value.toFixed(1) : value.toFixed(0)} ${units[step - 1]}`;
};

/** `12 ms`, `0.4 s`, `12 s`, `3 min 05 s`, `2 h 04 min`. */
export const duration = (ms: number): string => {
	if (ms < 100) return `${Math.round(ms)} ms`;
	const seconds = ms / 1000;
	if (seconds < 10) return `${seconds.toFixed(1)} s`;
	const whole = Math.round(seconds);
	const two = (n: number) => String(n).padStart(2, "0");
	if (whole < 60) return `${whole} s`;
	if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
	return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
};

/** `2024-01-12`. */
export const day = (at: Instant): string => new Date(at).toISOString().slice(0, 10);

/** `16:47:33`. */
export const clock = (at: Instant): string => new Date(at).toISOString().slice(11, 19);

/** `2024-01-12 16:47:33 UTC`. */
export const utc = (at: Instant): string => `${day(at)} ${clock(at)} UTC`;

/** `2024-01-12 16:47:33.120 UTC`. */
export const utcExact = (at: Instant): string =>
	new Date(at).toISOString().replace("T", " ").replace("Z", " UTC");
