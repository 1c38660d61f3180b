// A session's own card, as one of its threads shows it.
import { admit, may, standingOf, whoMay } from "../../../domain/authority.ts";
import type { Person } from "../../../protocol/people.ts";
import type { SessionView } from "../../../protocol/read/view.ts";
import type { Place } from "../../../protocol/record/events.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import { actorName } from "../../../words/actors.ts";
import type { Core } from "../core.ts";
import type { Visit } from "../door.ts";
import type { ThreadRow } from "../tables/talk/threads.ts";
import { homesOf } from "./homes.ts";
import { mention, planView, requester, sessionState, tellingPlan, ticketView, urlOf } from "./views.ts";

/** Stored with each message: more than any platform shows a card of their own. */
const mostServed = 100;

/** In Slack everyone sees the same buttons of a message: those that no one there may press are left out. In Teams each of these people
 * gets their own: who asked first, then those who propose. */
const offersIn = (core: Core, workspace: string): Pick<SessionView, "offers" | "served"> => {
	const { snapshot, requester } = core.self();
	const isHere = ({ identities }: Person) =>
		identities.some((identity) => homesOf(snapshot, identity).includes(workspace));
	const asker = { asker: requester.person };
	const [propose, serve, close] = [
		whoMay("propose", snapshot).filter(isHere),
		whoMay("take", snapshot).filter(isHere),
		whoMay("close", snapshot, asker).filter(isHere),
	];
	const asked = close.filter(({ id }) => id === requester.person);
	const people = new Map([...asked, ...propose, ...serve, ...close].map((one) => [one.id, one]));
	return {
		// Who asked by phone may have no account there: whoever took the call says what became of it.
		offers: { propose: propose.length > 0, serve: serve.length > 0, close: true },
		served: [...people.values()].slice(0, mostServed).map(mention(core)),
	};
};

/** As this person may see it in that conversation. Looking changes nothing. */
export const ownSessionView = (
	core: Core,
	place: Place,
	{ snapshot, person }: Visit,
): Answer<{ view: SessionView }> => {
	const thread = core.store.threads.at(place);
	if (!thread) return refuse({ code: "wrong-place" });
	const looks = admit("look", snapshot, person);
	if (!looks.ok) return looks;
	const as = standingOf(snapshot, person, { asker: core.self().requester.person });
	const offers = { propose: may("propose", as), serve: may("take", as), close: may("close", as) };
	return { ok: true, view: { ...sessionView(core, thread), offers } };
};

/** As one of its threads shows it. */
export const sessionView = (
	core: Core,
	{ kind: thread, workspace }: Pick<ThreadRow, "kind" | "workspace">,
): SessionView => {
	const self = core.self();
	const telling = tellingPlan(core);
	return {
		session: self.id,
		client: self.snapshot.name,
		requester: requester(core),
		requesterKnown: self.requester.person !== null,
		...(self.requester.roles && { requesterRoles: self.requester.roles }),
		request: self.request,
		openedAt: self.opened_at,
		state: sessionState(core),
		thread,
		...offersIn(core, workspace),
		openedBy: self.opened_by && actorName(self.opened_by),
		takenBy: self.taken_by && actorName(self.taken_by),
		ticket: ticketView(core),
		outcome: telling?.state === "finished" ? planView(core, telling).outcome : null,
		url: urlOf(core),
	};
};
