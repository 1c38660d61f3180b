// The session's message: who asked for what, and its state. On the MSP's desk the client comes first.
import { shortId } from "../../protocol/ids.ts";
import { Outcome, type SessionView, type TicketView } from "../../protocol/read/view.ts";
import { marked, rolesText } from "../../words/actors.ts";
import { noRole, outcomes, sessionStates, withTechnician } from "../../words/states.ts";
import { actions, showActions } from "../model/actions.ts";
import type { Button, Card, Line, Section } from "../model/card.ts";
import { brief } from "../plain.ts";
import { openLink } from "./open.ts";

export const sessionCard = (view: SessionView): Card => {
	const short = shortId(view.session);
	const title =
		view.thread === "desk"
			? `${view.client} · Caisey session ${short}`
			: `Caisey session ${short} · ${view.client}`;
	return {
		title,
		state: stateOf(view),
		sections: sections(view),
		choice: null,
		...offers(view),
		...(view.served.length > 0 && { own: { show: showActions.session, id: view.session, who: view.served } }),
		notification: [
			...(view.thread === "desk" ? [`${brief(view.client)}: `] : []),
			`${nameOf(view)} asked: `,
			{ said: view.request, most: 600 },
			` · ${title}: ${stateOf(view)}`,
		],
	};
};

/** Anyone without a role may bear any name. */
const nameOf = ({ requester: { name }, requesterKnown, requesterRoles }: SessionView): string =>
	marked(brief(name), requesterKnown, requesterRoles);

const sections = (view: SessionView): Section[] => {
	const opened: Line = ["Opened ", { time: view.openedAt }];
	if (view.openedBy !== null) opened.push(" by ", { bold: brief(view.openedBy) }, ", for someone who phoned");
	opened.push(" · ", openLink(view.url));
	const lines: Line[] = [
		[
			{ mention: view.requester },
			`${view.requesterKnown ? rolesText(view.requesterRoles) : noRole} asked: `,
			{ said: view.request, most: 3_000 },
		],
		opened,
		...(view.ticket ? [ticketLine(view.ticket)] : []),
		...(view.takenBy === null ? [] : [[{ bold: brief(view.takenBy) }, " has it"]]),
		...(view.thread === "desk" ? [[`${view.client} can read everything you write in this thread.`]] : []),
	];
	return lines.map((line) => ({ kind: "text", line }));
};

/** A ticket's address belongs to the MSP and isn't a secret. */
export const ticketLine = ({ ticket, url }: TicketView): Line => {
	// A ticket may bear any name, that of a button too.
	const label = `Ticket ${brief(ticket)}`;
	return [url === null ? label : { url, label }];
};

const offers = (view: SessionView): Pick<Card, "buttons" | "menu"> => {
	const of = (action: Button["action"], label: string, tone?: Button["tone"]): Button => ({
		action,
		id: view.session,
		label,
		...(tone && { tone }),
	});
	const some = (...button: Parameters<typeof of>): Button => ({ ...of(...button), forSome: true });
	const open = view.state !== "closed";
	const unclaimed = open && view.takenBy === null;
	const onDesk = view.thread === "desk";
	const { propose, serve, close } = view.offers;
	return {
		buttons: [
			...(serve && unclaimed && onDesk ? [some(actions.take, "Take it", "primary")] : []),
			...(propose && open ? [some(actions.runCommand, "Run a command…")] : []),
			...(close && !open ? [some(actions.reopen, "Reopen")] : []),
			of(actions.transcript, "Full transcript"),
		],
		menu: [
			...(serve && unclaimed && !onDesk ? [some(actions.take, "Take it")] : []),
			...(serve && open && !unclaimed ? [some(actions.handOver, "Hand over…")] : []),
			...(serve ? [some(actions.ticket, "Ticket…")] : []),
			...(close && open ? [some(actions.close, "Close…")] : []),
			// Six actions, a ticket's link among them, are all that Teams shows.
			...(open && !unclaimed ? [] : [of(actions.help, "Help")]),
		],
	};
};

const stateOf = ({ state, outcome, takenBy }: SessionView): string => {
	if (state === "waiting-for-technician" && takenBy !== null) return withTechnician;
	const known = Outcome.safeParse(outcome);
	return state === "finished" && known.success ? outcomes[known.data] : sessionStates[state];
};
