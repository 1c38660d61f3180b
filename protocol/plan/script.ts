// A step that is a script: its text becomes a file on the endpoint, and its shell runs that file. The text is the step's
// `command`; the bytes of the file follow from it and its encoding.
import { z } from "zod";
import { concat, utf8 } from "../bytes.ts";

/** The most bytes of a script's file. */
export const scriptLimit = 1_048_576;

/** How the text is written to the file. A byte order mark is part of the encoding, not of the text. */
export const ScriptEncoding = z.enum(["utf-8", "utf-8-bom", "utf-16le-bom", "utf-16be-bom"]);
export type ScriptEncoding = z.infer<typeof ScriptEncoding>;

/** A file's name that every system and shell takes as it is. */
const plainName =
	/^(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$/i;

export const Script = z.strictObject({
	/** The file's name on the endpoint: `fix.ps1`. */
	name: z.string().regex(plainName, "not a plain file name"),
	encoding: ScriptEncoding,
	/** Each reaches the script as one argument. */
	arguments: z
		.array(
			z
				.string()
				.max(4_096)
				.refine((text) => text.isWellFormed(), "has an unpaired surrogate")
				.refine((text) => !/\p{Cc}/u.test(text), "has a control character"),
		)
		.max(64),
});
export type Script = z.infer<typeof Script>;

const marks = {
	"utf-8": [],
	"utf-8-bom": [0xef, 0xbb, 0xbf],
	"utf-16le-bom": [0xff, 0xfe],
	"utf-16be-bom": [0xfe, 0xff],
} as const satisfies Record<ScriptEncoding, number[]>;

/** The exact bytes of the file. */
export const scriptBytes = (text: string, encoding: ScriptEncoding): Uint8Array<ArrayBuffer> =>
	concat(Uint8Array.from(marks[encoding]), bytesIn(text, encoding));

const bytesIn = (text: string, encoding: ScriptEncoding): Uint8Array => {
	if (encoding === "utf-8" || encoding === "utf-8-bom") return utf8(text);
	const bytes = new Uint8Array(2 * text.length);
	const view = new DataView(bytes.buffer);
	for (let i = 0; i < text.length; i++)
		view.setUint16(2 * i, text.charCodeAt(i), encoding === "utf-16le-bom");
	return bytes;
};

/** A file's text and its encoding, from which `scriptBytes` makes the file again. */
export type FileText = { text: string; encoding: ScriptEncoding };

/** Null: it is no text that a shell could read. */
export const readScript = (bytes: Uint8Array): FileText | null => {
	const read = readText(bytes);
	return read?.text.includes("\0") ? null : read;
};

/** Null: it is no text. */
export const readText = (bytes: Uint8Array): FileText | null => {
	const encoding = encodingOf(bytes);
	try {
		const decoder = new TextDecoder(labelOf(encoding), { fatal: true, ignoreBOM: true });
		return { text: decoder.decode(bytes.subarray(marks[encoding].length)), encoding };
	} catch {
		return null;
	}
};

/** How a file of any kind begins, as text by its byte order mark: far enough for a `#!`. */
export const startOf = (bytes: Uint8Array): string =>
	new TextDecoder(labelOf(encodingOf(bytes))).decode(bytes.subarray(0, 512));

const encodingOf = (bytes: Uint8Array): ScriptEncoding =>
	byMark.find((one) => marks[one].every((byte, i) => bytes[i] === byte)) ?? "utf-8";
const labelOf = (encoding: ScriptEncoding): string => encoding.replace("-bom", "");
const byMark = ["utf-8-bom", "utf-16le-bom", "utf-16be-bom"] as const;

/** The program that a `#!` in the first line names, without its folder, and the arguments that it gets; null: there is none.
 * https://man7.org/linux/man-pages/man2/execve.2.html: all that follows is one argument, except with `env -S`. */
export const shebangOf = (text: string): { program: string; arguments: string[] } | null => {
	const line = /^#![ \t]*([^\r\n]*)/.exec(text.slice(0, 512))?.[1]?.trimEnd() ?? "";
	const [path = "", ...words] = line.split(/[ \t]+/);
	const program = path.split("/").at(-1) ?? "";
	if (program === "") return null;
	if (program !== "env") {
		const rest = line.slice(path.length).trim();
		return { program, arguments: rest === "" ? [] : [rest] };
	}
	const [named = "", ...rest] = words[0] === "-S" ? words.slice(1) : words;
	return { program: named.split("/").at(-1) ?? "", arguments: rest };
};

/** How a step is called where its whole text would be too much: a script by its file and arguments, quoted where they aren't
 * plain. */
export const calledAs = ({ command, script }: { command: string; script?: Script }): string =>
	script
		? [script.name, ...script.arguments]
				.map((text) => (plain.test(text) ? text : JSON.stringify(text)))
				.join(" ")
		: command;
const plain = /^[A-Za-z0-9_.:/\\=@%+,-]+$/;
