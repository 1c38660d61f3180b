// The address of a place in a run's output: `#<run>.<stream>.<byte>`.

export type Address = { run: string; stream: "stdout" | "stderr"; offset: number };

/** Null: it names something else. */
export const addressOf = (hash: string): Address | null => {
	const [, run, stream, offset] = /^#(r_[a-z0-9]+)\.(stdout|stderr)\.(\d{1,15})$/.exec(hash) ?? [];
	if (run === undefined || (stream !== "stdout" && stream !== "stderr")) return null;
	return { run, stream, offset: Number(offset) };
};

/** What someone types to go there: a line (`1200`; `err 12`: of stderr), a byte (`@4096`), a part (`50%`). */
export type Wanted =
	| { what: "line" | "byte"; stream: "stdout" | "stderr" | null; at: number }
	| { what: "part"; at: number };

export const wantedOf = (typed: string): Wanted | null => {
	const text = typed.trim().toLowerCase();
	const [, percent] = /^(\d{1,3})\s*%$/.exec(text) ?? [];
	if (percent !== undefined) return { what: "part", at: Math.min(100, Number(percent)) / 100 };
	const [, name, byte, number] = /^(?:(?:std)?(out|err)\s*)?(@?)\s*([\d,. ]{1,20})$/.exec(text) ?? [];
	const digits = number?.replaceAll(/\D/g, "") ?? "";
	if (digits === "") return null;
	const stream = name === "out" ? "stdout" : name === "err" ? "stderr" : null;
	return { what: byte === "@" ? "byte" : "line", stream, at: Number(digits) };
};
