// What people do and see in chat, in the product's words: tests for every platform use only these.
import type { Reader } from "../people/console.ts";
import type { World } from "../world.ts";

/** A conversation, or one of its threads. */
export type Place = { conversation: string; thread: string | null };
/** A message, whatever it says by now. A session is named by its own message. */
export type Message = Place & { id: string };

/** A message as one person sees it now. `codes`: its exact texts, as they were before they were laid out. */
export type Seen = { text: string; buttons: string[]; codes: { label: string; text: string }[] };

/** What is typed, as far as chat makes something of it. */
export type Typed = string | { bold: string } | { link: string } | { mention: string };

/** By the fields' ids: texts, and choices by what is shown. An id is chosen as it is, whether it is offered or not. */
export type Fields = Record<string, string | string[]>;

export type Dialog = {
	/** All that it says, what is wrong with it included. */
	text: string;
	/** With what it keeps out of view. */
	whole(): Promise<Dialog>;
	/** The texts in its fields. */
	filled: Record<string, string>;
	/** Null once it has closed; else how it looks now. */
	send(fields: Fields): Promise<Dialog | null>;
};

/** A press as no button offers it, with a yes to what it asks. `at`: the message that it claims to be on. */
export type Forged = { at: Message; action: string; id: string };
/** Sends a dialog that no one opened. */
export type ForgedDialog = {
	at: Message;
	dialog: string;
	about: ForgedAbout;
	fields: Record<string, string>;
};
export type ForgedAbout = { plan: string } | { session: string };

export type Member = {
	/** As the records name them. */
	identity: string;
	/** Writes a request with the product's name before it; fails where the platform takes no such thing. */
	ask(request: string, where?: Place): Promise<void>;
	/** Writes the product's name alone, and opens the dialog that this leads to. */
	askInDialog(where?: Place): Promise<Dialog>;
	say(where: Place, ...typed: Typed[]): Promise<Message>;
	/** Says a block of code and nothing else. */
	code(where: Place, text: string): Promise<Message>;
	/** Says a script that is too long for a line, in the way in which the platform hands bots its text. */
	script(where: Place, text: string): Promise<Message>;
	edit(message: Message, text: string): Promise<void>;
	remove(message: Message): Promise<void>;
	/** “Start a Caisey session” on a message. */
	start(message: Message): Promise<void>;
	/** Also a button that only others are shown: what is shown decides nothing. */
	press(message: Message, label: string): Promise<void>;
	/** Presses [Cancel…]; resolves with what it asks, and what says yes to it. */
	cancel(message: Message): Promise<{ asks: string; confirm(): Promise<void> }>;
	/** Presses what opens a dialog. */
	open(message: Message, label: string): Promise<Dialog>;
	forge(press: Forged): Promise<void>;
	/** Resolves with what it was answered with. */
	forgeDialog(dialog: ForgedDialog): Promise<string>;
	/** Does something, and waits for a private answer to it that holds all of these; resolves with the answer. */
	told(doing: () => Promise<unknown>, ...texts: (string | RegExp)[]): Promise<string>;
	/** Does something, and waits for the preview of a command; resolves with it. */
	preview(doing: () => Promise<unknown>, ...texts: string[]): Promise<Message>;
	/** The session's own message about this request. */
	session(request: string): Promise<Message>;
	/** The newest message in a thread that holds all of these. */
	find(thread: Place, ...texts: string[]): Promise<Message>;
	/** The card in their own chat with the bot that holds all of these. */
	direct(...texts: string[]): Promise<Message>;
	/** A message, once it holds all of these. */
	until(message: Message, ...texts: (string | RegExp)[]): Promise<Seen>;
	/** Waits until it is gone. */
	gone(message: Message): Promise<void>;
	see(message: Message): Promise<Seen>;
	/** Every message, wherever, that holds all of these. */
	all(...texts: string[]): Promise<Message[]>;
	/** A thread's messages that mention someone, oldest first, names as `@Name`. */
	notices(thread: Place): Promise<string[]>;
	/** Opens the transcript by the personal link. */
	read(session: Message): Promise<Reader>;
};

/** Acme Dental with a technician, on one platform. */
export type Office = {
	world: World;
	/** What people write before a request. */
	begin: "/caisey" | "@Caisey";
	/** As the records name the platform. */
	surface: "slack" | "teams";
	person(handle: string): Member;
	/** Someone of another company, and where they are. */
	stranger: Member;
	strange: Place;
	/** A conversation of Acme's; perhaps another one each time. */
	place(): Place;
	/** A conversation without a client. */
	unclaimed: Place;
	/** Does something; each request that the platform makes of it comes twice at once, and again when that was answered. */
	thrice(doing: () => Promise<unknown>): Promise<void>;
	stop(): Promise<void>;
};

export type Chat = {
	name: string;
	/** `agentUrl`: where agents reach the Worker, if not directly. */
	start(options?: { agentUrl?: (workerUrl: string) => Promise<string> }): Promise<Office>;
};
