// One output's lines, read as they are wanted: however long it is, little of it is held.
import { codePageOf } from "../../domain/output/pages.ts";
import { readableReader, textOf } from "../../domain/output/readable.ts";
import type { Hasher, TranscriptRun, TranscriptSource } from "../../protocol/read/transcript-source.ts";

export type LineFeed = {
	/** The next lines without taking them: as many as are held at once, fewer only at the end. `far`: more of them. */
	ahead(far?: "far"): Promise<string[]>;
	take(count: number): void;
	/** Nothing more comes after what is held. */
	isOver(): boolean;
	/** Of all its bytes; after the end. */
	hash(): string;
	/** Nobody wants more. */
	end(): Promise<void>;
};

/** So many lines, or characters, are held at once. */
const most = { near: { lines: 4_000, characters: 1_048_576 }, far: { lines: 32_000, characters: 4_194_304 } };
/** A longer line counts as several, in characters. */
const longestPiece = 65_536;

/** Standard output, as a terminal would leave it. Null: some of it was erased. */
export const lineFeed = async (
	source: Pick<TranscriptSource, "stream" | "hash">,
	run: TranscriptRun,
): Promise<LineFeed | null> => {
	const stream = await source.stream(run.run, "stdout", 0, run.stdout);
	if (!stream) return null;
	const [bytes, hash] = [stream.getReader(), source.hash()];
	const reader = readableReader(codePageOf(run.context?.facts));
	let [held, open, size, isOver]: [string[], string, number, boolean] = [[], "", 0, false];
	let digest = "";
	/** What is left of a line once its pieces are held. */
	const inPieces = (line: string): string => {
		const whole = line.length - (line.length % longestPiece);
		for (let at = 0; at < whole; at += longestPiece) held.push(line.slice(at, at + longestPiece));
		return line.slice(whole);
	};
	const add = (text: string) => {
		const lines = `${open}${text}`.replaceAll("\r\n", "\n").split("\n");
		const last = lines.pop() ?? "";
		for (const line of lines) held.push(inPieces(line));
		open = inPieces(last);
		size += text.length;
	};
	const finish = (hash: Hasher) => {
		isOver = true;
		digest = hash.hex();
		add(reader.end().map(textOf).join(""));
		if (open !== "") held.push(open);
		open = "";
	};
	return {
		async ahead(far) {
			const { lines, characters } = most[far ?? "near"];
			while (!isOver && held.length < lines && size < characters) {
				const { done, value } = await bytes.read();
				if (done) finish(hash);
				else {
					hash.add(value);
					add(reader.read(value).map(textOf).join(""));
				}
			}
			return held;
		},
		take(count) {
			held = held.slice(count);
			size = held.reduce((sum, line) => sum + line.length + 1, open.length);
		},
		isOver: () => isOver,
		hash: () => digest,
		end: () => bytes.cancel(),
	};
};
