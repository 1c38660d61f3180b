// What waits for a person, their endpoints and recent sessions, platform-neutral: Slack's Home tab, Teams' `home`.

import { shortId } from "../../protocol/ids.ts";
import type { SessionState } from "../../protocol/read/view.ts";
import { list } from "../../words/amounts.ts";
import type { Begin } from "../../words/begin.ts";
import { sessionStanding } from "../../words/plan.ts";
import { refusalText } from "../../words/refusals.ts";
import { withTechnician } from "../../words/states.ts";
import { actions } from "../model/actions.ts";
import type { Button, Line } from "../model/card.ts";
import { brief } from "../plain.ts";
import { awayLabel } from "./away-form.ts";
import { type EndpointChoice, endpointState } from "./endpoints.ts";
import { askLabel } from "./request-form.ts";

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

type Queue = "mine" | "unclaimed" | "approval" | "running";

/** What a person's Home shows. Parts that their roles don't allow are empty. */
export type Home = {
	name: string;
	/** Whether this workspace belongs to the deployment. In others, Caisey ignores everything. */
	listed: boolean;
	clients: { name: string; roles: string[] }[];
	/** For approvers, of each of their clients: its id, and whom they named. `until`: they are away until then. */
	away: { id: string; client: string; deputy: string | null; until: number | null }[];
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
	/** Erasures that wait for their confirmation. */
	erasures: {
		session: string;
		client: string;
		by: string;
		what: string;
		reason: string;
		expires: number;
		url: string;
	}[];
	/** What they asked for, newest first. */
	requests: SessionLine[];
	/** For technicians and owners: what is to be done, oldest first. */
	queue: (SessionLine & { queue: Queue })[];
	/** How many there are of each, also those that aren't here. */
	queued: Record<Queue, number>;
	/** For technicians and owners. */
	endpoints: (EndpointChoice & { client: string })[];
	/** For technicians and owners: others, newest first. */
	sessions: SessionLine[];
};

/** A heading, or a few lines with a button below them. `url`: the transcript's page, one press for who is signed in there. */
export type HomePart = { heading: string } | { lines: Line[]; button: Button | null; url?: string };

/** What waits first. */
export const homeParts = (home: Home, begin: Begin): HomePart[] => {
	if (!home.listed) return [said([refusalText({ code: "not-bound" }, begin)])];
	if (home.clients.length === 0) return [said([noRole])];
	const parts = [
		...pending(home),
		...erasures(home),
		...queue(home),
		...sessions("Your requests", home.requests, 10),
		...sessions("Recent sessions", home.sessions, 10),
		...endpoints(home),
	];
	return [...asks(home), ...(parts.length > 0 ? parts : [said([nothing(begin)])]), ...absences(home)];
};

/** Last: people seldom need it. */
const absences = ({ away }: Home): HomePart[] =>
	under(
		"Your deputies",
		away.slice(0, 10).map(({ id, client, deputy, until }) => ({
			lines: [
				[
					{ bold: client },
					...(deputy === null
						? [" · You have no deputy."]
						: until === null
							? [` · ${brief(deputy)} is your deputy, and you're here.`]
							: [` · ${brief(deputy)} decides for you: you're away until `, { time: until }]),
				],
			],
			button: { action: actions.away, id, label: awayLabel },
		})),
	);

/** In their own words, from here. */
const asks = ({ clients }: Home): HomePart[] =>
	clients.length === 1
		? [
				{
					lines: [[`Need something for ${brief(clients[0]?.name ?? "")}?`]],
					button: { action: actions.newRequest, id: "", label: askLabel, tone: "primary" },
				},
			]
		: [];

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
		pending.slice(0, 15).map(({ client, changes, endpoints, decideBy, session, plan, url }) => ({
			url: `${url}#${plan}`,
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

const erasures = ({ erasures }: Home): HomePart[] =>
	under(
		"Erasures that wait for you",
		erasures.slice(0, 10).map(({ client, by, what, reason, expires, session, url }) => ({
			url,
			lines: [
				[{ bold: client }, ` · ${brief(by)} asks to erase ${brief(what, 200)}: `, ...theirs(reason)],
				["Nothing is erased until you confirm it, by ", { time: expires }, ", in the console"],
			],
			button: { action: actions.transcript, id: session, label: "Open the transcript" },
		})),
	);

const queues = {
	mine: "Yours",
	unclaimed: "Unclaimed",
	approval: "Waiting for approval",
	running: "Running",
} as const satisfies Record<Queue, string>;
const queueNames = ["mine", "unclaimed", "approval", "running"] as const satisfies Queue[];

const queue = ({ queue, queued }: Home): HomePart[] =>
	queueNames.flatMap((name) => {
		const all = queue.filter((one) => one.queue === name);
		return sessions(queues[name], all, 8, queued[name]);
	});

const standing = (state: SessionState, went: string | null, takenBy: string | null): string =>
	state === "waiting-for-technician" && takenBy !== null ? withTechnician : sessionStanding(state, went);

const sessions = (heading: string, all: SessionLine[], most: number, of = all.length): HomePart[] =>
	under(
		of > most ? `${heading} (${most} of ${of})` : heading,
		all.slice(0, most).map(({ session, client, request, state, went, openedAt, ticket, takenBy, url }) => ({
			url,
			lines: [
				[{ bold: client }, " · ", ...theirs(request)],
				[
					`${brief(standing(state, went, takenBy), 120)} · `,
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
