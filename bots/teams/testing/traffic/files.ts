// What hangs on messages: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
import {
	type Arrival,
	channel,
	dana,
	inChannel,
	inPersonal,
	message,
	met,
	person,
	personal,
	place,
	ref,
	root,
	serviceUrl,
	workspace,
	written,
} from "./acme.ts";

export const bytes: Record<string, Uint8Array> = {
	"fix-spooler.ps1": new Uint8Array(Buffer.from("Restart-Service Spooler\n")),
	"0-weu-d1-acme": new Uint8Array(Buffer.from("\x89PNG\r\n\x1a\n", "latin1")),
};

/** A file that was sent in the bot's own chat; `downloadUrl` works for anyone who has it. */
const script = {
	contentType: "application/vnd.microsoft.teams.file.download.info",
	contentUrl:
		"https://acmedental-my.sharepoint.com/personal/dana/Documents/Microsoft Teams Chat Files/fix-spooler.ps1",
	name: "fix-spooler.ps1",
	content: {
		downloadUrl:
			"https://acmedental-my.sharepoint.com/personal/dana/_layouts/15/fix-spooler.ps1?UniqueId=1150d938&tempauth=v1.x",
		uniqueId: "1150D938-8870-4044-9F2C-5BBDEBA70C9D",
		fileType: "ps1",
		etag: '"{1150D938-8870-4044-9F2C-5BBDEBA70C9D},1"',
	},
	thumbnailUrl: null,
};
/** A picture in the message, at the connector. */
const picture = {
	contentType: "image/*",
	contentUrl: `${serviceUrl}v3/attachments/0-weu-d1-acme/views/original`,
};
/** A file in a channel: the HTML names it, its address is SharePoint's and wants a token of the person's. */
const reference = {
	contentType: "reference",
	contentUrl: "https://acmedental.sharepoint.com/sites/acme/Shared Documents/Help/budget.xlsx",
	name: "budget.xlsx",
	content: null,
};
const card = {
	contentType: "application/vnd.microsoft.card.adaptive",
	content: {
		type: "AdaptiveCard",
		version: "1.5",
		body: [{ type: "TextBlock", text: "A card of another app" }],
	},
};

const own = { workspace, channel: personal, thread: null };
const ownRef = { workspace, channel: personal, message };
const source = (kind: string, url: string) => JSON.stringify({ kind, url });

export const files: Arrival[] = [
	{
		what: "a script and a picture in someone's own chat",
		activity: inPersonal("message", dana, written("this one", { toBot: false, files: [script, picture] })),
		means: [
			met(dana, "personal", false),
			[
				"said",
				{
					by: person(dana),
					place: own,
					ref: ownRef,
					text: "this one",
					expected: [
						{
							file: script.content.uniqueId,
							name: "fix-spooler.ps1",
							source: source("file", script.content.downloadUrl),
						},
						{ file: "1", name: "a picture", source: source("picture", picture.contentUrl) },
					],
				},
			],
			[
				"attached",
				{
					by: person(dana),
					place: own,
					ref: ownRef,
					file: script.content.uniqueId,
					content: {
						name: "fix-spooler.ps1",
						type: "image/png",
						bytes: bytes["fix-spooler.ps1"],
					},
				},
			],
			[
				"attached",
				{
					by: person(dana),
					place: own,
					ref: ownRef,
					file: "1",
					content: { name: "a picture", type: "image/png", bytes: bytes["0-weu-d1-acme"] },
				},
			],
		],
	},
	{
		what: "a file in a channel, whose bytes no bot gets",
		activity: inChannel("message", dana, root, written("see it", { toBot: false, files: [reference, card] })),
		means: [
			met(dana, "channel", false),
			[
				"said",
				{
					by: person(dana),
					place,
					ref,
					text: "see it",
					expected: [{ file: "0", name: "budget.xlsx" }],
				},
			],
			[
				"attached",
				{
					by: person(dana),
					place,
					ref,
					file: "0",
					content: { name: "budget.xlsx", reason: "Teams does not give its bytes to a bot there" },
				},
			],
		],
	},
	{
		what: "a request with a picture",
		activity: inChannel("message", dana, message, written("the printer is jammed", { files: [picture] })),
		backend: { isSession: async () => false },
		means: [
			met(dana, "channel", true),
			[
				"open",
				{
					by: person(dana),
					place: { ...place, thread: message },
					request: "the printer is jammed",
					source: "mention",
					once: `${channel}:${message}`,
					original: null,
					whom: null,
				},
			],
			[
				"said",
				{
					by: person(dana),
					place: { ...place, thread: message },
					ref,
					text: "the printer is jammed",
					expected: [{ file: "0", name: "a picture", source: source("picture", picture.contentUrl) }],
				},
			],
			[
				"attached",
				{
					by: person(dana),
					place: { ...place, thread: message },
					ref,
					file: "0",
					content: { name: "a picture", type: "image/png", bytes: bytes["0-weu-d1-acme"] },
				},
			],
		],
	},
];
