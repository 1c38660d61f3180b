// Who lets a change of approvers, policy or channels take effect, and when. Pure.
import { allow, may as mayAct } from "../../domain/authority.ts";
import { confirmers, mattersOf, type Powers, samePowers } from "../../domain/powers.ts";
import type { Person } from "../../protocol/people.ts";
import type { Unconfirmed } from "../../protocol/read/amendment.ts";
import { type Answer, refuse } from "../../protocol/refusal.ts";
import type { Configuration } from "../contracts/values/set-up.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import type { Amendment, Confirmed, Earlier } from "./amendments-table.ts";

const day = 86_400_000;
/** How long one waits, in ms; and how long the same isn't asked again after a no. */
export const amendmentWaits = 7 * day;
/** So many are proposed within a day at most: approvers hear of each, and each is kept for ever. */
export const proposedADay = 20;
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

type Asked = Pick<Amendment, "person" | "accounts" | "earlier" | "at">;
/** Everyone who asked for something in it. */
export const askersOf = ({ person, accounts, earlier }: Omit<Asked, "at">): Earlier[] =>
	person === null ? earlier : [...earlier.filter((one) => one.person !== person), { person, accounts }];

/** Who asked for what a new one may carry along: what nobody confirmed, nor took back. */
export const stillAsking = (newest: Amendment | null): Earlier[] =>
	newest && newest.ended?.how !== "confirmed" && newest.ended?.how !== "withdrawn" ? askersOf(newest) : [];

/** Each person once; of their accounts, those that the last one says. */
export const together = (...all: Earlier[][]): Earlier[] => [
	...new Map(all.flat().map((one) => [one.person, one])).values(),
];

/** Whom it waits for, by name. With only askers left, it waits for someone who isn't one. */
export const waitsFor = (now: Powers, asked: Omit<Asked, "at">): string[] => {
	const names = confirmers(now, askersOf(asked)).map(({ name }) => name);
	return names.length > 0 ? names : ["another approver"];
};

/** When the named person may decide on it: at once where no approver is left who could. */
export const namedFrom = (now: Powers, asked: Asked): number =>
	confirmers({ ...now, breakGlass: null }, askersOf(asked)).length > 0 ? asked.at + approversFirst : asked.at;

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
	const client = { name, people: now.people };
	for (const matter of mattersOf(now, askersOf(one), at >= namedFrom(now, one))) {
		const may = allow("confirm a change", client, person, matter);
		if (!may.ok) return may;
	}
	if (at >= one.until) return refuse({ code: "amendment-over", how: "expired" });
	if (!samePowers(now, one.before)) return refuse({ code: "amendment-over", how: "stale" });
	const way = mayAct("decide", person.roles) ? "approver" : "break-glass";
	return { ok: true, one, person, way };
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
