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

/** In bytes: more than the longest of our forms, which shares a copy of a session with all that is left out of it. */
const mostOfAForm = 262_144;
/** A script of 1 MiB as a text area and as a file, and the rest. */
const mostOfAProposal = 4_000_000;

const upTo = (maxSize: number): MiddlewareHandler =>
	bodyLimit({ maxSize, onError: (c) => c.text("That is more than this form takes.", 413) });
const form = upTo(mostOfAForm);

/** For every address but those that take a proposal. */
export const bounded: MiddlewareHandler = (c, next) =>
	/^\/s\/[^/]+\/propose(?:\/check)?$/.test(c.req.path) ? next() : form(c, next);

/** After who may read the session is known. */
export const large = upTo(mostOfAProposal);

/** For bytes that others wrote: saved, never shown. */
export const download = (name: string): Record<string, string> => ({
	"Content-Type": "application/octet-stream",
	"Content-Disposition": attachment(name),
	"Content-Security-Policy": "sandbox; default-src 'none'",
});
