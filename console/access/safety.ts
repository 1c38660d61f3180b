// The headers that keep pages from being framed, sniffed, cached or scripted, and downloads from being opened in place.
import type { Context, MiddlewareHandler } from "hono";
import { attachment } from "./file-names.ts";

const policy = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self'",
	"connect-src 'self'",
	"form-action 'self'",
	"base-uri 'none'",
	"frame-ancestors 'none'",
].join("; ");

/** Every answer gets these; one that has a policy of its own keeps it. */
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

/** For bytes that others wrote: saved, never shown. */
export const download = (name: string): Record<string, string> => ({
	"Content-Type": "application/octet-stream",
	"Content-Disposition": attachment(name),
	"Content-Security-Policy": "sandbox; default-src 'none'",
});
