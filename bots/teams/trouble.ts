// The connector's errors that people can do something about:
// https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability
import type { Unposted } from "../../protocol/read/unposted.ts";
import { isRefusal } from "./call/token.ts";

const known: Readonly<Record<string, Unposted>> = {
	BotNotInConversationRoster: "no-app",
	BotNotRegistered: "no-app",
	BotDisabledByAdmin: "no-app",
	ConversationBlockedByUser: "no-app",
	ConversationNotFound: "no-app",
	ForbiddenOperationException: "no-app",
	MessageWritesBlocked: "not-allowed",
	NotEnoughPermissions: "not-allowed",
};

/** `error`: `HTTP 403 BotNotInConversationRoster`. */
export const teamsTrouble = (error: string): Unposted | null => {
	if (error === away || isUnmet(error)) return "no-app";
	if (isRefusal(error)) return "access-refused";
	const [, status = "", code = ""] = /^HTTP (\d+)(?: (\S+))?$/.exec(error) ?? [];
	return known[code] ?? byStatus[status] ?? null;
};

/** What the poster says without asking Teams. */
export const away = "the app was removed there";

/** The same of a conversation of which Teams told us nothing yet: the app may be there. */
export const unmet = "no one has written to us in this conversation yet";
export const isUnmet = (error: string): boolean => error === unmet;

/** 401: also with a token that was just given. */
const byStatus: Readonly<Record<string, Unposted>> = {
	401: "access-refused",
	403: "no-app",
	404: "no-app",
	413: "not-taken",
};
