// Shortens a card step by step until a platform takes it. `keep` parts go last, and then [Approve] goes too.
import { actions } from "./actions.ts";
import type { Card, Line, Run, Section } from "./card.ts";
import { cut, shortened, shortenedInLine } from "./cut.ts";
import { withoutLinks } from "./links.ts";

/** The most characters of one line and one code, and the most sections and facts. `unlinked`: links within the text go, before any step is cut. */
export type Room = { line: number; code: number; sections: number; keeps: boolean; unlinked?: true };

const rooms: Room[] = [
	{ line: 3_000, code: 12_000, sections: 400, keeps: true },
	{ line: 3_000, code: 4_000, sections: 200, keeps: true },
	{ line: 1_200, code: 2_000, sections: 120, keeps: true },
	{ line: 1_000, code: 1_000, sections: 80, keeps: true },
	{ line: 500, code: 500, sections: 60, keeps: true, unlinked: true },
	{ line: 300, code: 200, sections: 50, keeps: true, unlinked: true },
	{ line: 150, code: 100, sections: 40, keeps: true, unlinked: true },
	{ line: 100, code: 60, sections: 25, keeps: true, unlinked: true },
	{ line: 300, code: 200, sections: 20, keeps: false, unlinked: true },
	{ line: 100, code: 60, sections: 12, keeps: false, unlinked: true },
];

/** The card, shortened as little as `fits` allows, and its rendering. Deterministic. */
export const fitted = <Rendered>(
	card: Card,
	render: (card: Card) => Rendered,
	fits: (rendered: Rendered) => boolean,
): { card: Card; rendered: Rendered } => {
	for (const room of rooms) {
		const smaller = within(card, room);
		const rendered = render(smaller);
		if (fits(rendered)) return { card: smaller, rendered };
	}
	const small = smallest(card);
	return { card: small, rendered: render(small) };
};

const smallest = (card: Card): Card => {
	const line: Line = ["This is too large to show here. All of it is in the full transcript."];
	return {
		...card,
		title: card.title.slice(0, 150),
		sections: [{ kind: "text", line }],
		buttons: undecidable(card).slice(0, 5),
	};
};

const within = (card: Card, room: Room): Card => {
	const all = room.unlinked ? unlinked(card.sections) : card.sections;
	const sections = all.map((section) =>
		section.kind !== "facts" && section.keep && room.keeps ? section : smaller(section, room),
	);
	const dropped = sections.length - room.sections;
	return {
		...card,
		sections: dropped > 0 ? [...fewest(sections, room.sections), more(dropped)] : sections,
		buttons: room.keeps ? card.buttons : undecidable(card),
	};
};

const unlinked = (sections: Section[]): Section[] =>
	sections.flatMap((section): Section[] => {
		if (section.kind !== "text") return [section];
		const line = withoutLinks(section.line);
		return line.length > 0 ? [{ ...section, line }] : [];
	});

// A step, or a text for one, that isn't whole here can't be decided here.
const undecidable = ({ buttons }: Card): Card["buttons"] =>
	buttons.flatMap((button) => {
		if (button.action === actions.promptSend) return [];
		if (button.action !== actions.approve) return [button];
		return button.orElse ? [button.orElse] : [];
	});

// Kept sections stay; the others go, from the end.
const fewest = (sections: Section[], most: number): Section[] => {
	const marked = sections.filter((section) => section.kind !== "facts" && section.keep).length;
	let others = Math.max(0, most - marked);
	return sections
		.filter((section) => (section.kind !== "facts" && section.keep) || others-- > 0)
		.slice(0, Math.max(most, marked));
};

const more = (dropped: number): Section => ({
	kind: "text",
	line: [`and ${dropped} more; all of it is in the full transcript`],
	keep: true,
});

const smaller = (section: Section, room: Room): Section => {
	if (section.kind === "facts") return fewerFacts(section.facts, room);
	if (section.kind !== "code") return { ...section, line: shorterLine(section.line, room.line) };
	const text = cut(section.text, section.output?.part ?? "first", { characters: room.code });
	if (text === section.text) return section;
	if (section.output) return { ...section, text, output: { ...section.output, whole: false } };
	return { ...section, text, label: `${section.label} (${shortened(text, section.text)})` };
};

const fewerFacts = (facts: Extract<Section, { kind: "facts" }>["facts"], room: Room): Section => {
	const some = facts
		.slice(0, room.sections)
		.map(({ label, line }) => ({ label: label.slice(0, 200), line: shorterLine(line, room.line) }));
	const rest = facts.length - some.length;
	return {
		kind: "facts",
		facts: rest > 0 ? [...some, { label: `and ${rest} more`, line: ["in the full transcript"] }] : some,
	};
};

// Shortens people's words on their own, to state their exact length.
const shorterLine = (line: Line, most: number): Line => {
	let room = most;
	const shorter: Line = [];
	for (const run of line) {
		if (typeof run === "object" && "said" in run) {
			shorter.push({ ...run, most: Math.min(run.most, most) });
			continue;
		}
		const text = textOf(run);
		if (text.length > room) {
			const all = line.map(textOf).join("");
			return [...shorter, cutRun(run, room), shortenedInLine(all)];
		}
		room -= text.length;
		shorter.push(run);
	}
	return shorter;
};

const textOf = (run: Run): string => {
	if (typeof run === "string") return run;
	if ("bold" in run) return run.bold;
	if ("theirs" in run) return run.theirs;
	return "code" in run ? run.code : "";
};

const cutRun = (run: Run, characters: number): Run => {
	const text = cut(textOf(run), "first", { characters });
	if (typeof run === "string") return text;
	if ("theirs" in run) return { theirs: text };
	return "bold" in run ? { bold: text } : { code: text };
};
