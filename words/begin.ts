// How people start a request, and the help that they get about it.

/** Slack's slash command. */
export const command = "/caisey";

/** What people write before their request: a slash command, or a mention of the bot. */
export type Begin = typeof command | "@Caisey";

/** The answer to [Help] and to the word help, a line each. */
export const help = (begin: Begin): string[] => [
	"Caisey runs a command on one of your computers only after your admin has approved exactly that command. It keeps a full record.",
	`To ask for something: ${begin} and your request, ${alone[begin]}, or “Start a Caisey session” in a message's menu.`,
	"Not solved? Press “Reopen” in your request's thread.",
	`Technicians, in a session's thread: ${typed[begin]}, or “Run a command…”.`,
	"Admins: press Approve, Deny… or Ask… on the card. Nothing runs before that.",
	"“Full transcript” gives you a personal link to everything that was said, decided and printed. If you're signed in to the console, “Open in the console” takes you there at once.",
	`What's waiting for you, your requests and how they went: ${glance[begin]}.`,
];

/** What opens the dialog of a request. */
const alone = {
	[command]: `${command} alone for a dialog`,
	"@Caisey": "@Caisey alone for a dialog",
} as const satisfies Record<Begin, string>;

/** What is taken for a command. Teams gives a bot no files of a channel or group chat. */
const typed = {
	[command]: "a line that starts with “$ ”, a code block, an attached script",
	"@Caisey": "a line that starts with “$ ”, a code block",
} as const satisfies Record<Begin, string>;

/** How a technician hands over what is too long for a dialog. */
export const handOver = {
	[command]: "attach it as a text file in the thread",
	"@Caisey": "post it as a code block in the thread",
} as const satisfies Record<Begin, string>;

/** Where people see at a glance what concerns them. */
export const glance = {
	[command]: "this app's Home tab",
	"@Caisey": "the word home, in your own chat with me",
} as const satisfies Record<Begin, string>;
