// Files that are said in a session's thread: docs.slack.dev/reference/objects/file-object.
import {
	type Arrival,
	envelope,
	expectedFile,
	file,
	type Meant,
	otherTeam,
	person,
	place,
	ref,
	said,
	written,
} from "./acme.ts";

const dana = person("U0DANA00001");

const script = file("F0SCRIPT001", "fix-spooler.ps1");
const picture = file("F0PICTURE01", "printer.png", {
	mimetype: "image/png",
	filetype: "png",
	pretty_type: "PNG",
	mode: "hosted",
	editable: false,
	size: 8,
	media_display_type: "unknown",
	thumb_64: "https://files.slack.com/files-tmb/T0ACME00001-F0PICTURE01-1a2b3c/printer_64.png",
	thumb_80: "https://files.slack.com/files-tmb/T0ACME00001-F0PICTURE01-1a2b3c/printer_80.png",
	thumb_160: "https://files.slack.com/files-tmb/T0ACME00001-F0PICTURE01-1a2b3c/printer_160.png",
	thumb_360: "https://files.slack.com/files-tmb/T0ACME00001-F0PICTURE01-1a2b3c/printer_360.png",
	thumb_360_w: 360,
	thumb_360_h: 270,
	thumb_tiny: "AwAkADC7RRRQB//Z",
	image_exif_rotation: 1,
	original_w: 800,
	original_h: 600,
	deanimate_gif: null,
});
const outside = file("F0OUTSIDE01", "Budget", {
	mimetype: "application/vnd.google-apps.spreadsheet",
	filetype: "gsheet",
	pretty_type: "Google Sheet",
	mode: "external",
	is_external: true,
	external_type: "gdrive",
	external_id: "1aBcD",
	external_url: "https://docs.google.com/spreadsheets/d/1aBcD/edit",
	url_private: "https://docs.google.com/spreadsheets/d/1aBcD/edit",
	url_private_download: undefined,
	size: 0,
});

/** docs.slack.dev/reference/objects/file-object (Slack Connect files): all that a message says of another organisation's file. */
const stub = (id: string) => ({
	id,
	created: 0,
	timestamp: 0,
	user: "",
	mode: "file_access",
	file_access: "check_file_info",
});
const stubbed = (id: string) => ({
	file: id,
	name: id,
	source: JSON.stringify({ id, mode: "file_access", file_access: "check_file_info" }),
});
const connected = file("F0CONNECT01", "fix-spooler.ps1", { user_team: otherTeam });

/** docs.slack.dev/reference/methods/files.info: what Slack tells of a file when it is asked, by its id. */
export const infos: Record<string, object> = {
	[connected.id]: {
		ok: true,
		file: connected,
		comments: [],
		response_metadata: { next_cursor: "" },
	},
};

/** What files.slack.com has, by path. */
export const bytes: Record<string, string> = {
	"/files-pri/T0ACME00001-F0SCRIPT001/download/fix-spooler.ps1": "Restart-Service Spoo\n",
	"/files-pri/T0ACME00001-F0CONNECT01/download/fix-spooler.ps1": "Restart-Service Spoo\n",
	"/files-pri/T0ACME00001-F0PICTURE01/download/printer.png": "\x89PNG\r\n\x1a\n",
};
const content = (one: ReturnType<typeof file>) => ({
	name: one.name,
	type: one.mimetype,
	bytes: new Uint8Array(Buffer.from(bytes[new URL(one.url_private_download).pathname] ?? "")),
});
const attached = (one: ReturnType<typeof file>): Meant => [
	"attached",
	{ by: dana, place, ref, file: one.id, content: content(one) },
];

export const files: Arrival[] = [
	{
		// docs.slack.dev/reference/events/message/file_share
		what: "a reply with files",
		payload: envelope(
			written("This and that", {
				subtype: "file_share",
				files: [script, picture, outside],
				upload: false,
				display_as_bot: false,
				x_files: [],
				bot_id: null,
			}),
		),
		means: [
			said("This and that", {
				expected: [
					expectedFile(script),
					expectedFile(picture),
					{
						file: "F0OUTSIDE01",
						name: "Budget",
						source: JSON.stringify({
							id: outside.id,
							name: outside.name,
							mimetype: outside.mimetype,
							size: 0,
							mode: "external",
							url_private: outside.url_private,
						}),
					},
				],
			}),
			attached(script),
			attached(picture),
			[
				"attached",
				{
					by: dana,
					place,
					ref,
					file: "F0OUTSIDE01",
					content: { name: "Budget", reason: "it lies outside Slack" },
				},
			],
		],
	},
	{
		// The file was deleted before Slack reported it: docs.slack.dev/reference/objects/file-object.
		what: "a reply whose file is gone",
		payload: envelope(
			written("Gone", {
				subtype: "file_share",
				files: [{ id: "F0GONE00001", mode: "tombstone" }],
				upload: true,
			}),
		),
		means: [
			said("Gone", {
				expected: [
					{ file: "F0GONE00001", name: "F0GONE00001", source: '{"id":"F0GONE00001","mode":"tombstone"}' },
				],
			}),
			[
				"attached",
				{
					by: dana,
					place,
					ref,
					file: "F0GONE00001",
					content: { name: "F0GONE00001", reason: "Slack gives no address for it" },
				},
			],
		],
	},
	{
		// docs.slack.dev/apis/slack-connect: such a file is asked for by its id.
		what: "a reply with another organisation's file, in a channel shared by Slack Connect",
		payload: envelope(
			written("Use this", {
				subtype: "file_share",
				files: [stub("F0CONNECT01")],
				upload: false,
				display_as_bot: false,
			}),
			{ is_ext_shared_channel: true },
		),
		means: [said("Use this", { expected: [stubbed("F0CONNECT01")] }), attached(connected)],
	},
	{
		what: "a reply with another organisation's file that Slack no longer has",
		payload: envelope(
			written("Use this", {
				subtype: "file_share",
				files: [stub("F0MISSING01")],
				upload: false,
				display_as_bot: false,
			}),
			{ is_ext_shared_channel: true },
		),
		means: [
			said("Use this", { expected: [stubbed("F0MISSING01")] }),
			[
				"attached",
				{
					by: dana,
					place,
					ref,
					file: "F0MISSING01",
					content: { name: "F0MISSING01", reason: "Slack doesn't give it (file_not_found)" },
				},
			],
		],
	},
];
