// Who lets a change of approvers, policy or channels take effect, and when. Pure.
import { allow, may as mayAct } from "../../domain/authority.ts";
import { confirmers, matterOf, type Powers, samePowers } from "../../domain/powers.ts";
import type { Person } from "../../protocol/people.ts";
import type { Unconfirmed } from "../../protocol/read/amendment.ts";
import { type Answer, refuse } from "../../protocol/refusal.ts";
import type { Configuration } from "../contracts/values/set-up.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import type { Amendment, Confirmed } from "./amendments-table.ts";

const day = 86_400_000;
/** How long one waits, in ms; and how long the same isn't asked again after a no. */
export const amendmentWaits = 7 * day;
/** How long approvers have it to themselves, in ms, before the person whom the client named for emergencies may confirm it. */
export const approversFirst = day;

export const powersOf = ({
	people,
	emails = {},
	policy,
	channels,
	breakGlass = null,
}: Pick<Configuration, "people" | "emails" | "policy" | "channels" | "breakGlass">): Powers => ({
	...{ people, emails, policy, channels, breakGlass },
});

type Asked = Pick<Amendment, "person" | "accounts" | "at">;
export const askerOf = ({ person, accounts }: Pick<Amendment, "person" | "accounts">) =>
	person === null ? null : { person, accounts };

/** When the named person may decide on it: at once where no approver is left who could. */
export const namedFrom = (now: Powers, asked: Asked): number =>
	confirmers({ ...now, breakGlass: null }, askerOf(asked)).length > 0 ? asked.at + approversFirst : asked.at;

/** `way`: as what they confirm it. */
export const judgeAnswer = (
	name: string,
	now: Powers,
	one: Amendment | null,
	person: Person | null,
	at: number,
): Answer<{ one: Amendment; person: Person; way: Confirmed["way"] }> => {
	if (!one) return refuse({ code: "not-found", what: "change" });
	if (!person) return refuse({ code: "no-role", client: name });
	if (one.ended) return refuse({ code: "amendment-over", how: one.ended.how });
	const matter = matterOf(now, askerOf(one), at >= namedFrom(now, one));
	const may = allow("confirm a change", { name, people: now.people }, person, matter);
	if (!may.ok) return may;
	if (at >= one.until) return refuse({ code: "amendment-over", how: "expired" });
	if (!samePowers(now, one.before)) return refuse({ code: "amendment-over", how: "stale" });
	const way = mayAct("decide", person.roles) ? "approver" : "break-glass";
	return { ok: true, one, person: may.person, way };
};

/** Of those who decide: whom no existing approver confirmed. */
export const unconfirmedAmong = (
	people: Person[],
	confirmed: Confirmed[],
): NonNullable<Snapshot["unconfirmed"]> =>
	people
		.filter(({ roles }) => mayAct("decide", roles))
		.flatMap(({ id }): { person: string; how: Unconfirmed }[] => {
			const way = confirmed.find(({ person }) => person === id)?.way;
			return way === "approver" ? [] : [{ person: id, how: way ?? "first" }];
		});
