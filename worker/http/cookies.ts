// The Worker's cookies: for its own pages alone, and out of every script's reach.
import { parse, serialize } from "hono/utils/cookie";
import { type Env, settings } from "../env.ts";

const secure = (env: Env) => settings(env).PUBLIC_URL.startsWith("https:");

/** Over plain http, as in the local mode, a browser would refuse the prefix that demands https. */
const nameOf = (env: Env, name: string) => (secure(env) ? `__Host-${name}` : name);

/** The browser's value under this name; empty: none. */
export const readCookie = (env: Env, request: Request, name: string): string => {
	const full = nameOf(env, name);
	return parse(request.headers.get("Cookie") ?? "", full)[full] ?? "";
};

/** The `Set-Cookie` header that makes the browser hold it, for so long. */
export const writeCookie = (env: Env, name: string, value: string, seconds: number): string =>
	serialize(nameOf(env, name), value, {
		httpOnly: true,
		secure: secure(env),
		sameSite: "Lax",
		path: "/",
		maxAge: seconds,
	});
