// The exact command in a message, or nothing: Teams' HTML keeps what was typed, its `text` does not.
import { afterDollar, type Exact, isBlank, promptAt } from "../../typed.ts";
import { type Activity, mentionedAs } from "./activity.ts";
import { type Piece, piecesOf } from "./html.ts";

/** Lines from the first that starts with `$ ` on, or one code block, alone or after mentions. */
export const exact = (activity: Activity): Exact => {
	const pieces = piecesIn(activity);
	return codeBlock(pieces) ?? dollarLine(pieces);
};

/** Everything said, readable, for the record: mentions as `@Name`, code as it is. The bot's own name at its start is left
 * out. */
export const spoken = (activity: Activity): string =>
	spokenPieces(activity)
		.map((piece) => (piece.kind === "mention" ? `@${piece.text}` : (piece.said ?? piece.text)))
		.join("")
		.replace(/\n{3,}/g, "\n\n")
		.trim();

const spokenPieces = (activity: Activity): Piece[] => {
	const [first, ...rest] = piecesIn(activity);
	const own = first?.kind === "mention" && first.text === (activity.recipient?.name ?? first.text);
	return own || !first ? rest : [first, ...rest];
};

/** For whom a request is, “for” and a mention; null: a typed name, or for oneself. `user`: their id,
 * null if unknown: names are only shown, and two people may look alike. */
export const mentionedFor = (activity: Activity): { name: string; user: string | null } | null => {
	const pieces = spokenPieces(activity);
	const at = pieces.findIndex(({ kind }) => kind === "mention");
	const before = pieces.slice(0, Math.max(at, 0)).map(({ said, text }) => said ?? text);
	const name = pieces[at]?.text;
	if (name === undefined || !/^\s*(?:new\s+)?for\s+$/i.test(before.join(""))) return null;
	const [user = null, ...others] = mentionedAs(activity, name, (marked) => piecesOf(marked)[0]?.text ?? "");
	return { name, user: others.length > 0 ? null : user };
};

const piecesIn = ({ attachments, text, textFormat }: Activity): Piece[] => {
	const html = attachments?.find(({ contentType }) => contentType === "text/html")?.content;
	if (typeof html === "string") return piecesOf(html);
	return textFormat === "xml" ? piecesOf(text ?? "") : plainPieces(text ?? "");
};

/** Text alone, in which nothing but mentions is marked up. */
const plainPieces = (text: string): Piece[] =>
	text.split(/(<at>[^<]*<\/at>)/).flatMap((part): Piece[] => {
		const name = /^<at>([^<]*)<\/at>$/.exec(part)?.[1];
		if (name !== undefined) return [{ kind: "mention", text: name }];
		return part === "" ? [] : [{ kind: "text", text: part.replaceAll("\r\n", "\n") }];
	});

/** Null if the message is not one code block with nothing beside it. The messages that it answers, which Teams quotes above it, were
 * said before, perhaps by someone else. */
const codeBlock = (pieces: Piece[]): Exact | null => {
	const all = pieces.filter(({ kind, text }) => kind === "code" || (kind === "text" && !isBlank(text)));
	const from = all.findIndex(({ quoted }) => quoted !== "message");
	const said = from < 0 ? [] : all.slice(from);
	const [code] = said;
	if (said.length !== 1 || code?.kind !== "code" || code.quoted) return null;
	return code.changed ? { kind: "styled" } : { kind: "command", command: code.text };
};

/** What is quoted holds no prompt, and within a command it isn't exact. */
const dollarLine = (pieces: Piece[]): Exact => {
	const texts = pieces.map(({ kind, text, quoted }) =>
		quoted || kind === "mention" ? "" : kind === "text" ? text : "\ufffc",
	);
	const flat = texts.join("");
	const at = promptAt(flat);
	if (at < 0) return { kind: "none" };
	let end = 0;
	const changed = pieces.some((piece, i) => {
		end += texts[i]?.length ?? 0;
		return end > at && (piece.kind !== "text" || piece.changed);
	});
	return changed
		? { kind: "styled" }
		: { kind: "command", command: afterDollar(flat.slice(at).replace(/\n+$/, "")) };
};
