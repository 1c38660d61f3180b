// Signing in by a personal link: opening it changes nothing, its button spends it.
import { ClientId } from "../../../protocol/ids.ts";
import { isKnown } from "../../backend/known.ts";
import type { LinkState } from "../../contracts/client.ts";
import { directoryOf, objectOf } from "../../durable/places.ts";
import type { Env } from "../../env.ts";
import { keep, keepFailed } from "../audit.ts";
import { begin, endFormer } from "./browser.ts";

const clientOf = async (env: Env, token: string) => {
	const client = ClientId.safeParse(token.split(".")[0]);
	return client.success && (await isKnown(env, client.data))
		? { id: client.data, stub: objectOf(env.CLIENT, client.data) }
		: null;
};

/** A personal link's state, and its owner if it is valid; changes nothing. */
export const peek = async (env: Env, token: string): Promise<LinkState> =>
	(await (await clientOf(env, token))?.stub.peekLink(token)) ?? { state: "unknown" };

/** Has another link mailed to the owner of a mailed one that is over. Whether there was one, no one is told. */
export const mailAgain = async (env: Env, token: string): Promise<void> => {
	await (await clientOf(env, token))?.stub.renewMailLink(token);
};

/** The session to which this person's own link leads, even if it was used or has expired; null: it isn't theirs. */
export const ownLink = async (env: Env, token: string, person: string): Promise<string | null> =>
	(await (await clientOf(env, token))?.stub.ownLink(token, person)) ?? null;

/** Spends a personal link: the cookie that it gives, and where to go. Stores the sign-in before it spends the link: if
 * anything fails in between, the link works again, and no one has the cookie of that sign-in. */
export const spend = async (env: Env, request: Request, token: string) => {
	const [link, client] = [await peek(env, token), await clientOf(env, token)];
	if (link.state !== "good" || !client) {
		const why = link.state === "good" ? "unknown" : link.state;
		const whose = client && why !== "unknown" ? `a link of ${client.id}` : "a link that no one has";
		await keepFailed(env, `with a personal link: ${why}`, whose);
		return { ok: false, why } as const;
	}
	const begun = await begin(env, request, { person: link.id, way: "link", identity: link.identity });
	const spent = await client.stub.spendLink(token);
	if (!spent.ok) {
		await directoryOf(env.DIRECTORY).signOut(begun.id);
		return spent;
	}
	await endFormer(env, request);
	await keep(
		env,
		{ person: link.id },
		{
			kind: "sign-in",
			who: link.person,
			person: link.id,
			what: "with a personal link",
			detail: begun.browser,
		},
	);
	return { ok: true, cookie: begun.cookie, next: `/s/${link.session}` } as const;
};
