// Shared copies, for the console: links are made here, and each opening is kept in the client's log first.
import type { ConsoleOptions } from "../../console/options.ts";
import { utf8 } from "../../protocol/bytes.ts";
import { ShareId } from "../../protocol/ids.ts";
import type { ShareOpened } from "../../protocol/read/share.ts";
import { shareEnds } from "../../words/share.ts";
import { objectOf } from "../durable/places.ts";
import { type Env, settings } from "../env.ts";
import { newToken, same, sha256Hex, tag } from "../keys/crypto.ts";
import { keep } from "./audit.ts";

const day = 86_400_000;
/** Openings within one are one in the log: whoever has the passcode can't fill it. */
const minute = 60_000;

/** The token itself is in the link alone. */
const kept = (token: string): string => sha256Hex(utf8(token));

/** So that a link is known to be ours before any object is asked: asked, it would be made. */
const marked = async (env: Env, session: string, token: string): Promise<string> =>
	`${token}.${await tag(env, `share v1 ${session} ${token}`)}`;

export const sharesOf = (env: Env): ConsoleOptions["shares"] => {
	const copies = (session: string) => objectOf(env.SHARES, session);
	const isOurs = async (session: string, token: string): Promise<boolean> =>
		same(token, await marked(env, session, token.split(".")[0] ?? ""));
	return {
		list: (session) => copies(session).list(),
		begin: async (session, { by, ...rest }) => {
			await objectOf(env.SESSION, session).shared();
			return copies(session).begin({ session, by: by.name, ...rest });
		},
		fill: (session, draft, html) => copies(session).fill(draft, html),
		publish: async (session, draft, terms, { person, name }) => {
			const token = await marked(env, session, newToken());
			const done = await copies(session).publish(
				draft,
				terms && { token: kept(token), passcode: terms.passcode, expires: Date.now() + terms.days * day },
				{ session, person, name },
			);
			if (!done.ok) return done;
			const isNew = done.id === draft;
			return { ok: true, link: isNew ? `${settings(env).PUBLIC_URL}/shared/${session}/${token}` : null };
		},
		revoke: (session, share, { person, name }) => copies(session).revoke(share, { session, person, name }),
		peek: async (session, token) =>
			(await isOurs(session, token)) ? copies(session).peek(kept(token)) : { state: "unknown" },
		open: async (session, token, passcode) => {
			if (!(await isOurs(session, token))) return { state: "unknown" };
			const client = await objectOf(env.SESSION, session).client();
			if (client === null) return { state: "unknown" };
			const { id, ...found } = await copies(session).open(kept(token), passcode);
			if (id !== undefined && ShareId.safeParse(id).success) await told(env, client, session, id, found);
			return found;
		},
	};
};

const told = async (
	env: Env,
	client: string,
	session: string,
	id: string,
	found: ShareOpened,
): Promise<void> => {
	// Each copy is an account of its own: guesses at one don't silence those at another.
	const who = `someone with the link of ${id}`;
	const entry = { who, session, detail: id };
	const once = `copy opened ${id} ${Math.floor(Date.now() / minute)}`;
	if (found.state === "open")
		return keep(env, { client }, { ...entry, kind: "opened", what: "a shared copy", once });
	const because = found.state === "ended" ? shareEnds[found.because] : "a wrong passcode";
	return keep(env, { client }, { ...entry, kind: "refused", what: `a shared copy: ${because}` });
};
