// The bot's registration, and which addresses it trusts.

/** `id` empty: the bot asks for and sends no token. Only the local mode allows that. */
export type TeamsApp = {
	id: string;
	password: string;
	/** The tenant in which the bot is registered: its own tokens are taken there. */
	tenant: string;
	/** Services of this computer may take part: the local mode. */
	local: boolean;
	/** Microsoft's identity services where left out; another only in the local mode. */
	identityUrl?: string | undefined;
};

/** Where to find the keys of those who call us, who issues their tokens, and where we ask for our own.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication */
export const identityOf = ({ tenant, identityUrl }: TeamsApp) => ({
	openId: `${identityUrl ?? "https://login.botframework.com"}/v1/.well-known/openidconfiguration`,
	issuer: "https://api.botframework.com",
	token: `${identityUrl ?? "https://login.microsoftonline.com"}/${tenant}/oauth2/v2.0/token`,
	scope: "https://api.botframework.com/.default",
});

/** Teams' connectors whose tokens come from the issuer above: worldwide and GCC (GCC High and DoD have issuers of their
 * own). https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages */
const hosts = ["smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"];

export const isLoopback = (hostname: string): boolean =>
	["localhost", "127.0.0.1", "[::1]"].includes(hostname);

/** Whether what we know may be sent there at all, a token included. */
export const isConnector = (serviceUrl: string, { local }: Pick<TeamsApp, "local">): boolean => {
	if (!URL.canParse(serviceUrl)) return false;
	const { protocol, hostname, port, username, password } = new URL(serviceUrl);
	if (username !== "" || password !== "") return false;
	if (local && isLoopback(hostname)) return true;
	return protocol === "https:" && port === "" && hosts.includes(hostname);
};
