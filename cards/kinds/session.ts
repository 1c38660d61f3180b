// The session's message: who asked for what, and its state. On the MSP's desk the client comes first.
import { shortId } from "../../protocol/ids.ts";
import { Outcome, type SessionView, type TicketView } from "../../protocol/read/view.ts";
import { marked, rolesText } from "../../words/actors.ts";
import { noRole, outcomes, sessionStates, withTechnician } from "../../words/states.ts";
import { actions } from "../model/actions.ts";
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
	const open = view.state !== "closed";
	const unclaimed = open && view.takenBy === null;
	const onDesk = view.thread === "desk";
	const { propose, serve } = view.offers;
	return {
		buttons: [
			...(serve && unclaimed && onDesk ? [of(actions.take, "Take it", "primary")] : []),
			...(propose && open ? [of(actions.runCommand, "Run a command…")] : []),
			...(open ? [] : [of(actions.reopen, "Reopen")]),
			of(actions.transcript, "Full transcript"),
		],
		menu: [
			...(serve && unclaimed && !onDesk ? [of(actions.take, "Take it")] : []),
			...(serve && open && !unclaimed ? [of(actions.handOver, "Hand over…")] : []),
			...(serve ? [of(actions.ticket, "Ticket…")] : []),
			...(open ? [of(actions.close, "Close…")] : []),
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
