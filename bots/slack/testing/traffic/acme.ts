// Acme Dental's workspace as Slack describes it: ids, and the parts that many payloads share, with every field that Slack
// documents. Field names and shapes are Slack's; values are ours.
import type { Backend } from "../../../backend.ts";

export const team = "T0ACME00001";
export const enterprise = "E0ACMEGRP01";
/** An MSP's own workspace, connected by Slack Connect. */
export const otherTeam = "T0MSP000001";
export const channel = "C0HELP00001";
export const privateChannel = "C0PRIV00001";
export const dana = "U0DANA00001";
export const tom = "U0TOM000001";
export const ada = "U0ADA000001";
export const app = { id: "A0CAISEY001", user: "U0CAISEY001", bot: "B0CAISEY001" };
/** Another app of the workspace. */
export const otherApp = { id: "A0STATUS001", user: "U0STATUS001", bot: "B0STATUS001" };
/** A test puts one in its place that Slack takes. */
export const trigger = "6511002934.2841773950.0f6b1a9e2d7c4c3b8a51e4d0c9f7b2a6";
export const responseUrl = "https://hooks.slack.com/actions/T0ACME00001/6511002934/aBcDeFgHiJkLmNoPqRsTuVwX";

export const root = "1705077600.000100";
export const reply = "1705077667.000200";
export const workspace = `slack:${team}`;
export const place = { workspace, channel, thread: root };
export const ref = { workspace, channel, message: reply };
/** What Slack tells of the people of the workspace when it is asked. */
export const person = (user: string) => ({ identity: `slack:${team}:${user}`, name: names[user] ?? user });
const names: Record<string, string> = {
	[dana]: "Dana of Acme",
	[tom]: "Tom of Acme",
	[ada]: "Ada of Acme",
};

/** A call of the port with what it is given. */
export type Meant = [keyof Backend, unknown];
/** A payload, and its expected outcome. */
export type Arrival = {
	/** As the object of "Slack sends". */
	what: string;
	payload: object;
	/** What reaches the port, whole and in order; nothing if it is left out. */
	means?: Meant[];
	/** What Slack is answered: JSON, or the empty text if it is left out. */
	answer?: unknown;
	/** What Slack is asked for besides, in order: see `delivery.ts`. */
	calls?: string[];
	/** How the port answers, where that is not as usual. */
	backend?: Partial<Backend>;
};

/** What the port gets of Dana's words. */
export const said = (text: string, some: object = {}): Meant => [
	"said",
	{ by: person(dana), place, ref, text, expected: [], ...some },
];

/** docs.slack.dev/apis/events-api (callback field) and docs.slack.dev/tools/bolt-js/reference (EnvelopedEvent). `authed_users`
 * and `authed_teams` are deprecated; some apps still get them. The emulator sends neither these nor `event_context`. */
export const envelope = (event: object, some: object = {}) => ({
	token: "aCaiseyVerificationToken",
	team_id: team,
	enterprise_id: null,
	context_team_id: team,
	context_enterprise_id: null,
	api_app_id: app.id,
	event,
	type: "event_callback",
	event_id: "Ev0CAISEY001",
	event_time: 1705077667,
	authorizations: [
		{ enterprise_id: null, team_id: team, user_id: app.user, is_bot: true, is_enterprise_install: false },
	],
	authed_users: [app.user],
	authed_teams: [team],
	is_ext_shared_channel: false,
	event_context: "4-eyJldCI6Im1lc3NhZ2UiLCJ0aWQiOiJUMEFDTUUwMDAwMSJ9",
	...some,
});

/** The same in a workspace of an Enterprise Grid organisation. */
export const gridEnvelope = (event: object, some: object = {}) =>
	envelope(event, {
		enterprise_id: enterprise,
		context_enterprise_id: enterprise,
		authorizations: [
			{
				enterprise_id: enterprise,
				team_id: team,
				user_id: app.user,
				is_bot: true,
				is_enterprise_install: false,
			},
		],
		...some,
	});

/** docs.slack.dev/reference/block-kit/blocks/rich-text-block: as the client's composer writes it. */
export const richText = (...elements: object[]) => [{ type: "rich_text", block_id: "hK9cT", elements }];
export const section = (...elements: object[]) => ({ type: "rich_text_section", elements });
export const text = (text: string, style?: object) => ({ type: "text", text, ...(style && { style }) });

/** docs.slack.dev/reference/events/message: what a person writes in a channel. */
export const written = (words: string, some: object = {}) => ({
	type: "message",
	user: dana,
	client_msg_id: "0b8f5c1e-6a3d-4f0b-9d3e-2f6a7c1b9e54",
	text: words,
	team,
	user_team: team,
	source_team: team,
	ts: reply,
	thread_ts: root,
	parent_user_id: app.user,
	blocks: richText(section(text(words))),
	channel,
	channel_type: "channel",
	event_ts: reply,
	...some,
});

/** docs.slack.dev/reference/objects/file-object: an uploaded file. */
export const file = (id: string, name: string, some: object = {}) => ({
	id,
	created: 1705077660,
	timestamp: 1705077660,
	name,
	title: name,
	mimetype: "text/plain",
	filetype: "text",
	pretty_type: "Plain Text",
	user: dana,
	user_team: team,
	editable: true,
	size: 21,
	mode: "snippet",
	is_external: false,
	external_type: "",
	is_public: true,
	public_url_shared: false,
	display_as_bot: false,
	username: "",
	url_private: `https://files.slack.com/files-pri/${team}-${id}/${name}`,
	url_private_download: `https://files.slack.com/files-pri/${team}-${id}/download/${name}`,
	permalink: `https://acme-dental.slack.com/files/${dana}/${id}/${name}`,
	permalink_public: `https://slack-files.com/${team}-${id}-1f2e3d4c5b`,
	edit_link: `https://acme-dental.slack.com/files/${dana}/${id}/${name}/edit`,
	preview: "Get-Service -Name Spoo",
	preview_highlight: '<div class="CodeMirror">Get-Service</div>',
	lines: 1,
	lines_more: 0,
	preview_is_truncated: false,
	has_rich_preview: false,
	file_access: "visible",
	shares: { public: { [channel]: [{ ts: reply, thread_ts: root, channel_name: "help", team_id: team }] } },
	channels: [channel],
	groups: [],
	ims: [],
	comments_count: 0,
	...some,
});

/** How such a file is announced to the port, before it is read. */
export const expectedFile = (one: ReturnType<typeof file>) => ({
	file: one.id,
	name: one.name,
	source: JSON.stringify({
		id: one.id,
		name: one.name,
		mimetype: one.mimetype,
		size: one.size,
		mode: one.mode,
		url_private: one.url_private,
		url_private_download: one.url_private_download,
	}),
});

/** docs.slack.dev/reference/objects/bot-object, as it comes with a message. */
export const botProfile = ({ id, bot }: typeof app, name: string) => ({
	id: bot,
	deleted: false,
	name,
	updated: 1704000000,
	app_id: id,
	user_id: otherApp.user,
	icons: {
		image_36: "https://a.slack-edge.com/80588/img/plugins/app/bot_36.png",
		image_48: "https://a.slack-edge.com/80588/img/plugins/app/bot_48.png",
		image_72: "https://a.slack-edge.com/80588/img/plugins/app/service_72.png",
	},
	team_id: team,
});

/** docs.slack.dev/reference/interaction-payloads: what every interaction says of who and where. */
export const interaction = (user: string, some: object) => ({
	user: { id: user, username: handles[user], name: handles[user], team_id: team },
	api_app_id: app.id,
	token: "aCaiseyVerificationToken",
	trigger_id: trigger,
	team: { id: team, domain: "acme-dental" },
	enterprise: null,
	is_enterprise_install: false,
	...some,
});
const handles: Record<string, string> = { [dana]: "dana.reyes", [tom]: "tom.okafor", [ada]: "ada.lindqvist" };
/** Who pressed, as an interaction names them. */
export const presser = (user: string) => ({ identity: `slack:${team}:${user}`, name: handles[user] ?? user });
