// Mentions, the Home tab and what happens to the workspace: docs.slack.dev/reference/events.
import {
	type Arrival,
	ada,
	app,
	channel,
	dana,
	enterprise,
	envelope,
	expectedFile,
	file,
	gridEnvelope,
	otherApp,
	person,
	reply,
	richText,
	section,
	team,
	text,
	tom,
	workspace,
	written,
} from "./acme.ts";

/** docs.slack.dev/reference/events/app_mention: a message, without a channel's type. */
const mention = (words: string, some: object = {}) => {
	const { channel_type: _, parent_user_id: __, ...event } = written(words);
	return {
		...event,
		type: "app_mention",
		text: `<@${app.user}> ${words}`,
		thread_ts: undefined,
		blocks: richText(section({ type: "user", user_id: app.user }, text(` ${words}`))),
		...some,
	};
};
const place = { workspace, channel, thread: reply };
const ref = { workspace, channel, message: reply };
const wish = {
	by: person(dana),
	place,
	request: "the printer is jammed",
	source: "mention",
	once: `${channel}:${reply}`,
	original: null,
	whom: null,
};
const script = file("F0SCRIPT001", "fix-spooler.ps1");
const { id, name, mimetype } = script;

/** docs.slack.dev/reference/events/app_home_opened; `view`: the tab as it is now. */
const homeOpened = (tab: string, some: object = {}) => ({
	type: "app_home_opened",
	user: ada,
	channel: "D0ADA000001",
	tab,
	event_ts: "1705077667.123456",
	view: {
		id: "V0HOME00001",
		team_id: team,
		type: "home",
		blocks: [{ type: "header", block_id: "h1", text: { type: "plain_text", text: "Caisey", emoji: true } }],
		private_metadata: "",
		callback_id: "",
		external_id: "",
		state: { values: {} },
		hash: "1705077600.aBcDeFgH",
		title: { type: "plain_text", text: "View Title", emoji: true },
		close: null,
		submit: null,
		clear_on_close: false,
		notify_on_close: false,
		root_view_id: "V0HOME00001",
		previous_view_id: null,
		app_id: app.id,
		app_installed_team_id: team,
		bot_id: app.bot,
	},
	...some,
});

/** Of the workspace itself: no authorizations, as the app may have none left. */
const happening = (event: object) => envelope(event, { authorizations: undefined });
const at = 1705077667 * 1000 + 999;

export const happenings: Arrival[] = [
	{
		what: "a mention outside a thread",
		payload: envelope(mention("the printer is jammed")),
		means: [["open", wish]],
	},
	{
		what: "a mention for someone else",
		payload: envelope(
			mention("x", {
				user: tom,
				text: `<@${app.user}> for <@${dana}> the printer is jammed`,
				blocks: richText(
					section(
						{ type: "user", user_id: app.user },
						text(" for "),
						{ type: "user", user_id: dana },
						text(" the printer is jammed"),
					),
				),
			}),
		),
		means: [["open", { ...wish, by: person(tom), whom: { identity: `slack:${team}:${dana}` } }]],
	},
	{
		what: "a mention with a file",
		payload: envelope(
			mention("the printer is jammed", { files: [script], upload: false, display_as_bot: false }),
		),
		means: [
			["open", wish],
			[
				"said",
				{
					by: person(dana),
					place,
					ref,
					text: `@${app.user} the printer is jammed`,
					expected: [expectedFile(script)],
				},
			],
			[
				"attached",
				{
					by: person(dana),
					place,
					ref,
					file: id,
					content: { name, type: mimetype, bytes: new Uint8Array(Buffer.from("Restart-Service Spoo\n")) },
				},
			],
		],
	},
	{
		what: "a mention by another app",
		payload: envelope(
			mention("the printer is jammed", { user: otherApp.user, bot_id: otherApp.bot, app_id: otherApp.id }),
		),
		means: [["open", { ...wish, by: { identity: `slack:${team}:${otherApp.user}`, name: otherApp.user } }]],
	},
	{
		what: "a mention that asks for help",
		payload: envelope(mention("help")),
		calls: [`chat.postEphemeral to ${dana} in ${channel}`],
	},
	{
		what: "a mention within a thread, which comes as a message too",
		payload: envelope(mention("hello", { thread_ts: "1705077600.000100", parent_user_id: tom })),
	},
	{
		what: "a Home tab that is opened",
		payload: envelope(homeOpened("home")),
		means: [["home", { by: { identity: `slack:${team}:${ada}`, name: ada }, workspace }]],
		calls: [`views.publish to ${ada}`],
	},
	{
		// `tab` is newer than the event.
		what: "a Home tab that is opened for the first time, in an organisation",
		payload: gridEnvelope(homeOpened("home", { view: undefined, tab: undefined })),
		means: [["home", { by: { identity: `slack:${enterprise}:${ada}`, name: ada }, workspace }]],
		calls: [`views.publish to ${ada}`],
	},
	{ what: "the Messages tab that is opened", payload: envelope(homeOpened("messages", { view: undefined })) },
	{
		what: "that the app was taken out",
		payload: happening({ type: "app_uninstalled", event_ts: reply }),
		means: [["left", { workspace, at, because: "app uninstalled" }]],
	},
	{
		what: "that the bot's token was revoked",
		payload: happening({
			type: "tokens_revoked",
			tokens: { oauth: [dana], bot: [app.user] },
			event_ts: reply,
		}),
		means: [["left", { workspace, at, because: "token revoked" }]],
	},
	{
		what: "that a person's token was revoked",
		payload: happening({ type: "tokens_revoked", tokens: { oauth: [dana], bot: [] }, event_ts: reply }),
	},
	{
		what: "that a channel has another id",
		payload: envelope({
			type: "channel_id_changed",
			old_channel_id: "G0OLD000001",
			new_channel_id: channel,
			event_ts: reply,
		}),
		means: [["moved", { workspace, from: "G0OLD000001", to: channel, at }]],
	},
	{
		// docs.slack.dev/reference/events/url_verification
		what: "the check that the address answers",
		payload: {
			token: "aCaiseyVerificationToken",
			challenge: "3eZbrw1aBm2rZgRNFdxV",
			type: "url_verification",
		},
		answer: { challenge: "3eZbrw1aBm2rZgRNFdxV" },
	},
	{
		// docs.slack.dev/apis/events-api (rate limiting): Slack dropped events; it says so once a minute.
		what: "the notice that events were dropped",
		payload: {
			token: "aCaiseyVerificationToken",
			type: "app_rate_limited",
			team_id: team,
			minute_rate_limited: 1705077660,
			api_app_id: app.id,
		},
		means: [["dropped", { workspace, from: 1705077660000 }]],
	},
];
