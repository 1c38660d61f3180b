// The slash command: docs.slack.dev/interactivity/implementing-slash-commands. A form, so every value is text.
import {
	type Arrival,
	app,
	channel,
	dana,
	enterprise,
	responseUrl,
	team,
	trigger,
	workspace,
} from "./acme.ts";

const command = (text: string, some: Record<string, string> = {}) => ({
	token: "aCaiseyVerificationToken",
	team_id: team,
	team_domain: "acme-dental",
	channel_id: channel,
	channel_name: "help",
	user_id: dana,
	user_name: "dana.reyes",
	command: "/caisey",
	text,
	api_app_id: app.id,
	is_enterprise_install: "false",
	response_url: responseUrl,
	trigger_id: trigger,
	...some,
});
const wish = {
	by: { identity: `slack:${team}:${dana}`, name: "dana.reyes" },
	place: { workspace, channel, thread: null },
	request: "the printer is jammed",
	source: "command",
	once: trigger,
	original: null,
	whom: null,
	answerAt: responseUrl,
};

export const commands: Arrival[] = [
	{
		what: "the command with a request",
		payload: command("the printer is jammed"),
		means: [["open", wish]],
	},
	{
		what: "the command in an organisation's workspace",
		payload: command("the printer is jammed", {
			enterprise_id: enterprise,
			enterprise_name: "Acme Group",
		}),
		means: [["open", { ...wish, by: { ...wish.by, identity: `slack:${enterprise}:${dana}` } }]],
	},
	{
		// In a direct message the channel's name says so; the port knows whose it is.
		what: "the command in a direct message",
		payload: command("the printer is jammed", { channel_id: "D0DANA00001", channel_name: "directmessage" }),
		means: [["open", { ...wish, place: { ...wish.place, channel: "D0DANA00001" } }]],
	},
	{
		what: "the command for someone else, with people, channels and links marked up",
		payload: command(
			`for <@${dana}|dana.reyes> call <#${channel}|help> &lt;now&gt;, see <https://acme.example|acme.example>`,
		),
		means: [
			[
				"open",
				{
					...wish,
					request: "call #help <now>, see https://acme.example",
					whom: { identity: `slack:${team}:${dana}` },
				},
			],
		],
	},
	{
		what: "the command alone, which opens the dialog of a request",
		payload: command(""),
		means: [["request", { by: wish.by, place: wish.place }]],
		calls: ["views.open", "views.update"],
	},
	{ what: "the command for help, which explains", payload: command("help"), calls: ["respond: ephemeral"] },
	{
		what: "the command that is refused",
		payload: command("the printer is jammed"),
		backend: { open: async () => ({ ok: false, refusal: { code: "not-bound" } }) },
		means: [["open", wish]],
		calls: ["respond: ephemeral"],
	},
	{
		// Slack checks our certificate.
		what: "the check of our certificate",
		payload: { ssl_check: "1", token: "aCaiseyVerificationToken" },
	},
];
