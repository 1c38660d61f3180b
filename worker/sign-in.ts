// Who is looking: a signed cookie, given for a personal link that is spent once.
import { parse, serialize } from "hono/utils/cookie";
import { z } from "zod";
import { ClientId, PersonId } from "../protocol/ids.ts";
import type { LinkState } from "./client/object.ts";
import { same, tag } from "./crypto.ts";
import { type Env, settings } from "./env.ts";
import { directoryOf, objectOf } from "./places.ts";

/** Over plain http, as in the local mode, a browser would refuse the prefix that demands https. */
const cookieName = (env: Env) => (secure(env) ? "__Host-caisey" : "caisey");
const secure = (env: Env) => settings(env).PUBLIC_URL.startsWith("https:");
const cookieHours = 12;

const Cookie = z.tuple([PersonId, z.coerce.number().int(), z.string()]);

/** The person of a request's cookie, if it is ours and not too old. What they may see is judged anew for each thing. */
export const signedIn = async (
	env: Env,
	request: Request,
): Promise<{ person: string; name: string } | null> => {
	const value = parse(request.headers.get("Cookie") ?? "", cookieName(env))[cookieName(env)] ?? "";
	const cookie = Cookie.safeParse(value.split("."));
	if (!cookie.success) return null;
	const [person, expires, given] = cookie.data;
	if (Date.now() >= expires || !same(given, await tag(env, `${person}.${expires}`))) return null;
	const [member] = await directoryOf(env.DIRECTORY).memberships({ person });
	return member ? { person, name: member.name } : null;
};

const clientOf = (env: Env, token: string) => {
	const client = ClientId.safeParse(token.split(".")[0]);
	return client.success ? objectOf(env.CLIENT, client.data) : null;
};

/** How a personal link stands; changes nothing. */
export const peek = async (env: Env, token: string): Promise<LinkState> =>
	(await clientOf(env, token)?.peekLink(token)) ?? "unknown";

/** Spends a personal link: the cookie that it gives, and where to go. */
export const spend = async (env: Env, token: string) => {
	const spent = (await clientOf(env, token)?.spendLink(token)) ?? ({ ok: false, why: "unknown" } as const);
	if (!spent.ok) return spent;
	const expires = Date.now() + cookieHours * 3_600_000;
	const value = `${spent.person}.${expires}.${await tag(env, `${spent.person}.${expires}`)}`;
	const cookie = serialize(cookieName(env), value, {
		httpOnly: true,
		secure: secure(env),
		sameSite: "Lax",
		path: "/",
		maxAge: cookieHours * 3600,
	});
	return { ok: true, cookie, next: `/s/${spent.session}` } as const;
};
