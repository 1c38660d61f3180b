// `/caisey <request>` opens a session in the channel; `/caisey` alone opens a dialog for one; `/caisey help` explains.
import { ask, help, wantsHelp } from "../../handlers/asking.ts";
import { openRequest } from "../../handlers/request.ts";
import { forWhom } from "../../whom.ts";
import { tell } from "../answer.ts";
import type { Kit } from "../kit.ts";
import { commandOf, whomOf } from "../read/payload.ts";
import { openWaiting } from "./dialogs.ts";

/** Calls and awaits `answer` once Slack can be answered: the wish, if any, is on the disk. */
export const onCommand = async (kit: Kit, body: unknown, answer: () => Promise<void>): Promise<void> => {
	const { text, once, ...deed } = commandOf(body);
	const said = spoken(text).trim();
	if (said === "") {
		await answer();
		return openWaiting(kit, deed, openRequest(kit, deed), null);
	}
	const { by, place, ref } = deed;
	if (wantsHelp(said)) {
		await answer();
		return tell(kit, deed, help(kit, place));
	}
	const asked = forWhom(said);
	const wish = {
		by,
		place,
		request: asked?.request ?? said,
		source: "command",
		once,
		original: null,
		whom: asked && whomOf(asked.who, mentioned.exec(text)?.[1], deed.at),
		...(deed.answer.url !== null && { answerAt: deed.answer.url }),
	} as const;
	const began = { doer: { by, place, ref }, text: said, files: [] };
	const asking = await ask(kit, wish, began, (reply) => tell(kit, deed, reply), answer);
	if (asking.opened) return;
	await answer();
	await asking.afterwards();
};

/** Where Slack tells who was mentioned: only if the app's command asks for that. */
const mentioned = /^\s*for\s+<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/i;

// Slack escapes these three in a command's text, and names people, channels and links in angle brackets:
// https://docs.slack.dev/interactivity/implementing-slash-commands
const spoken = (text: string): string =>
	text
		.replace(
			/<([@#!])([^|>]*)(?:\|([^>]*))?>/g,
			(_, kind, id, name) => `${kind === "#" ? "#" : "@"}${name || id}`,
		)
		.replace(/<([^|>]*)(?:\|[^>]*)?>/g, "$1")
		.replaceAll("&lt;", "<")
		.replaceAll("&gt;", ">")
		.replaceAll("&amp;", "&");
