// The state that goes with a browser to another site and back: signed, good once, for ten minutes, in that browser alone.
import { z } from "zod";
import { directoryOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { newToken, same, tag } from "../keys/crypto.ts";
import { readCookie, writeCookie } from "./cookies.ts";

const minutes = 10;
const cookieName = "caisey-install";

const Browser = z.string().regex(/^[\w-]{43}$/);
const State = z.tuple([Browser, z.coerce.number().int(), z.string()]);

/** This browser's own value, and the header that makes it keep it. An existing one stays, so that two
 * windows don't spoil each other. */
export const browserOf = (env: Env, request: Request): { browser: string; cookie: string } => {
	const held = Browser.safeParse(readCookie(env, request, cookieName));
	const browser = held.success ? held.data : newToken();
	return { browser, cookie: writeCookie(env, cookieName, browser, minutes * 60) };
};

/** A state for this browser. Nothing is stored until it is spent. */
export const newState = async (env: Env, browser: string): Promise<string> => {
	const [nonce, expires] = [newToken(), Date.now() + minutes * 60_000];
	return `${nonce}.${expires}.${await signature(env, nonce, expires, browser)}`;
};

export type Spent = "good" | "strange" | "expired" | "used";

/** `strange`: not ours, or begun in another browser. */
export const spendState = async (env: Env, request: Request, state: string): Promise<Spent> => {
	const read = State.safeParse(state.split("."));
	const browser = Browser.safeParse(readCookie(env, request, cookieName));
	if (!read.success || !browser.success) return "strange";
	const [nonce, expires, given] = read.data;
	if (!same(given, await signature(env, nonce, expires, browser.data))) return "strange";
	if (Date.now() >= expires) return "expired";
	return (await directoryOf(env.DIRECTORY).spend(nonce, expires)) ? "good" : "used";
};

const signature = (env: Env, nonce: string, expires: number, browser: string): Promise<string> =>
	tag(env, `install v1 ${nonce} ${expires} ${browser}`);
