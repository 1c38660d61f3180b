// Mails to those who may decide a plan and have an address in the set-up file: its card, with a personal link to the console.
import { planMail } from "../../../cards/mail/mail.ts";
import { utf8 } from "../../../protocol/bytes.ts";
import type { Person } from "../../../protocol/people.ts";
import { mailLinkMinutes } from "../../contracts/client.ts";
import { objectOf } from "../../durable/places.ts";
import { settings } from "../../env.ts";
import { sha256Hex } from "../../keys/crypto.ts";
import { mailerOf } from "../../mail/mailer.ts";
import { type Core, type SessionOutbox, worker } from "../core.ts";
import { unreached } from "../plan/unreached.ts";
import { record } from "../record.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { deciders, planView } from "./views.ts";

type Mailing = Extract<SessionOutbox, { type: "mail" }>;

/** Once to each, also to who may decide only later. */
export const mailPlan = (core: Core, row: PlanRow): void => {
	if (row.state !== "open" || mailerOf(core.env) === null) return;
	for (const person of deciders(core, row)) {
		const once = `mailed:${row.id}:${person.id}`;
		if (addressOf(core, person) === null || core.store.once.before(once) !== null) continue;
		core.change(() => {
			core.store.once.remember(once, "");
			put(core, { type: "mail", plan: row.id, person: person.id, again: "" });
		});
	}
};

/** Someone's link is over, and they ask for another: of each plan that still waits for them. Harmless to repeat. */
export const mailAgain = (core: Core, person: string, again: string): void =>
	core.change(() => {
		for (const row of core.store.plans.unfinished()) {
			const mailing = { type: "mail", plan: row.id, person, again } as const;
			if (core.store.once.before(keyOf(mailing))) continue;
			if (row.state === "open" && deciders(core, row).some(({ id }) => id === person)) put(core, mailing);
		}
	});

const put = (core: Core, mailing: Mailing): void =>
	core.put(keyOf(mailing), `mail:${mailing.person}`, mailing);

const keyOf = ({ plan, person, again }: Mailing): string => `mail:${plan}:${person}:${again}`;

const addressOf = (core: Core, { id }: Pick<Person, "id">): string | null =>
	core.self().snapshot.emails?.[id] ?? null;

/** Sends one. The record has it without its link, which would let its reader in. */
export const deliverMail = async (core: Core, mailing: Mailing, now: number): Promise<void> => {
	const send = mailerOf(core.env);
	await core.snapshot();
	const row = core.store.plans.get(mailing.plan);
	const person = row && deciders(core, row).find(({ id }) => id === mailing.person);
	const to = person ? addressOf(core, person) : null;
	if (!send || !row || !person || to === null || row.state !== "open") return;
	const { id: session, client } = core.self();
	const token = await objectOf(core.env.CLIENT, client).issueMailLink(person.id, session, to);
	const view = planView(core, row);
	const mail = (url: string) => planMail(view, { url, minutes: mailLinkMinutes });
	const sent = await send(keyOf(mailing), to, mail(`${settings(core.env).PUBLIC_URL}/sign-in/${token}`));
	if (!sent.ok && sent.later) throw new Error(`mail: ${sent.error}`);
	if (!sent.ok) return unreached(core, row.id, `mailto:${to}`, "not-taken", now);
	core.change(() => {
		if (core.store.once.before(keyOf(mailing))) return;
		core.store.once.remember(keyOf(mailing), "sent");
		const { text } = mail("[personal link]");
		const digest = sha256Hex(utf8(text));
		record(core, now, worker, { kind: "card.mailed", plan: row.id, to: person.id, digest, mail: text });
	});
};
