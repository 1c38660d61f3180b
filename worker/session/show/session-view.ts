// A session's own card, as one of its threads shows it.
import { whoMay } from "../../../domain/authority.ts";
import type { Person } from "../../../protocol/people.ts";
import type { SessionView } from "../../../protocol/read/view.ts";
import { actorName } from "../../../words/actors.ts";
import type { Core } from "../core.ts";
import type { ThreadRow } from "../tables/talk/threads.ts";
import { homesOf } from "./homes.ts";
import { planView, requester, sessionState, tellingPlan, ticketView, urlOf } from "./views.ts";

/** In Slack everyone sees the same buttons of a message: those that no one there may press are left out. */
const offersIn = (core: Core, workspace: string): SessionView["offers"] => {
	const { snapshot } = core.self();
	const isHere = ({ identities }: Person) =>
		identities.some((identity) => homesOf(snapshot, identity).includes(workspace));
	return {
		propose: whoMay("propose", snapshot).some(isHere),
		serve: whoMay("take", snapshot).some(isHere),
	};
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
		offers: offersIn(core, workspace),
		openedBy: self.opened_by && actorName(self.opened_by),
		takenBy: self.taken_by && actorName(self.taken_by),
		ticket: ticketView(core),
		outcome: telling?.state === "finished" ? planView(core, telling).outcome : null,
		url: urlOf(core),
	};
};
