// What Slack needs to know of the app: https://docs.slack.dev/reference/app-manifest
import { scopes } from "../bots/slack/install/scopes.ts";
import { startShortcut } from "../cards/model/actions.ts";
import { command } from "../words/begin.ts";
import { type Deployment, words } from "./deployment.ts";

export const events = [
	"app_mention",
	"message.channels",
	"message.groups",
	// Of our own messages to a person alone.
	"message.im",
	"app_home_opened",
	"app_uninstalled",
	"tokens_revoked",
	"channel_id_changed",
] as const;

/** The manifest for one deployment. Everything that Slack sends goes to one address, but for the browser of someone who
 * installs it. */
export const slackManifest = ({ name, url }: Pick<Deployment, "name" | "url">) => {
	const address = `${url}/slack/events`;
	return {
		display_information: { name, description: words.brief, background_color: words.colour },
		features: {
			app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
			bot_user: { display_name: name, always_online: true },
			slash_commands: [
				{
					command,
					url: address,
					description: "Ask for a change on one of your computers",
					usage_hint: "what should change, or help",
					should_escape: false,
				},
			],
			shortcuts: [
				{
					name: words.start.title,
					type: "message",
					callback_id: startShortcut,
					description: words.start.what,
				},
			],
		},
		oauth_config: {
			redirect_urls: [`${url}/slack/oauth/callback`],
			scopes: { bot: Object.keys(scopes) },
		},
		settings: {
			event_subscriptions: { request_url: address, bot_events: [...events] },
			interactivity: { is_enabled: true, request_url: address, message_menu_options_url: address },
			org_deploy_enabled: false,
			socket_mode_enabled: false,
			token_rotation_enabled: false,
		},
	};
};
