// `Range` for one range of bytes, as RFC 9110 section 14 has it: malformed and multiple ranges are ignored.

export type Wanted = { kind: "whole" } | { kind: "part"; start: number; end: number } | { kind: "beyond" };

/** `end` is exclusive; "beyond" means 416. */
export const wantedRange = (header: string | undefined, length: number): Wanted => {
	const [, first, last] = /^bytes=(\d*)-(\d*)$/i.exec(header?.trim() ?? "") ?? [];
	if (first === undefined || last === undefined || (first === "" && last === "")) return { kind: "whole" };
	if (first === "") return suffix(Number(last), length);
	const start = Number(first);
	const end = last === "" ? length : Math.min(Number(last) + 1, length);
	if (last !== "" && Number(last) < start) return { kind: "whole" };
	return start < length ? { kind: "part", start, end } : { kind: "beyond" };
};

const suffix = (bytes: number, length: number): Wanted =>
	bytes > 0 && length > 0
		? { kind: "part", start: Math.max(0, length - bytes), end: length }
		: { kind: "beyond" };
