// What Slack makes of typed text: `rich_text` blocks, in which the marker characters are gone, and `text` in mrkdwn with
// & < > escaped. Known to differ: lists stay plain lines, and only a dozen emoji names are known.
import { blockId } from "../store/ids.ts";
import type { Block } from "../store/rows.ts";

export type Composed = { text: string; blocks: Block[] };
export type Names = { users: Map<string, string>; channels: Map<string, string> };

type Style = { bold?: true; italic?: true; strike?: true; code?: true };
type Inline = { type: string; [key: string]: unknown };
type Piece = { element: Inline; text: string };

/** `names` maps lower-case names, as typed after @ or #, to ids. */
export const compose = (typed: string, names: Names): Composed => {
	const parts = typed.split(/```\n?([\s\S]*?)\n?```\n?/);
	const elements: Inline[] = [];
	let text = "";
	parts.forEach((part, index) => {
		if (part === "" && (index % 2 === 0 || parts.length === 1)) return;
		const made = index % 2 === 1 ? preformatted(part) : lines(part.replace(/\n$/, ""), names);
		elements.push(...made.elements);
		text += (text && !text.endsWith("\n") ? "\n" : "") + made.text;
	});
	return { text, blocks: [{ type: "rich_text", block_id: blockId(), elements }] };
};

export const escapeText = (text: string): string =>
	text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const preformatted = (code: string) => ({
	elements: [{ type: "rich_text_preformatted", elements: [{ type: "text", text: code }], border: 0 }],
	text: `\`\`\`${escapeText(code)}\`\`\``,
});

// Runs of lines that start with "> " are quotes; all others are sections.
const lines = (part: string, names: Names): { elements: Inline[]; text: string } => {
	const groups: { quote: boolean; lines: string[] }[] = [];
	for (const line of part.split("\n")) {
		const quote = line.startsWith("> ");
		const last = groups.at(-1);
		if (last?.quote === quote) last.lines.push(line);
		else groups.push({ quote, lines: [line] });
	}
	const made = groups.map(({ quote, lines }) => {
		const pieces = inline(lines.map((line) => (quote ? line.slice(2) : line)).join("\n"), names, {});
		const text = pieces.map((piece) => piece.text).join("");
		return {
			element: {
				type: quote ? "rich_text_quote" : "rich_text_section",
				elements: joined(pieces.map((piece) => piece.element)),
			},
			text: quote ? text.replace(/^/gm, "&gt; ") : text,
		};
	});
	return { elements: made.map(({ element }) => element), text: made.map(({ text }) => text).join("\n") };
};

type Rule = { pattern: RegExp; make(match: string[], names: Names, style: Style): Piece[] | undefined };

const styled = (mark: string, add: Style): Rule => ({
	// As in Slack: the marker hugs the text, and is at a word's edge.
	pattern: new RegExp(`(?<![\\w${mark}])\\${mark}(?=\\S)([^${mark}\\n]*?\\S)\\${mark}(?![\\w${mark}])`),
	make: ([, inner = ""], names, style) => {
		const pieces = inline(inner, names, { ...style, ...add });
		const [first, last] = [pieces[0], pieces.at(-1)];
		if (first) first.text = mark + first.text;
		if (last) last.text += mark;
		return pieces;
	},
});

const link = (url: string, shown: string, style: Style): Piece[] => [
	{
		element: { type: "link", url, ...(shown === url ? {} : { text: shown }), ...withStyle(style) },
		text: shown === url ? `<${url}>` : `<${url}|${shown}>`,
	},
];

const emoji =
	"smile|thumbsup|\\+1|-1|white_check_mark|eyes|tada|warning|x|heart|wave|pray|rocket|fire|thinking_face";
const endings = "com|net|org|io|dev|eu|de|co|uk|info|example|local";

const rules: Rule[] = [
	{
		pattern: /`([^`\n]+)`/,
		make: ([, code = ""], _names, style) => [
			{ element: textElement(code, { ...style, code: true }), text: `\`${escapeText(code)}\`` },
		],
	},
	{
		pattern: /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)'\]]/,
		make: ([url = ""], _names, style) => link(url, url, style),
	},
	{
		pattern: /@([\p{L}][\p{L} ]*)/u,
		make: ([, said = ""], names) => mention(said, names),
	},
	{
		pattern: /#([\p{L}\d][\p{L}\d_-]*)/u,
		make: ([, name = ""], { channels }) => {
			const id = channels.get(name.toLowerCase());
			return id ? [{ element: { type: "channel", channel_id: id }, text: `<#${id}|${name}>` }] : undefined;
		},
	},
	{
		pattern: new RegExp(`:(${emoji}):`),
		make: ([text = "", name = ""]) => [{ element: { type: "emoji", name }, text }],
	},
	styled("*", { bold: true }),
	styled("_", { italic: true }),
	styled("~", { strike: true }),
	{
		pattern: new RegExp(
			`(?<![\\w/@.-])(?:[a-z0-9-]+\\.)+(?:${endings})(?![\\w.-]|/\\S*\\\\)(?:/[^\\s<>]*)?`,
			"i",
		),
		make: ([shown = ""], _names, style) => link(`http://${shown}`, shown, style),
	},
];

// The longest name at the start of the text after the @; the rest stays text.
const mention = (said: string, { users }: Names): Piece[] | undefined => {
	const words = said.split(" ");
	for (let count = words.length; count > 0; count--) {
		const name = words.slice(0, count).join(" ").toLowerCase();
		const rest = words.slice(count).join(" ");
		const tail = rest || count < words.length ? plain(` ${rest}`, {}) : [];
		const id = users.get(name);
		if (id) return [{ element: { type: "user", user_id: id }, text: `<@${id}>` }, ...tail];
		if (name === "here" || name === "channel") {
			return [{ element: { type: "broadcast", range: name }, text: `<!${name}>` }, ...tail];
		}
	}
	return undefined;
};

// The earliest match of any rule splits the text; what it refuses to make stays text.
const inline = (text: string, names: Names, style: Style): Piece[] => {
	const found = rules
		.map((rule) => ({ rule, match: rule.pattern.exec(text) }))
		.filter((hit): hit is { rule: Rule; match: RegExpExecArray } => hit.match !== null)
		.sort((a, b) => a.match.index - b.match.index);
	for (const { rule, match } of found) {
		const made = rule.make(
			[...match].map((group) => group ?? ""),
			names,
			style,
		);
		if (!made) continue;
		const before = text.slice(0, match.index);
		const after = text.slice(match.index + match[0].length);
		return [...inline(before, names, style), ...made, ...inline(after, names, style)];
	}
	return plain(text, style);
};

// Neighbouring texts of one style are one element, as in Slack.
const joined = (elements: Inline[]): Inline[] =>
	elements.reduce<Inline[]>((done, element) => {
		const last = done.at(-1);
		const same =
			last?.type === "text" &&
			element.type === "text" &&
			JSON.stringify(last.style) === JSON.stringify(element.style);
		if (same) done[done.length - 1] = { ...last, text: `${last.text}${element.text}` };
		else done.push(element);
		return done;
	}, []);

const plain = (text: string, style: Style): Piece[] =>
	text ? [{ element: textElement(text, style), text: escapeText(text) }] : [];

const textElement = (text: string, style: Style): Inline => ({ type: "text", text, ...withStyle(style) });

const withStyle = (style: Style) => (Object.keys(style).length ? { style } : {});
