// The Home tab: what waits for an approver, a technician's endpoints and recent sessions.
import { z } from "zod";
import { actions } from "../../cards/actions.ts";
import { endpointState } from "../../cards/endpoints.ts";
import { list } from "../../cards/format.ts";
import { limits } from "../../cards/limits.ts";
import type { Button, Line } from "../../cards/model.ts";
import { buttonElement, plainText, type SlackBlock, sectionBlocks } from "../../cards/slack.ts";
import { refusalText, sessionStates } from "../../cards/words.ts";
import { shortId } from "../../protocol/ids.ts";
import type { Home } from "../backend.ts";
import type { Kit } from "./kit.ts";
import { identityOf, installed, workspaceOf } from "./payload.ts";

const Opened = z.looseObject({ event: z.looseObject({ user: z.string(), tab: z.string().nullish() }) });

export const onHome = async (kit: Kit, body: unknown): Promise<void> => {
	const { user, tab } = Opened.parse(body).event;
	if (tab && tab !== "home") return;
	const at = installed(body);
	const home = await kit.backend.home({
		by: { identity: identityOf(user, null, at), name: user },
		workspace: workspaceOf(at),
	});
	await kit.web().views.publish({ user_id: user, view: { type: "home", blocks: homeBlocks(home) } });
};

/** As much as a Home tab takes, what waits first. */
export const homeBlocks = (home: Home): SlackBlock[] => {
	if (!home.listed) return lines([refusalText({ code: "not-bound" })]);
	const blocks =
		home.clients.length === 0 ? nobody : [...pending(home), ...sessions(home), ...endpoints(home)];
	const all = blocks.length > 0 ? blocks : nothing;
	return all.slice(0, limits.slack.viewBlocks);
};

const heading = (text: string): SlackBlock => ({
	type: "header",
	text: plainText(text, limits.slack.header),
});
const lines = (...all: Line[]): SlackBlock[] =>
	sectionBlocks(
		all.map((line) => ({ kind: "text", line })),
		"",
	);
const short = (text: string): string => (text.length > 300 ? `${text.slice(0, 299)}…` : text);

const nobody = lines(["You have no role at any client yet. Ask your IT provider to add you."]);
const nothing = lines([
	"Nothing waits for you. To ask for something, write /caisey and your request in your company's channel.",
]);

const button = (action: Button["action"], session: string, label: string): SlackBlock => ({
	type: "actions",
	elements: [buttonElement({ action, id: session, label })],
});
const transcript = (session: string) => button(actions.transcript, session, "Full transcript");
const review = (session: string) => button(actions.review, session, "Review in the console");

const pending = ({ pending }: Home): SlackBlock[] =>
	pending.length === 0
		? []
		: [
				heading("Waiting for your decision"),
				...pending
					.slice(0, 15)
					.flatMap(({ client, changes, endpoints, decideBy, session }) => [
						...lines(
							[{ bold: client }, ` · ${short(changes)}`],
							[
								`On ${list(endpoints)} · decide by `,
								{ time: decideBy },
								", on the card in its thread or in the console",
							],
						),
						review(session),
					]),
			];

const sessions = ({ sessions }: Home): SlackBlock[] =>
	sessions.length === 0
		? []
		: [
				heading("Recent sessions"),
				...sessions
					.slice(0, 15)
					.flatMap(({ session, client, request, state, openedAt, ticket, takenBy }) => [
						...lines(
							[
								{ bold: `${shortId(session)} · ${client}` },
								` · ${sessionStates[state]} · `,
								{ time: openedAt },
								...(takenBy === null ? [] : [` · ${takenBy} has it`]),
								...(ticket === null ? [] : [` · ticket ${ticket}`]),
							],
							[short(request)],
						),
						transcript(session),
					]),
			];

const endpoints = ({ endpoints }: Home): SlackBlock[] =>
	endpoints.length === 0
		? []
		: [
				heading("Endpoints"),
				...lines(
					...endpoints
						.slice(0, 30)
						.map(
							(one): Line => [
								{ bold: one.name },
								` · ${one.client} · ${short(one.description)} · ${endpointState(one)}`,
							],
						),
				),
			];
