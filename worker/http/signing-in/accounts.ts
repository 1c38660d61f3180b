// Whose account it is that a provider vouches for: by the ids that its ID token claims, never by a name or an e-mail address.
import { z } from "zod";
import type { Provider } from "../../../protocol/read/sign-ins.ts";
import type { Member } from "../../contracts/directory.ts";
import { directoryOf } from "../../durable/places.ts";
import type { Env } from "../../env.ts";

const SlackId = z.string().regex(/^[A-Z0-9]{2,30}$/);
const Slack = z.looseObject({
	"https://slack.com/team_id": SlackId,
	"https://slack.com/user_id": SlackId,
	"https://slack.com/enterprise_id": SlackId.nullish(),
});
/** Microsoft's are GUIDs; the local mode's object ids are not. */
const Microsoft = z.looseObject({
	tid: z.guid(),
	oid: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
});

/** `workspace` as the set-up file lists it. `enterprise`: the Slack organization, if the token names one. */
export type Account = { workspace: string; user: string; enterprise: string | null };

/** The account of verified claims; null: they don't name one. */
export const accountIn = (provider: Provider, claims: unknown): Account | null => {
	if (provider === "microsoft") {
		const read = Microsoft.safeParse(claims);
		return read.success
			? { workspace: `teams:${read.data.tid}`, user: read.data.oid, enterprise: null }
			: null;
	}
	const read = Slack.safeParse(claims);
	if (!read.success) return null;
	const { "https://slack.com/team_id": team, "https://slack.com/user_id": user } = read.data;
	return {
		workspace: `slack:${team}`,
		user,
		enterprise: read.data["https://slack.com/enterprise_id"] ?? null,
	};
};

/** The identity as the set-up file writes it. `enterprise`: the organization, by the token or else by the set-up. */
export const identityOf = ({ workspace, user }: Account, enterprise: string | null): string =>
	enterprise === null ? `${workspace}:${user}` : `slack:${enterprise}:${user}`;

/** Fails closed: a workspace or tenant that the set-up doesn't list is no one's. One account may belong to several people, at
 * several clients. */
export const peopleBehind = async (
	env: Env,
	account: Account,
): Promise<{ listed: boolean; identity: string; people: Member[] }> => {
	const directory = directoryOf(env.DIRECTORY);
	const enterprise = account.enterprise ?? (await directory.enterpriseOf(account.workspace));
	const identity = identityOf(account, enterprise);
	if (!(await directory.lists(account.workspace))) return { listed: false, identity, people: [] };
	const members = await directory.behind(identity);
	const people = members.filter((one, i) => members.findIndex(({ person }) => person === one.person) === i);
	return { listed: true, identity, people };
};
