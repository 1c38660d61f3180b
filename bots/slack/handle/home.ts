// The Home tab: what waits for an approver, a technician's endpoints and recent sessions.
import { z } from "zod";
import { type HomePart, homeParts } from "../../../cards/kinds/home.ts";
import { linkAction } from "../../../cards/model/actions.ts";
import { limits } from "../../../cards/model/limits.ts";
import { buttonElement, plainText, type SlackBlock, sectionBlocks } from "../../../cards/slack/card.ts";
import { command } from "../../../words/begin.ts";
import { openLabel } from "../../../words/console.ts";
import type { Home } from "../../backend.ts";
import type { Kit } from "../kit.ts";
import { identityOf, installed, workspaceOf } from "../read/payload.ts";

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
export const homeBlocks = (home: Home): SlackBlock[] =>
	homeParts(home, command).flatMap(blocksOf).slice(0, limits.slack.viewBlocks);

const blocksOf = (part: HomePart): SlackBlock[] => {
	if ("heading" in part) return [{ type: "header", text: plainText(part.heading, limits.slack.header) }];
	const { lines, button, url = "" } = part;
	const said = sectionBlocks(
		lines.map((line) => ({ kind: "text", line })),
		"",
	);
	return button === null
		? said
		: [...said, { type: "actions", elements: [buttonElement(button), ...link(url)] }];
};

const link = (url: string) =>
	url === ""
		? []
		: [{ type: "button", action_id: linkAction, text: plainText(openLabel, limits.slack.buttonText), url }];
