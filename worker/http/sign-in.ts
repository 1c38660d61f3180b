// Who is looking: a signed cookie that names a sign-in, which a personal link begins and the person can end.
import { z } from "zod";
import { ClientId } from "../../protocol/ids.ts";
import type { LinkState } from "../contracts/client.ts";
import type { SignedIn } from "../contracts/values/caller.ts";
import { directoryOf, objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { newToken, same, tag } from "../keys/crypto.ts";
import { readCookie, writeCookie } from "./cookies.ts";

const cookieName = "caisey";
const signInHours = 12;

const Cookie = z.tuple([z.string().min(1), z.string()]);

/** The sign-in that a request's cookie names, if the cookie is ours: nothing is asked of the Directory for any other. */
const named = async (env: Env, request: Request): Promise<string | null> => {
	const cookie = Cookie.safeParse(readCookie(env, request, cookieName).split("."));
	if (!cookie.success) return null;
	const [id, given] = cookie.data;
	return same(given, await tag(env, id)) ? id : null;
};

/** The person of a request's sign-in, while it lasts. What they may see is judged each time. */
export const signedIn = async (env: Env, request: Request): Promise<SignedIn | null> => {
	const id = await named(env, request);
	return id === null ? null : directoryOf(env.DIRECTORY).signedIn(id);
};

/** Ends the request's sign-in: its cookie is worth nothing from now on, wherever it was copied. What clears it. */
export const signOut = async (env: Env, request: Request): Promise<string> => {
	const id = await named(env, request);
	if (id !== null) await directoryOf(env.DIRECTORY).signOut(id);
	return writeCookie(env, cookieName, "", 0);
};

const clientOf = (env: Env, token: string) => {
	const client = ClientId.safeParse(token.split(".")[0]);
	return client.success ? objectOf(env.CLIENT, client.data) : null;
};

/** How a personal link stands, and whose it is where it is good; changes nothing. */
export const peek = async (env: Env, token: string): Promise<LinkState> =>
	(await clientOf(env, token)?.peekLink(token)) ?? { state: "unknown" };

/** Spends a personal link: the cookie that it gives, and where to go. The sign-in stands before the link is spent: should
 * anything fail in between, the link can be tried again, and the cookie of that sign-in was given to nobody. */
export const spend = async (env: Env, token: string) => {
	const link = await peek(env, token);
	if (link.state !== "good") return { ok: false, why: link.state } as const;
	const id = newToken();
	const directory = directoryOf(env.DIRECTORY);
	await directory.signIn(id, link.id, Date.now() + signInHours * 3_600_000);
	const spent = (await clientOf(env, token)?.spendLink(token)) ?? ({ ok: false, why: "unknown" } as const);
	if (!spent.ok) {
		await directory.signOut(id);
		return spent;
	}
	const cookie = writeCookie(env, cookieName, `${id}.${await tag(env, id)}`, signInHours * 3600);
	return { ok: true, cookie, next: `/s/${link.session}` } as const;
};
