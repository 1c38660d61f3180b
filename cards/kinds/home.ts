// What waits for a person, their endpoints and recent sessions, platform-neutral: Slack's Home tab, Teams' `home`.

import { shortId } from "../../protocol/ids.ts";
import type { SessionState } from "../../protocol/read/view.ts";
import { list } from "../../words/amounts.ts";
import type { Begin } from "../../words/begin.ts";
import { sessionStanding } from "../../words/plan.ts";
import { refusalText } from "../../words/refusals.ts";
import { actions } from "../model/actions.ts";
import type { Button, Line } from "../model/card.ts";
import { brief } from "../plain.ts";
import { type EndpointChoice, endpointState } from "./endpoints.ts";

export type SessionLine = {
	session: string;
	client: string;
	request: string;
	state: SessionState;
	/** How its last plan went, in words; null if it is not finished, or not known here. */
	went: string | null;
	openedAt: number;
	ticket: string | null;
	/** The technician who took it. */
	takenBy: string | null;
	url: string;
};

/** What a person's Home shows. Parts that their roles don't allow are empty. */
export type Home = {
	name: string;
	/** Whether this workspace belongs to the deployment. In others, Caisey ignores everything. */
	listed: boolean;
	clients: { name: string; roles: string[] }[];
	/** For approvers. */
	pending: {
		plan: string;
		session: string;
		client: string;
		changes: string;
		endpoints: string[];
		decideBy: number;
		url: string;
	}[];
	/** For technicians and owners. */
	endpoints: (EndpointChoice & { client: string })[];
	sessions: SessionLine[];
};

/** A heading, or a few lines with a button below them. */
export type HomePart = { heading: string } | { lines: Line[]; button: Button | null };

/** What waits first. */
export const homeParts = (home: Home, begin: Begin): HomePart[] => {
	if (!home.listed) return [said([refusalText({ code: "not-bound" }, begin)])];
	if (home.clients.length === 0) return [said([noRole])];
	const parts = [...pending(home), ...sessions(home), ...endpoints(home)];
	return parts.length > 0 ? parts : [said([nothing(begin)])];
};

const said = (...lines: Line[]): HomePart => ({ lines, button: null });
const theirs = (text: string): Line => [{ said: text, most: 300 }];

const noRole = "You have no role at any client yet. Ask your IT provider to add you.";
const nothing = (begin: Begin): string =>
	`Nothing is waiting for you. To ask for something, write ${begin} and your request in your company's channel.`;

const under = (heading: string, parts: HomePart[]): HomePart[] =>
	parts.length === 0 ? [] : [{ heading }, ...parts];

const pending = ({ pending }: Home): HomePart[] =>
	under(
		"Waiting for your decision",
		pending.slice(0, 15).map(({ client, changes, endpoints, decideBy, session }) => ({
			lines: [
				[{ bold: client }, " · ", ...theirs(changes)],
				[
					`On ${list(endpoints.map((name) => brief(name)))} · decide by `,
					{ time: decideBy },
					", on the card in its thread or in the console",
				],
			],
			button: { action: actions.review, id: session, label: "Review in the console" },
		})),
	);

const sessions = ({ sessions }: Home): HomePart[] =>
	under(
		"Recent sessions",
		sessions.slice(0, 15).map(({ session, client, request, state, went, openedAt, ticket, takenBy }) => ({
			lines: [
				[{ bold: client }, " · ", ...theirs(request)],
				[
					`${brief(sessionStanding(state, went), 120)} · `,
					{ time: openedAt },
					...(takenBy === null ? [] : [` · ${brief(takenBy)} has it`]),
					...(ticket === null ? [] : [` · ticket ${brief(ticket)}`]),
					` · session ${shortId(session)}`,
				],
			],
			button: { action: actions.transcript, id: session, label: "Full transcript" },
		})),
	);

const endpoints = ({ endpoints }: Home): HomePart[] =>
	under(
		"Endpoints",
		endpoints.length === 0
			? []
			: [
					said(
						...endpoints
							.slice(0, 30)
							.map(
								(one): Line => [
									{ bold: one.name },
									` · ${one.client} · ${brief(one.description, 200)} · ${endpointState(one, "asleep or offline")}`,
								],
							),
					),
				],
	);
