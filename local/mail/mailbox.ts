// A mailbox on this computer: takes mail as the mail service's API does, and shows it. Nothing leaves the computer.
import { z } from "zod";
import { type Listening, listen } from "../slack/http.ts";

const Sent = z.object({
	from: z.string(),
	to: z.union([z.string(), z.array(z.string())]).transform((to) => [to].flat()),
	subject: z.string(),
	text: z.string(),
	html: z.string(),
});
export type LocalMail = z.infer<typeof Sent> & { at: number };

export type Mailbox = {
	/** What the Worker is given as the service's address. */
	url: string;
	mails: () => LocalMail[];
	/** Resolves with the next mail that comes to this address, or came and wasn't asked for yet. */
	next: (to: string) => Promise<LocalMail>;
	stop: Listening["stop"];
};

/** As the real service: the same key a second time is the same mail, and arrives once. */
export const startMailbox = async (port: number): Promise<Mailbox> => {
	const mails: LocalMail[] = [];
	const keys = new Map<string, string>();
	const taken = new Set<LocalMail>();
	let heard = Promise.withResolvers<void>();

	const take = async (request: Request): Promise<Response> => {
		const key = request.headers.get("idempotency-key") ?? crypto.randomUUID();
		const text = await request.text();
		const read = Sent.safeParse(JSON.parse(text));
		if (!read.success)
			return Response.json({ name: "validation_error", message: read.error.message }, { status: 422 });
		if (keys.has(key) && keys.get(key) !== text)
			return Response.json({ name: "invalid_idempotent_request", message: "another mail" }, { status: 409 });
		if (!keys.has(key)) {
			mails.push({ ...read.data, at: Date.now() });
			heard.resolve();
			heard = Promise.withResolvers();
		}
		keys.set(key, text);
		return Response.json({ id: key });
	};
	const listening = await listen(port, (request) => {
		const { pathname } = new URL(request.url);
		if (request.method === "POST" && pathname === "/emails") return take(request);
		if (request.method !== "GET" || pathname !== "/") return new Response("Not found", { status: 404 });
		return new Response(page(mails), {
			headers: {
				"Content-Type": "text/html; charset=utf-8",
				"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'",
			},
		});
	});
	const next = async (to: string): Promise<LocalMail> => {
		for (;;) {
			const wait = heard.promise;
			const found = mails.find((one) => one.to.includes(to) && !taken.has(one));
			if (found) {
				taken.add(found);
				return found;
			}
			await wait;
		}
	};
	return { url: `http://localhost:${listening.port}`, mails: () => mails, next, stop: listening.stop };
};

const page = (mails: LocalMail[]): string => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Mail (local)</title>
<style>body{font:15px/1.5 system-ui;max-width:46rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap;overflow-wrap:anywhere}article{border-top:1px solid #8886;padding:.5rem 0 1rem}</style></head>
<body><h1>Mail on this computer</h1><p>${mails.length === 0 ? "No mail yet. " : ""}Reload the page to see new mail.</p>
${mails.toReversed().map(article).join("\n")}</body></html>`;

const article = ({ to, subject, text, at }: LocalMail): string =>
	`<article><h2>${escaped(subject)}</h2><p>To ${escaped(to.join(", "))}, ${new Date(at).toISOString().slice(11, 19)} UTC</p><pre>${linked(text)}</pre></article>`;

/** Personal links open; nothing else that a mail has does. */
const linked = (text: string): string =>
	escaped(text).replaceAll(/^(https?:\/\/\S+\/sign-in\/[\w.-]+)$/gm, '<a href="$1">$1</a>');

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (one) => entities[one] ?? one);
