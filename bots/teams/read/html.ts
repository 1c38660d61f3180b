// A message's HTML as what it says, piece by piece: text, code, mentions; each told whether chat has changed it.
import { type ChildNode, type Element, isTag, isText, type Text } from "domhandler";
import { parseDocument } from "htmlparser2";
import { isAutoLink } from "../../typed.ts";

/** `changed`: characters that were typed may be missing from it. `said`: how it reads in the record, if that differs. `quoted`: in a
 * quote, or in the `message` that this one answers or forwards. */
export type Piece = {
	kind: "text" | "code" | "mention";
	text: string;
	changed?: true;
	said?: string;
	quoted?: "text" | "message";
};

export const piecesOf = (html: string): Piece[] => {
	const pieces: Piece[] = [];
	for (const node of parseDocument(html).children) read(node, false, pieces);
	return joined(pieces);
};

/** Elements that make their own lines. */
const blocks = new Set([
	"p",
	"div",
	"ul",
	"ol",
	"li",
	"blockquote",
	"table",
	"tr",
	"hr",
	..."h1 h2 h3 h4 h5 h6".split(" "),
]);
/** Dropping them loses nothing that was typed. */
const plain = new Set(["p", "div", "span", "body", "html", "br"]);
const codes = new Set(["pre", "code", "codeblock"]);

const read = (node: ChildNode, changed: boolean, into: Piece[]): void => {
	if (isText(node)) return void textOf(node, changed, into);
	if (!isTag(node)) return;
	const { name, attribs, children } = node;
	if (isMention(node)) return void add(into, { kind: "mention", text: textIn(node) });
	if (codes.has(name)) return void into.push(codeOf(node, changed));
	if (name === "br") return void into.push({ kind: "text", text: "\n" });
	if (name === "img" || name === "emoji")
		return void add(into, { kind: "text", text: attribs.alt || attribs.itemid || nameless, changed: true });
	if (name === "attachment") return;
	if (isEmptyLine(node)) {
		startLine(into);
		return void into.push({ kind: "text", text: "\n", ...(changed && { changed }) });
	}
	const own = blocks.has(name);
	if (own) startLine(into);
	const from = into.length;
	// As Teams makes it of an address that was typed.
	const typed = name === "a" && isAutoLink(textIn(node), attribs.href ?? "");
	for (const child of children) read(child, changed || !(typed || plain.has(name)), into);
	if (!typed) into.push(...marked(node, into.splice(from)));
	if (name === "blockquote")
		into.push(...into.splice(from).map((piece) => ({ ...piece, quoted: quoteOf(node) })));
	if (own) startLine(into);
};

/** Teams writes a blank where nothing was typed. */
const isEmptyLine = ({ name, children: [only, ...others] }: Element): boolean =>
	(name === "p" || name === "div") &&
	others.length === 0 &&
	only !== undefined &&
	isText(only) &&
	only.data === "\u00a0";

const quoteOf = ({ attribs }: Element): "text" | "message" =>
	/schema\.skype\.com\/(?:Reply|Forward)$/.test(attribs.itemtype ?? "") ? "message" : "text";

/** Lists, quotes and links as they read in the record. */
const marked = ({ name, attribs }: Element, inner: Piece[]): Piece[] => {
	const text = inner.map(({ text }) => text).join("");
	if (name === "a" && attribs.href && attribs.href !== text)
		return [{ kind: "text", text, said: `${text} (${attribs.href})`, changed: true }];
	const mark = name === "li" ? "• " : name === "blockquote" ? "> " : "";
	return mark === "" ? inner : [{ kind: "text", text: "", said: mark, changed: true }, ...inner];
};

/** Pieces that say nothing are left out: the last one tells where a line begins. */
const add = (into: Piece[], piece: Piece): void => {
	if (piece.text !== "") into.push(piece);
};

const startLine = (into: Piece[]): void => {
	const last = into.at(-1);
	if (last && !last.text.endsWith("\n")) into.push({ kind: "text", text: "\n" });
};

// Blanks between elements that hold a line break were not typed; within a line, Teams says `&nbsp;` for what HTML would
// fold. Teams doesn't write line breaks in the midst of a text: such a text isn't exact.
const textOf = ({ data }: { data: string }, changed: boolean, into: Piece[]): void => {
	if (isLayout(data)) return;
	const text = unbroken(data);
	const odd = changed || /[\r\n]/.test(text.trim());
	into.push({ kind: "text", text: text.replaceAll(/^[\r\n]+|[\r\n]+$/g, ""), ...(odd && { changed: true }) });
};

const isLayout = (data: string): boolean => /^\s*[\r\n]\s*$/.test(data);

const isMention = ({ name, attribs }: Element): boolean =>
	name === "at" || /schema\.skype\.com\/Mention$/.test(attribs.itemtype ?? "");

const codeOf = (element: Element, changed: boolean): Piece => {
	const odd = inCode(element.children);
	const own = endsInBlock(element) ? odd.text.replace(/\n$/, "") : odd.text;
	const text = unbroken(own);
	const said = element.name === "code" ? text : `\n${text}\n`;
	return {
		kind: "code",
		text,
		said,
		...((changed || odd.changed || typedUnbroken.test(own)) && { changed: true }),
	};
};

/** No one typed the break after an element that makes its own line, if nothing follows it. */
const endsInBlock = ({ children }: Element): boolean => {
	const last = children.at(-1);
	return last !== undefined && isTag(last) && (blocks.has(last.name) || endsInBlock(last));
};

/** In code every character counts; lines end at breaks, or at elements that make their own. */
const inCode = (nodes: ChildNode[]): { text: string; changed: boolean } => {
	let [text, changed] = ["", false];
	const around = nodes.some((node) => isTag(node) && codes.has(node.name));
	for (const node of nodes) {
		if (isText(node) && !(around && isLayout(node.data))) text += lineOf(node);
		if (!isTag(node)) continue;
		const inner = inCode(node.children);
		if (blocks.has(node.name) && text !== "" && !text.endsWith("\n")) text += "\n";
		text += node.name === "br" ? "\n" : inner.text;
		if (blocks.has(node.name)) text += "\n";
		changed ||= inner.changed || node.name === "img" || node.name === "emoji" || isMention(node);
	}
	return { text, changed };
};

/** Stands for a picture in a text: nothing of a message goes unseen. */
const nameless = "\ufffc";

/** As HTML reads it: a break straight after `<pre>` doesn't count, and CR LF is one. */
const lineOf = ({ data, parent, prev }: Text): string => {
	const first = prev === null && parent !== null && isTag(parent) && parent.name === "pre";
	return (first ? data.replace(/^\r?\n/, "") : data).replaceAll("\r\n", "\n");
};

const textIn = (element: Element): string =>
	element.children
		.map((node) => (isText(node) ? unbroken(node.data) : isTag(node) ? textIn(node) : ""))
		.join("");

/** Between two characters that aren't blanks, where Teams itself has no need to write one. */
const typedUnbroken = /[^ \t\r\n\u00a0]\u00a0[^ \t\r\n\u00a0]/;

// Teams' way of writing a blank that HTML would fold.
const unbroken = (text: string): string => text.replaceAll("\u00a0", " ");

/** Neighbours of one kind as one piece. */
const joined = (pieces: Piece[]): Piece[] => {
	const all: Piece[] = [];
	for (const piece of pieces) {
		const last = all.at(-1);
		const same =
			last?.kind === "text" &&
			piece.kind === "text" &&
			last.changed === piece.changed &&
			last.quoted === piece.quoted &&
			!last.said &&
			!piece.said;
		if (same) last.text += piece.text;
		else if (piece.text !== "" || piece.said || piece.kind === "code") all.push({ ...piece });
	}
	return all;
};
