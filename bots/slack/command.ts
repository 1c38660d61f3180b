// `/caisey <request>` opens a session in the channel; `/caisey help` and `/caisey` alone explain.
import { command } from "../../cards/actions.ts";
import { helpCard } from "../../cards/told.ts";
import { privately } from "./answer.ts";
import { type Kit, refused } from "./kit.ts";
import { commandOf } from "./payload.ts";

export const onCommand = async (kit: Kit, body: unknown): Promise<void> => {
	const { text, once, ...deed } = commandOf(body);
	const request = unescaped(text).trim();
	if (request === "" || request.toLowerCase() === "help") return privately(kit, deed, helpCard(command));
	const { by, place } = deed;
	const answer = await kit.backend.open({ by, place, request, source: "command", once, original: null });
	if (!answer.ok) await refused(kit, deed, answer.refusal);
};

// Slack escapes these three in a command's text: https://docs.slack.dev/interactivity/implementing-slash-commands
const unescaped = (text: string): string =>
	text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
