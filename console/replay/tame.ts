// Output for a real terminal, on which people play a recording: what draws takes effect, all else is written out. A title, a link,
// the clipboard, a report that the terminal would answer: each begins with an escape character, and stays text without it.

/** Colours, moves of the cursor, erasing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what these sequences start with
const drawing = /^\x1b\[[0-9;:]{0,64}[A-HJKXdfm]/;
/** The beginning of one of them: what it is, the next record may tell. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: likewise
const unfinished = /\x1b(?:\[[0-9;:]{0,64})?$/;
/** All controls but backspace, tab and the ends of lines, of 8 bits too. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: likewise
const controls = /[\0-\x07\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;

/** One stream's text, wherever records cut it. `before`: what is held of a sequence that began earlier. */
export const tamer = (before = "") => {
	let held = unfinished.exec(before)?.[0] ?? "";
	return {
		read(text: string): string {
			const all = held + text;
			held = unfinished.exec(all)?.[0] ?? "";
			const whole = all.slice(0, all.length - held.length);
			return whole.replace(controls, (one, at: number) =>
				one === esc && drawing.test(whole.slice(at, at + longest)) ? one : written(one),
			);
		},
		/** What is held of a sequence that won't end. */
		end(): string {
			const rest = held === "" ? "" : `${written(esc)}${held.slice(1)}`;
			held = "";
			return rest;
		},
	};
};

const esc = "\x1b";
const longest = 67;

const written = (one: string): string => `\\x${one.charCodeAt(0).toString(16).padStart(2, "0")}`;
