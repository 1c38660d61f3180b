// What every handler gets.
import type { Hands } from "../handlers/reply.ts";
import type { Call } from "./call/connector.ts";
import type { Download } from "./call/download.ts";
import type { Coming, Met } from "./contacts.ts";
import type { Named } from "./read/naming.ts";

export type Kit = Hands & {
	call: Call;
	/** Fetches what hangs on a message. */
	download: Download;
	/** The bot's id in Teams, `28:<app id>`. */
	bot: string;
	/** Keeps whom and where we met; the id under which what was said is known, null if the tenant is not ours. */
	meet(met: Met): Promise<string | null>;
	/** The person that a tenant's Teams calls so for this bot (`29:…`); null: we have not met them. */
	identityOf(workspace: string, userId: string): Promise<string | null>;
	/** Keeps that the app came to a conversation, or left it. */
	came(coming: Coming): Promise<void>;
	/** Keeps what a channel, a team or a group chat is called. */
	named(named: Named): Promise<void>;
	/** Goes on with something after the answer; what it throws is logged. */
	afterwards(work: Promise<unknown>): void;
};
