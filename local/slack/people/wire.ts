// The messages between the web client and its server; none of this exists in the real Slack.
import { z } from "zod";
import type { Block } from "../store/rows.ts";

export type { Block };
export type ClientPerson = { id: string; handle: string; name: string; title: string; app: boolean };
export type ClientChannel = { id: string; name: string; topic: string; direct: boolean; members: string[] };
export type ClientFile = { id: string; name: string; bytes: number };
export type ClientMessage = {
	channel: string;
	/** Its id within the channel, and when: seconds since 1970, a dot, a counter. */
	ts: string;
	thread: string | null;
	user: string;
	text: string;
	blocks: Block[];
	files: ClientFile[];
	edited: boolean;
	replies: number;
	repliers: string[];
	/** Ephemeral: shown to this person alone. */
	onlyYou: boolean;
};
export type ClientView = {
	id: string;
	title: string;
	submit: string | null;
	close: string;
	blocks: Block[];
};
export type State = {
	me: string;
	team: { id: string; name: string };
	app: string;
	people: ClientPerson[];
	channels: ClientChannel[];
	messages: ClientMessage[];
	home: ClientView | null;
	/** The open dialogs, the topmost last. */
	modals: ClientView[];
};
export type LiveEvent =
	| { type: "message"; message: ClientMessage }
	| { type: "deleted"; channel: string; ts: string }
	| { type: "channel"; channel: ClientChannel }
	| { type: "home"; view: ClientView }
	| { type: "modals"; views: ClientView[] };

const Text = z.strictObject({
	type: z.enum(["plain_text", "mrkdwn"]),
	text: z.string(),
	emoji: z.boolean().optional(),
	verbatim: z.boolean().optional(),
});
export const Option = z.strictObject({ text: Text, value: z.string(), description: Text.optional() });
export type Option = z.infer<typeof Option>;

const GivenFile = z.strictObject({ name: z.string().min(1).max(255), base64: z.base64() });
export type GivenFile = z.infer<typeof GivenFile>;
const GivenFiles = z.strictObject({ files: z.array(GivenFile).max(10) });

/** An input's value: text, a time in seconds, one choice, several, files. */
export const Input = z.union([z.string(), z.number(), Option, z.array(Option), GivenFiles, z.null()]);
export type Input = z.infer<typeof Input>;
/** By block id, then by action id. */
export const Inputs = z.record(z.string(), z.record(z.string(), Input));
export type Inputs = z.infer<typeof Inputs>;

const Where = z.union([
	z.strictObject({ channel: z.string(), ts: z.string() }),
	z.strictObject({ view: z.string() }),
]);
export type Where = z.infer<typeof Where>;

/** POST /client/<name>, JSON. */
export const requests = {
	say: z.strictObject({
		channel: z.string(),
		thread: z.string().nullable(),
		text: z.string().max(40_000),
		files: z.array(GivenFile).max(10),
	}),
	edit: z.strictObject({ channel: z.string(), ts: z.string(), text: z.string().min(1).max(40_000) }),
	delete: z.strictObject({ channel: z.string(), ts: z.string() }),
	press: z.strictObject({
		where: Where,
		block: z.string(),
		action: z.string(),
		input: Input,
		inputs: Inputs,
	}),
	suggest: z.strictObject({
		where: Where,
		block: z.string(),
		action: z.string(),
		query: z.string().max(1_000),
	}),
	submit: z.strictObject({ view: z.string(), inputs: Inputs }),
	close: z.strictObject({ view: z.string(), all: z.boolean() }),
	shortcut: z.strictObject({ channel: z.string(), ts: z.string(), callback: z.string() }),
	home: z.strictObject({}),
	dismiss: z.strictObject({ channel: z.string(), ts: z.string() }),
};
export type Requests = { [Name in keyof typeof requests]: z.infer<(typeof requests)[Name]> };

/** What comes back: nothing, what went wrong as the person reads it, wrong fields by block id, or options. */
export type Reply = { trouble?: string; errors?: Record<string, string>; options?: Option[] };
