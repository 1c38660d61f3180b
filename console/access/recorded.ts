// Every opening and export of a transcript is kept, before anything of it leaves. What a live page asks for, again and again,
// belongs to one opening.
import type { Context, MiddlewareHandler } from "hono";
import type { ConsoleOptions, Done } from "../options.ts";
import type { Reading } from "./reading.ts";

type Kept = Pick<Done, "kind" | "what" | "once">;

/** Addresses of a session that give something to keep elsewhere, or a recording to its player. What is in brackets says of which
 * run or attachment: it is kept once in a sign-in, also if it is read in parts. */
const files: [address: RegExp, kept: Kept][] = [
	[/^\/s\/[^/]+\/transcript\.txt$/, { kind: "exported", what: "transcript as text" }],
	[/^\/s\/[^/]+\/transcript\.json$/, { kind: "exported", what: "transcript as JSON" }],
	[/^\/s\/[^/]+\/transcript\.html$/, { kind: "exported", what: "transcript as a page" }],
	[/^\/s\/[^/]+\/evidence\.zip$/, { kind: "exported", what: "evidence bundle" }],
	[/^\/s\/[^/]+\/runs\/([^/]+)\/stdout$/, { kind: "exported", what: "stdout of a run", once: true }],
	[/^\/s\/[^/]+\/runs\/([^/]+)\/stderr$/, { kind: "exported", what: "stderr of a run", once: true }],
	[/^\/s\/[^/]+\/runs\/([^/]+)\/replay\.cast$/, { kind: "exported", what: "replay of a run", once: true }],
	[
		/^\/s\/[^/]+\/runs\/([^/]+)\/replay\/(?:played|part|marks|place)$/,
		{ kind: "opened", what: "replay of a run", once: true },
	],
	[/^\/s\/[^/]+\/runs\/([^/]+)\/compared$/, { kind: "opened", what: "comparison of a run", once: true }],
	[/^\/s\/[^/]+\/blobs\/([^/]+)$/, { kind: "exported", what: "attachment", once: true }],
];

const done = (c: Context, session: string): Done => {
	for (const [address, kept] of files) {
		const [whole, of] = address.exec(c.req.path) ?? [];
		if (whole !== undefined) return { ...kept, session, ...(of !== undefined && { detail: of }) };
	}
	const isPage = c.req.method === "GET" && /^\/s\/[^/]+$/.test(c.req.path);
	return { kind: "opened", session, what: "transcript", once: !isPage };
};

/** Behind `reading`, which let the person in. */
export const recorded =
	(options: ConsoleOptions): MiddlewareHandler<Reading> =>
	async (c, next) => {
		await next();
		const session = c.req.param("session");
		if (c.res.ok && session) await options.record(c.req.raw, c.var.me, done(c, session));
	};
