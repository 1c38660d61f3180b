// What Teams needs to know of the app: https://learn.microsoft.com/microsoft-365/extensibility/schema/
import { startShortcut } from "../cards/model/actions.ts";
import { type TeamsDeployment, words } from "./deployment.ts";

/** The newest version whose schema is published. */
export const manifestVersion = "1.30";
export const icons = { color: "color.png", outline: "outline.png" } as const;

/** What is read beyond messages that mention the bot, where a team's or chat's owner consents.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-messages-with-rsc */
export const readingPermissions = ["ChannelMessage.Read.Group", "ChatMessage.Read.Chat"] as const;

export const teamsManifest = ({ name, url, teams }: TeamsDeployment) => ({
	$schema: `https://developer.microsoft.com/json-schemas/teams/v${manifestVersion}/MicrosoftTeams.schema.json`,
	manifestVersion,
	version: teams.version,
	// An app has one bot: they share the id.
	id: teams.appId,
	developer: {
		name: teams.company,
		websiteUrl: teams.website,
		privacyUrl: teams.privacy,
		termsOfUseUrl: teams.terms,
	},
	name: { short: name, full: name },
	description: { short: words.brief, full: words.long },
	icons,
	accentColor: words.colour,
	defaultInstallScope: "team",
	defaultGroupCapability: { team: "bot", groupchat: "bot" },
	bots: [
		{
			botId: teams.appId,
			scopes: ["personal", "team", "groupChat"],
			supportsFiles: true,
			isNotificationOnly: false,
			commandLists: [
				{ scopes: ["team"], commands: [help] },
				{ scopes: ["personal"], commands: [home, help, another] },
				{ scopes: ["groupChat"], commands: [help, another] },
			],
		},
	],
	composeExtensions: [
		{
			botId: teams.appId,
			commands: [
				{
					id: startShortcut,
					type: "action",
					context: ["message"],
					title: words.start.title,
					description: words.start.what,
					fetchTask: true,
				},
			],
		},
	],
	validDomains: [new URL(url).hostname],
	...(teams.readChannelMessages && {
		// Any address will do for `resource`: no one signs in with it.
		webApplicationInfo: { id: teams.appId, resource: url },
		authorization: {
			permissions: {
				resourceSpecific: readingPermissions.map((permission) => ({ name: permission, type: "Application" })),
			},
		},
	}),
});

const home = { title: "home", description: "What's waiting for you, your sessions and endpoints" };
const help = { title: "help", description: "What I can do here" };
const another = {
	title: "new",
	description: "Write it before a request to open another session in this chat",
};
