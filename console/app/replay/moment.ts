// A moment of a recording as people write it, and as it is shown.

/** In seconds, or a part of the recording; null: it can't be read. */
export const momentIn = (text: string): number | `${number}%` | null => {
	const [, part] = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim()) ?? [];
	if (part !== undefined) return `${Math.min(100, Number(part))}%`;
	const [, hours = "0", minutes = "0", seconds] =
		/^(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)\s*s?$/.exec(text.trim()) ?? [];
	return seconds === undefined ? null : 3_600 * Number(hours) + 60 * Number(minutes) + Number(seconds);
};

/** `1:02:03.5`, or `2:03.5` below an hour. */
export const momentText = (seconds: number): string => {
	const tenths = Math.floor(seconds * 10 + 1e-6);
	const [hours, minutes] = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60];
	const rest = ((tenths % 600) / 10).toFixed(1).padStart(4, "0");
	return hours > 0 ? `${hours}:${`${minutes}`.padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
};
