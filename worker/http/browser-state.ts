// The state that goes with a browser to another site, or to an authenticator, and back: signed, good once, for ten minutes, in
// that browser alone, for one purpose.
import { z } from "zod";
import { fromUtf8, utf8 } from "../../protocol/bytes.ts";
import { directoryOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { fromBase64url, newToken, same, tag, toBase64url } from "../keys/crypto.ts";
import { readCookie, writeCookie } from "./cookies.ts";

const minutes = 10;
const cookieName = "caisey-browser";

const Browser = z.string().regex(/^[\w-]{43}$/);
const State = z.tuple([Browser, z.coerce.number().int(), z.string().regex(/^[\w-]*$/), z.string()]);

/** What a state is for. One for the one is worth nothing for another. */
export type Purpose =
	| "install"
	| "sign-in:slack"
	| "sign-in:microsoft"
	| "choose"
	| "passkey:sign-in"
	| "passkey:add";

/** This browser's own value, and the header that makes it keep it. An existing one stays, so that two
 * windows don't spoil each other. */
export const browserOf = (env: Env, request: Request): { browser: string; cookie: string } => {
	const held = Browser.safeParse(readCookie(env, request, cookieName));
	const browser = held.success ? held.data : newToken();
	return { browser, cookie: writeCookie(env, cookieName, browser, minutes * 60) };
};

/** A state for this browser, with a text to bring back. Nothing is stored until it is spent. */
export const newState = async (env: Env, purpose: Purpose, browser: string, text = ""): Promise<string> => {
	const [nonce, expires] = [newToken(), Date.now() + minutes * 60_000];
	const carried = toBase64url(utf8(text));
	return `${nonce}.${expires}.${carried}.${await signature(env, purpose, nonce, expires, carried, browser)}`;
};

export type Spent = { ok: true; text: string } | { ok: false; why: "strange" | "expired" | "used" };

/** `strange`: not ours, for something else, or begun in another browser. */
export const spendState = async (
	env: Env,
	request: Request,
	purpose: Purpose,
	state: string,
): Promise<Spent> => {
	const read = State.safeParse(state.split("."));
	const browser = Browser.safeParse(readCookie(env, request, cookieName));
	if (!read.success || !browser.success) return { ok: false, why: "strange" };
	const [nonce, expires, carried, given] = read.data;
	if (!same(given, await signature(env, purpose, nonce, expires, carried, browser.data)))
		return { ok: false, why: "strange" };
	if (Date.now() >= expires) return { ok: false, why: "expired" };
	if (!(await directoryOf(env.DIRECTORY).spend(nonce, expires))) return { ok: false, why: "used" };
	return { ok: true, text: fromUtf8(fromBase64url(carried)) };
};

/** A secret that belongs to a state, 32 bytes in base64url: no one else can tell it, and no one has to store it. */
export const secretOf = (env: Env, state: string, use: "verifier" | "nonce" | "challenge"): Promise<string> =>
	tag(env, `${use} v1 ${state}`);

const signature = (
	env: Env,
	purpose: Purpose,
	nonce: string,
	expires: number,
	carried: string,
	browser: string,
): Promise<string> => tag(env, `${purpose} v2 ${nonce} ${expires} ${carried} ${browser}`);
