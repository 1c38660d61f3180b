// Finds the forms of secrets in bytes that come in pieces: by the first two bytes of each, which are rarely there together.
import { secretBytes } from "../../protocol/plan/secret-name.ts";
import type { Form } from "./forms.ts";

/** A part of the bytes that has a secret, or several that overlap. `wide` as its first one. */
export type Found = { start: number; end: number; wide: boolean };

/** From `open` on, more bytes may show another one: only what is before is certain. So many bytes from there on are `covered`. */
export type Finding = { found: Found[]; open: number; covered: number };

export type Finder = {
	/** All in these bytes, in their order. The first `covered` of them are part of one that was found before. `isLast`: no more
	 * bytes come; then the beginning of a secret is found as well. */
	find: (bytes: Uint8Array, covered: number, isLast: boolean) => Finding;
};

export const newFinder = (forms: Form[]): Finder => {
	const begins = new Uint8Array(256);
	const pairs = new Uint8Array(65_536);
	/** The longest first; by their first two bytes, and by their first four. */
	const byPair = new Map<number, Form[]>();
	const byHead = new Map<number, Form[]>();
	for (const form of forms.toSorted((a, b) => b.bytes.length - a.bytes.length)) {
		const [first = 0, second = 0] = form.bytes;
		const pair = 256 * first + second;
		begins[first] = 1;
		pairs[pair] = 1;
		byPair.set(pair, [...(byPair.get(pair) ?? []), form]);
		const head = headAt(form.bytes, 0);
		byHead.set(head, [...(byHead.get(head) ?? []), form]);
	}
	const find = (bytes: Uint8Array, covered: number, isLast: boolean): Finding => {
		const found: Found[] = covered > 0 ? [{ start: 0, end: covered, wide: false }] : [];
		const end = bytes.length;
		const openAt = (at: number): Finding => {
			const last = found.at(-1);
			if (!last || last.end <= at) return { found, open: at, covered: 0 };
			const beyond = last.end - at;
			last.end = at;
			return { found, open: at, covered: beyond };
		};
		let pair = bytes[0] ?? 0;
		for (let next = 1; next < end; next++) {
			pair = ((pair << 8) | (bytes[next] as number)) & 0xffff;
			if (pairs[pair] === 0) continue;
			const at = next - 1;
			const forms = at + secretBytes.least <= end ? byHead.get(headAt(bytes, at)) : byPair.get(pair);
			if (forms === undefined) continue;
			const [length, wide, more] = matchAt(forms, bytes, at);
			if (more && !isLast) return openAt(at);
			const ends = more && end - at >= secretBytes.least ? end : at + length;
			if (ends > at) add(found, { start: at, end: ends, wide });
		}
		return !isLast && end > 0 && begins[bytes[end - 1] as number] === 1
			? openAt(end - 1)
			: { found, open: end, covered: 0 };
	};
	return { find };
};

/** The longest form there; and whether a longer one may be, of which only the beginning has come. */
const matchAt = (
	forms: Form[],
	bytes: Uint8Array,
	at: number,
): [length: number, wide: boolean, more: boolean] => {
	let begun: Form | undefined;
	for (const form of forms) {
		if (!agrees(form.bytes, bytes, at)) continue;
		if (at + form.bytes.length <= bytes.length) return [form.bytes.length, form.wide, begun !== undefined];
		begun ??= form;
	}
	return [0, begun?.wide ?? false, begun !== undefined];
};

/** The first four bytes as a number: every form has as many. */
const headAt = (bytes: Uint8Array, at: number): number =>
	((bytes[at] as number) << 24) |
	((bytes[at + 1] as number) << 16) |
	((bytes[at + 2] as number) << 8) |
	(bytes[at + 3] as number);

/** As far as there are bytes. */
const agrees = (form: Uint8Array, bytes: Uint8Array, at: number): boolean => {
	const length = Math.min(form.length, bytes.length - at);
	for (let i = 2; i < length; i++) if (form[i] !== bytes[at + i]) return false;
	return true;
};

const add = (found: Found[], one: Found): void => {
	const last = found.at(-1);
	if (last && one.start < last.end) last.end = Math.max(last.end, one.end);
	else found.push(one);
};
