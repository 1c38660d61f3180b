// The headers that keep pages from being framed, sniffed, cached or scripted, and downloads from being opened in place.
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { attachment } from "./file-names.ts";

const policyOf = (scripts: string): string =>
	[
		"default-src 'none'",
		`script-src ${scripts}`,
		"style-src 'self'",
		"img-src 'self'",
		"connect-src 'self'",
		"form-action 'self'",
		"base-uri 'none'",
		"frame-ancestors 'none'",
	].join("; ");
const policy = policyOf("'self'");

/** For the page whose player draws with WebAssembly; `eval` stays forbidden. */
export const withWasm = policyOf("'self' 'wasm-unsafe-eval'");

/** Every answer gets these; one with its own policy keeps that. */
export const safe: MiddlewareHandler = async (c, next) => {
	await next();
	const set = (name: string, value: string) => {
		if (!c.res.headers.has(name)) c.header(name, value);
	};
	set("Content-Security-Policy", policy);
	set("Cache-Control", c.req.path.startsWith("/assets/") ? "no-cache" : "no-store");
	set("X-Frame-Options", "DENY");
	set("X-Content-Type-Options", "nosniff");
	set("Referrer-Policy", "no-referrer");
	set("Cross-Origin-Opener-Policy", "same-origin");
	set("Cross-Origin-Resource-Policy", "same-origin");
};

/** Whether a form was sent from one of our pages. Browsers say where a request came from; where `Sec-Fetch-Site` is missing (plain http), `Origin` must be ours. */
export const fromHere = (c: Context): boolean => {
	const site = c.req.header("Sec-Fetch-Site");
	return site === undefined ? c.req.header("Origin") === new URL(c.req.url).origin : site === "same-origin";
};

/** Where to go after signing in: never to another site. */
export const pathHere = (next: string): string => (/^\/(?![/\\])[^\p{Cc}]*$/u.test(next) ? next : "/");

/** For short forms, and what browsers without a role may send: far more than either takes. */
export const small: MiddlewareHandler = bodyLimit({
	maxSize: 65_536,
	onError: (c) => c.text("That is more than a sign-in takes.", 413),
});

/** For bytes that others wrote: saved, never shown. */
export const download = (name: string): Record<string, string> => ({
	"Content-Type": "application/octet-stream",
	"Content-Disposition": attachment(name),
	"Content-Security-Policy": "sandbox; default-src 'none'",
});
