// A question that an approver asked from the card that they got directly: acknowledged there, and what technicians write in the
// thread after it arrives there. Which of it is the answer, only people know.
import { may, standingOf } from "../../../domain/authority.ts";
import type { Person } from "../../../protocol/people.ts";
import type { Notice } from "../../../protocol/read/view.ts";
import type { Pressed } from "../../contracts/session.ts";
import type { Core } from "../core.ts";
import type { Visit } from "../door.ts";
import { mention, notice, noticeKey } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";

/** Whether it was pressed on a copy that one person alone got. */
export const isDirect = (core: Core, pressed: Pressed | null, row: PlanRow): boolean =>
	pressed !== null && (core.store.cards.at(pressed.ref)?.key.startsWith(`plan:${row.id}:`) ?? false);

/** So many messages after a question; the next question begins again. */
const most = 10;

/** Inside a transaction: the event `seq` is a question asked there. */
export const askedDirectly = (core: Core, row: PlanRow, seq: number, by: Person): void => {
	core.store.askers.put({ plan: row.id, person: by.id, left: most });
	tell(core, "asked", row, `asked:${seq}`, by, by.name, "");
};

/** Inside a transaction: the event `seq` is a message in one of the session's threads, and no command. A technician's goes to those
 * who asked about plans that still wait for their decision. */
export const passOn = (core: Core, seq: number, text: string, { snapshot, person, actor }: Visit): void => {
	if (text.trim() === "" || !person || !may("propose", standingOf(snapshot, person))) return;
	for (const asker of core.store.askers.all()) {
		const row = core.store.plans.get(asker.plan);
		const to = snapshot.people.find(({ id }) => id === asker.person);
		if (row?.state !== "open" || !to || asker.left === 0) {
			core.store.askers.drop(asker);
			continue;
		}
		if (to.id === person.id) continue;
		core.store.askers.put({ ...asker, left: asker.left - 1 });
		const key = `wrote:${seq}:${row.id}:${to.id}`;
		core.store.quoting.add(seq, key);
		tell(core, "wrote", row, key, to, actor.name, text);
	}
};

const tell = (
	core: Core,
	turn: Extract<Notice["turn"], "asked" | "wrote">,
	row: PlanRow,
	key: string,
	to: Person,
	by: string,
	text: string,
): void =>
	core.put(`tell:${key}`, "private", {
		type: "tell",
		key: noticeKey(core, key),
		identities: to.identities,
		notice: notice(core, turn, [mention(core)(to)], by, row, text),
	});
