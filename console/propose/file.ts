// A script's file as the form can hold it: its text with LF, and what makes the same bytes of it again.

import { inQuotes } from "../../domain/line.ts";
import { shellsFor } from "../../domain/script.ts";
import { readScript, scriptLimit } from "../../protocol/plan/script.ts";
import { exactBytes } from "../../words/amounts.ts";
import type { Written } from "./view.ts";

type Read = { ok: true; written: Written } | { ok: false; why: string };

/** Puts it in the place of the command. What isn't a script by its name or first line is a text like any other. */
export const withFile = (written: Written, name: string, bytes: Uint8Array): Read => {
	const called = inQuotes(name);
	if (bytes.length > scriptLimit)
		return { ok: false, why: `${called} has ${exactBytes(bytes.length)}. A script has at most 1 MiB.` };
	const read = readScript(bytes);
	if (read === null) return { ok: false, why: `${called} isn't a text file that a shell can read.` };
	const { text, encoding } = read;
	const crlf = text.includes("\r\n");
	const rest = text.replaceAll("\r\n", "");
	if (rest.includes("\r") || (crlf && rest.includes("\n")))
		return {
			ok: false,
			why: `The lines of ${called} end in different ways, which this form can't keep. Attach it in the thread: there it's taken byte for byte.`,
		};
	const [shell, ...others] = shellsFor(name, text) ?? [];
	const command = crlf ? text.replaceAll("\r\n", "\n") : text;
	const only = shell && others.length === 0 ? { shell } : {};
	return {
		ok: true,
		written: {
			...written,
			values: { ...written.values, ...only, command },
			file: shell === undefined ? null : { name, encoding, lines: crlf ? "crlf" : "lf" },
		},
	};
};
