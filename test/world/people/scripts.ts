// A script that a technician attaches in a session's thread, and proposes as the preview shows it.
import { expect } from "vitest";
import type { ClientMessage } from "../../../local/slack/people/wire.ts";
import { answered } from "../record.ts";
import { channel } from "../world.ts";
import { planCard } from "./acts.ts";
import { optionOf, type Person } from "./chat.ts";

/** `shell`: if it isn't the one that the name or first line asks for. */
export type Attached = {
	name: string;
	bytes: Buffer;
	arguments?: string;
	shell?: string;
	endpoint?: string;
};

let count = 0;

/** Resolves with the preview, what the plan says it changes, and its card. */
export const proposeScript = async (tom: Person, session: ClientMessage, script: Attached) => {
	const changes = `runs ${script.name} (${++count})`;
	const file = { name: script.name, base64: script.bytes.toString("base64") };
	const preview = await answered(tom, () => tom.say(channel, "", session.ts, [file]), "xactly this");
	await tom.press(preview, "Propose…");
	const view = await tom.whole(await tom.dialog("taken as it is"));
	const chosen = {
		...(script.shell && { shell: optionOf(view, "shell", script.shell) }),
		...(script.endpoint && { endpoints: [optionOf(view, "endpoints", script.endpoint)] }),
	};
	const answer = await tom.submit(view, { changes, arguments: script.arguments ?? "", ...chosen });
	expect(answer).toEqual({});
	return { preview, changes, card: await planCard(tom, session, changes) };
};
