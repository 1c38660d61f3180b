// What a shell reported of a step, in sections of the text export: swallowed errors, programs, what could not be seen.
import { says } from "../../domain/line.ts";
import type { StoredRecord } from "../../protocol/read/transcript-source.ts";
import type { CaptureEvent, InsideEvent } from "../../protocol/record/inside.ts";
import { count } from "../../words/amounts.ts";
import { type EntryWords, entryWords } from "../../words/inside-entries.ts";
import { oneLine } from "../html/escape.ts";
import { block } from "./indent.ts";

type Section = "questions" | "swallowed" | "silenced" | "programs" | "other";
type Listed = { said: EntryWords[]; count: number };

/** `erased`: how many records of it are. */
export type InsideSections = Record<Section, Listed> & { unseen: CaptureEvent["unseen"]; erased: number };

export const noSections = (): InsideSections => ({
	questions: { said: [], count: 0 },
	swallowed: { said: [], count: 0 },
	silenced: { said: [], count: 0 },
	programs: { said: [], count: 0 },
	other: { said: [], count: 0 },
	unseen: [],
	erased: 0,
});

/** Of a section so many entries are written; the JSON export has all of them. */
const mostListed = 1_000;

/** Adds what a record holds for the sections. */
export const addInside = (sections: InsideSections, { kind, bytes, event }: StoredRecord): void => {
	if (kind === "event" && bytes === null) sections.erased++;
	if (event?.type === "capture") sections.unseen.push(...event.unseen);
	if (event?.type !== "inside") return;
	for (const entry of event.entries) {
		const section = sections[sectionOf(entry)];
		const said = entryWords(entry);
		if (!said) continue;
		section.count++;
		if (section.said.length < mostListed) section.said.push(said);
	}
};

const sectionOf = (entry: InsideEvent["entries"][number]): Section => {
	if (entry.what === "question" || entry.what === "answered" || entry.what === "unanswered")
		return "questions";
	if (entry.what === "native") return "programs";
	if (entry.what !== "error" || entry.how === "shown") return "other";
	return entry.how;
};

/** Each section that has something to say. `endpoint`: whose agent reports what it can't see. */
export const insideText = (sections: InsideSections, endpoint: string): string =>
	titles
		.map(([name, title]) => {
			const { said, count: all } = sections[name];
			if (all === 0) return "";
			const more = all - said.length;
			const rest = more === 0 ? "" : `  (${count(more)} more, in the JSON export)\n`;
			return `\n--- ${title} (${count(all)}) ---\n${said.map(listed).join("")}${rest}`;
		})
		.join("") +
	(sections.erased === 0 ? "" : `\n  (${erasedText(sections.erased)})\n`) +
	unseenText(sections.unseen, endpoint);

const erasedText = (records: number): string =>
	`erased: what the shell reported, ${count(records)} ${records === 1 ? "record" : "records"}`;

const titles = [
	["questions", "questions and answers"],
	["swallowed", "errors swallowed"],
	["silenced", "errors silenced on purpose"],
	["programs", "programs called"],
	["other", "also reported by the shell"],
] as const satisfies [Section, string][];

const listed = ({ text, detail }: EntryWords): string =>
	`  ${oneLine(text)}\n${detail.map((one) => block(one)).join("")}`;

const unseenText = (unseen: CaptureEvent["unseen"], endpoint: string): string =>
	unseen.length === 0
		? ""
		: `\n--- what could not be seen ---\n${unseen
				.map(({ what, because }) => `  ${oneLine(says(endpoint, `${what}: ${because}`))}\n`)
				.join("")}`;
