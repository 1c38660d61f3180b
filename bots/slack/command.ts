// `/caisey <request>` opens a session in the channel; `/caisey help` and `/caisey` alone explain.
import { sentences } from "../../cards/model.ts";
import { help } from "../../cards/words.ts";
import { privately } from "./answer.ts";
import { type Kit, refused } from "./kit.ts";
import { commandOf } from "./payload.ts";

/** `answer` is called, and waited for, when Slack can be answered: the wish is on the disk, or there is none. */
export const onCommand = async (kit: Kit, body: unknown, answer: () => Promise<void>): Promise<void> => {
	const { text, once, ...deed } = commandOf(body);
	const request = unescaped(text).trim();
	if (request === "" || request.toLowerCase() === "help") {
		await answer();
		return privately(kit, deed, helpCard);
	}
	const { by, place } = deed;
	const wish = { by, place, request, source: "command", once, original: null } as const;
	const opened = await kit.backend.open(wish, answer);
	if (opened.ok) return;
	await answer();
	await refused(kit, deed, opened.refusal);
};

export const helpCard = sentences(...help.map((line) => [line]));

// Slack escapes these three in a command's text: https://docs.slack.dev/interactivity/implementing-slash-commands
const unescaped = (text: string): string =>
	text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
