// What the set-up says of a client takes effect here: at once, or, of approvers, policy and channels, once an existing approver has
// confirmed it.
import { atOnce, confirmers, type Powers, raised, samePowers } from "../../domain/powers.ts";
import { toldChanges } from "../../words/powers.ts";
import type { AnswerAmendment } from "../contracts/client.ts";
import type { AppliedChanges, Configuration } from "../contracts/values/set-up.ts";
import { askersOf, powersOf } from "./amendment-rules.ts";
import * as amendments from "./amendments.ts";
import { revokeFormerKeys } from "./changing-keys.ts";
import * as deputies from "./deputies.ts";
import { snapshotOf } from "./snapshot.ts";
import * as standings from "./standings.ts";
import { setUpNews } from "./telling.ts";

export type Parts = amendments.Parts &
	Parameters<typeof deputies.configure>[0] &
	standings.Parts & {
		/** Inside a transaction: an endpoint's object learns that it is no longer this client's. */
		retire: (endpoint: string) => void;
		/** Inside a transaction: agents learn whose passkeys decide. */
		nameApprovers: () => void;
	};

/** Inside a transaction. Every change is a new version; `changes` go into the audit log, and what concerns the client's own people
 * is announced to them. */
export const configure = (parts: Parts, to: Configuration, applied: AppliedChanges, now: number): void => {
	const { store } = parts;
	const self = store.self();
	for (const detail of applied.changes)
		store.audit.add(
			{ kind: "changed", who: applied.by, person: applied.person, what: "set-up", detail },
			now,
		);
	if (!self) {
		inForce(parts, to, { ...applied, note: null, confirmed: false }, now);
		return;
	}
	const [before, wanted] = [powersOf(self), powersOf(to)];
	const accounts = [...self.people, ...to.people]
		.filter(({ id }) => id === applied.person)
		.flatMap(({ identities }) => identities);
	const asked = { person: applied.person, accounts, earlier: amendments.earlierAskers(store) };
	const partly = atOnce(before, wanted);
	// Whom only an earlier asker's part keeps from it counts as there: it waits, though for nobody.
	const someone = !to.gone && confirmers(partly, askersOf({ ...asked, earlier: [] })).length > 0;
	const held = someone && !samePowers(partly, wanted);
	const nobody = !to.gone && !held && !samePowers(partly, wanted);
	const marked = raised(before, wanted).length > 0 ? ". This stays marked" : "";
	const note = nobody ? `No approver was there to confirm it${marked}` : null;
	inForce(parts, { ...to, ...(held ? partly : wanted) }, { ...applied, note, confirmed: false }, now);
	const change = { ...asked, by: applied.by, before: partly, after: to, names: applied.names };
	if (held) proposeIfPossible(parts, change, now);
	else amendments.withdraw(parts, applied.by, now);
};

/** Inside a transaction: what fails, such as by its size, is undone alone. So it never holds up what is in force at once: a leaver's end.
 * Of what nobody is asked about, the log has why, and the set-up's pages say it. */
const proposeIfPossible = (
	parts: Parts,
	change: Parameters<typeof amendments.propose>[1],
	now: number,
): void => {
	const unasked = (why: "too-many" | "unkept", said: string) => {
		amendments.keepUnasked(parts, change, why);
		const detail = `not in force, and nobody was asked: ${said.slice(0, 500)}`;
		const what = "couldn't propose a change";
		parts.store.audit.add({ kind: "changed", who: change.by, person: change.person, what, detail }, now);
	};
	try {
		if (parts.change(() => amendments.propose(parts, change, now)) === "too-many")
			unasked("too-many", `${amendments.mostADay(parts)} were proposed within a day`);
	} catch (error) {
		amendments.giveWay(parts, change, now);
		unasked("unkept", String(error));
	}
};

/** Inside a transaction: an existing approver confirms a change, or refuses it. */
export const answer = (parts: Parts, wish: AnswerAmendment, now: number) =>
	amendments.answer(
		parts,
		wish,
		({ one, person, way, self }) => {
			const before = powersOf(self);
			for (const id of raised(before, powersOf(one.after)))
				if (marksAnew(parts.store, before, id, way)) parts.store.amendments.confirm(id, person.id, way, now);
			const note =
				way === "approver"
					? `${person.name} confirmed it`
					: `${person.name} confirmed it, whom the set-up names for when no approver can be reached. This stays marked`;
			inForce(parts, one.after, { ...one, note, confirmed: true }, now);
		},
		now,
	);

/** A confirmation says of who becomes an approver by whom they were confirmed. Of who is one already it takes no mark off: they, or another
 * one who is marked, may have confirmed it. */
const marksAnew = ({ amendments: { confirmed } }: Parts["store"], before: Powers, id: string, way: string) =>
	!isApprover(before, id) || (way === "break-glass" && confirmed().some(({ person }) => person === id));

const isApprover = ({ people }: Pick<Powers, "people">, id: string): boolean =>
	people.some((one) => one.id === id && one.roles.includes("approver"));

type Told = Pick<AppliedChanges, "by" | "names"> & { note: string | null; confirmed: boolean };

/** Who decides though nobody confirmed it stays marked: by having no row. */
const inForce = (
	parts: Parts,
	to: Configuration,
	{ by, names, note, confirmed }: Told,
	now: number,
): void => {
	const { store, post } = parts;
	const self = store.self();
	const [was, is] = [self && powersOf(self), powersOf(to)];
	if (!confirmed) for (const id of raised(was, is)) store.amendments.unconfirm(id);
	store.endOthers(
		to.endpoints.map(({ name }) => name),
		now,
	);
	const lost = deputies.configure(parts, to);
	if (was) {
		const called = amendments.channelNames(names);
		const changes = to.gone ? [] : toldChanges(was, is, { called });
		const unbound = was.channels.filter((one) => !is.channels.includes(one));
		const version = store.self()?.version ?? 0;
		const channels = [...is.channels, ...unbound];
		for (const one of setUpNews({ ...to, version }, by, { changes, channels, unbound, note })) post(one);
		if (!samePowers(was, is)) for (const { session } of store.pendingSessions()) parts.tellSession(session);
	}
	for (const endpoint of store.undeclared()) {
		store.forget(endpoint);
		parts.retire(endpoint);
	}
	const client = { ...snapshotOf(store, now), people: to.people };
	for (const one of revokeFormerKeys(store, client, by, lost)) post(one);
	for (const { person } of store.amendments.confirmed())
		if (!isApprover(is, person)) store.amendments.unconfirm(person);
	parts.nameApprovers();
	standings.endFallen(parts, client, now, lost);
};
