// What the attacks have in common: how someone changes an export who can make hashes again, and no signatures.
import { base64, fromBase64, hex, utf8 } from "../../../../../protocol/bytes.ts";
import { payloadHash } from "../../../../../protocol/record/chain.ts";
import { sha256 } from "../../../../keys/crypto.ts";
import type { Loose } from "../stored.ts";

/** `t`: an export; `other`: one of another session of the same Worker. */
export type Change = (t: Loose, other: Loose) => void;

export const of = (t: Loose, kind: string): Loose[] => t.events.filter((one: Loose) => one.kind === kind);
export const runs = (t: Loose) => ({
	whole: t.runs[0],
	partly: t.runs[1],
	done: t.runs[4],
	running: t.runs[5],
	waiting: t.runs[6],
});
export const output = ({ records }: Loose, at = 0): Loose =>
	records.filter(({ kind }: Loose) => kind !== "event")[at];
export const swap = (all: Loose[], a: number, b: number) => {
	[all[a], all[b]] = [all[b], all[a]];
};
export const swapField = (a: Loose, b: Loose, name: string) => {
	[a[name], b[name]] = [b[name], a[name]];
};
export const drop = (all: Loose[], one: Loose) => all.splice(all.indexOf(one), 1);
export const renumber = (all: Loose[], name: string) => {
	for (const [i, one] of all.entries()) one[name] = i + 1;
};
export const copy = <T>(value: T): T => structuredClone(value);
/** Base64 of the same bytes, whose last letter says more than they need. */
export const withSpareBits = (text: string): string =>
	text.replace(/.(?==+$)/, (last) => letters[letters.indexOf(last) + 1] ?? "");
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
export const salt = base64(new Uint8Array(16).fill(7));

/** An event that says this, its hash made again. */
export const rewrite = (event: Loose, body: Loose, actor: Loose = {}): void => {
	const before = event.payload ? JSON.parse(event.payload) : { v: 1, actor: null, body: {} };
	const payload = { ...before, actor: { ...before.actor, ...actor }, body: { ...before.body, ...body } };
	Object.assign(event, { payload: JSON.stringify(payload), salt: event.salt ?? salt });
	event.hash = hex(payloadHash(fromBase64(event.salt), utf8(event.payload), sha256));
	delete event.erased;
};
/** One more event at the end. */
export const append = (t: Loose, like: Loose, body: Loose, actor: Loose = {}): Loose => {
	const event = { ...copy(like), seq: t.events.length + 1 };
	rewrite(event, body, actor);
	t.events.push(event);
	return event;
};
export const rewriteRecord = (row: Loose, bytes: Uint8Array): void => {
	Object.assign(row, { bytes: base64(bytes), length: bytes.length, salt: row.salt ?? salt });
	row.hash = hex(payloadHash(fromBase64(row.salt), bytes, sha256));
};
export const eraseRow = (row: Loose, name: string) =>
	Object.assign(row, { [name]: null, salt: null, erased: true });
export const cut = (t: Loose, count: number) => {
	t.events.length = count;
};
/** The number of events until the first head. */
export const beforeHead = (t: Loose): number => of(t, "head.signed")[0].seq - 1;
export const said = (t: Loose, at = 0): Loose =>
	of(t, "message.said").filter(({ payload }) => payload !== null)[at];

/** Without a word: something contradicts it. `open`: nothing does, but both say that no signature covers it. `told`: they say
 * more of it than of the same transcript before. */
export type Found = Change | { open: Change } | { told: Change };
export type Attacks = Record<string, Record<string, Found>>;
export const bodyOf = ({ payload }: Loose): Loose => JSON.parse(payload).body;
