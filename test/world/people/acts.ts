// What people do, step by step, in words of the product.
import { existsSync, watch } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type ClientMessage, Option } from "../../../local/slack/people/wire.ts";
import { channel, type World } from "../world.ts";
import { optionOf, type Person } from "./chat.ts";
import { closeOnceDone } from "./dialog.ts";

let count = 0;

/** The office manager asks for something with the slash command; resolves with the session's message. */
export const ask = async (
	world: Pick<World, "person">,
	request = `please change something (${++count})`,
	by = "dana",
): Promise<ClientMessage> => {
	const dana = world.person(by);
	const { trouble } = await dana.say(channel, `/caisey ${request}`);
	if (trouble) throw new Error(trouble);
	return dana.message("Caisey session", request);
};

export type Proposal = {
	command: string;
	before?: string;
	after?: string;
	changes?: string;
	shell?: string;
	cwd?: string;
	endpoints?: string[];
	by?: string;
	/** Seconds since 1970. */
	notBefore?: number;
	/** The command restarts the machine. */
	restart?: true;
	/** Codes, as they are typed. */
	success?: string;
	/** What it may ask, as the dialog offers it. */
	input?: string;
};

/** A technician fills in the dialog behind [Run a command…]; resolves with the plan's card in the thread. */
export const propose = async (
	world: Pick<World, "person">,
	session: ClientMessage,
	proposal: Proposal,
): Promise<ClientMessage> => {
	const tom = world.person(proposal.by ?? "tom");
	const changes = proposal.changes ?? `change ${++count}`;
	const { dialog, reply } = await send(tom, session, { ...proposal, changes });
	const { trouble, errors } = reply;
	if (trouble || errors) throw new Error(`${trouble ?? ""}${JSON.stringify(errors ?? {})}`);
	const card = await planCard(tom, session, changes);
	await closeOnceDone(tom, dialog);
	return card;
};

/** Opens the dialog and sends it; resolves with what Slack showed the technician. */
export const fillIn = async (tom: Person, session: ClientMessage, proposal: Proposal) =>
	(await send(tom, session, proposal)).reply;

const send = async (tom: Person, session: ClientMessage, proposal: Proposal) => {
	const online = proposal.endpoints ?? ["CLIENT-ACCT-01"];
	const root = await tom.message("Caisey session", sessionName(session));
	// One that was refused before is still open, and is replaced a moment after the press.
	const open = (await tom.state()).modals.map(({ id }) => id);
	await tom.press(root, "Run a command…");
	const opened = await tom.until("a new dialog", ({ modals }) => {
		const top = modals.at(-1);
		return top && !open.includes(top.id) && JSON.stringify(top).includes("plan_more") && top;
	});
	const view = await tom.whole(opened);
	const {
		command,
		before = "",
		after = "",
		changes = "",
		shell = "sh",
		cwd = "",
		notBefore = null,
	} = proposal;
	const reply = await tom.submit(view, {
		endpoints: online.map((name) => optionOf(view, "endpoints", name)),
		command,
		before,
		after,
		changes,
		cwd: cwd || null,
		notBefore,
		shell: optionOf(view, "shell", shell),
		...(proposal.success && { success: proposal.success }),
		...(proposal.input && { input: optionOf(view, "input", proposal.input) }),
		...(proposal.restart && { restart: optionOf(view, "restart", "The command restarts it") }),
	});
	return { dialog: view.id, reply };
};

/** `session 7A3F`, as in the session's message. */
export const sessionName = (session: ClientMessage): string => {
	const found = JSON.stringify(session).match(/Caisey session [0-9A-Z]{4}/)?.[0];
	if (!found) throw new Error("that isn't a session's message");
	return found;
};

/** The card of a plan in a session's thread, as this person sees it now. */
export const planCard = (person: Person, session: ClientMessage, changes: string): Promise<ClientMessage> =>
	person.until(`the plan's card with ${changes}`, ({ messages }) =>
		messages.find(
			(message) =>
				message.thread === session.ts &&
				JSON.stringify(message.blocks).includes(changes) &&
				JSON.stringify(message.blocks).includes("plan "),
		),
	);

/** Resolves once a file is in this folder: a command tells so how far it is. */
export const appears = (folder: string, name: string): Promise<void> =>
	new Promise((resolve) => {
		const watcher = watch(folder, () => look());
		const look = () => {
			if (!existsSync(join(folder, name))) return;
			watcher.close();
			resolve();
		};
		look();
	});

/** Closes a session from its message, and says what was done. */
export const close = async (person: Person, at: ClientMessage, did = "") => {
	await chooseFrom(person, at, "Close…");
	return person.submit(await person.dialog("Close this request?"), { question: did });
};

/** Chooses in a message's menu. */
export const chooseFrom = (person: Person, at: ClientMessage, label: string) => {
	const options = Menus.parse(at.blocks).flatMap(({ elements }) => elements.flatMap((one) => one.options));
	const option = options.find(({ text }) => text.text === label);
	if (!option) throw new Error(`no ${label} in the menu`);
	return person.choose(at, "menu", option);
};
const Menus = z.array(
	z.looseObject({
		elements: z.array(z.looseObject({ options: z.array(Option.loose()).default([]) })).default([]),
	}),
);
