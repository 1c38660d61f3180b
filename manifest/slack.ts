// What Slack needs to know of the app: https://docs.slack.dev/reference/app-manifest

/** What each scope is for; nothing is asked for that the bot does not use. */
export const scopes = {
	commands: "the slash command and the message shortcut",
	"chat:write": "posts and edits its messages, answers privately",
	"app_mentions:read": "is told when somebody mentions it",
	"channels:history": "reads threads in public channels that it was invited to: they are the record",
	"groups:history": "the same in private channels",
	"files:read": "records attachments with their bytes",
	"im:write": "writes to approvers directly",
	"im:history": "finds its own direct message again after a lost answer",
	"users:read": "shows people's names in the transcript",
} as const;

export const events = ["app_mention", "message.channels", "message.groups", "app_home_opened"] as const;

/** The manifest for one deployment; `url` is its PUBLIC_URL. Everything that Slack sends goes to one address. */
export const slackManifest = ({ name, url }: { name: string; url: string }) => {
	const address = `${url.replace(/\/+$/, "")}/slack/events`;
	return {
		display_information: {
			name,
			description: "Runs a command on your computers only after your admin has approved exactly that command",
			background_color: "#1f2937",
		},
		features: {
			app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
			bot_user: { display_name: name, always_online: true },
			slash_commands: [
				{
					command: "/caisey",
					url: address,
					description: "Ask for something to be done on one of your computers",
					usage_hint: "what should be done, or help",
					should_escape: false,
				},
			],
			shortcuts: [
				{
					name: "Start a Caisey session",
					type: "message",
					callback_id: "start_session",
					description: "Makes this message the first entry of a session",
				},
			],
		},
		oauth_config: { scopes: { bot: Object.keys(scopes) } },
		settings: {
			event_subscriptions: { request_url: address, bot_events: [...events] },
			interactivity: { is_enabled: true, request_url: address, message_menu_options_url: address },
			org_deploy_enabled: false,
			socket_mode_enabled: false,
			token_rotation_enabled: false,
		},
	};
};
