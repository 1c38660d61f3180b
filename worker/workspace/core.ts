// What the parts of a workspace work with: its tables, its platform, its outbox, one transaction at a time.
import { z } from "zod";
import { Unposted } from "../../protocol/read/unposted.ts";
import { Posted } from "../contracts/values/post.ts";
import { Trouble } from "../contracts/values/trouble.ts";
import { Unopened } from "../contracts/values/unopened.ts";
import { Wish } from "../contracts/values/wish.ts";
import type { Env } from "../env.ts";
import type { InstallationStore } from "./installing/installation.ts";
import type { ChannelStore } from "./places/channels.ts";
import type { ContactStore } from "./places/contacts.ts";
import type { NameStore } from "./places/names.ts";
import type { QuotaStore } from "./places/quotas.ts";
import type { ThreadStore } from "./places/threads.ts";
import type { Platform } from "./platform/platform.ts";
import type { PostStore } from "./posting/posts.ts";
import type { TroubleStore } from "./posting/troubles.ts";

/** What follows from a change of a workspace, elsewhere. */
export const WorkspaceOutbox = z.union([
	/** A session's message is in chat. */
	z.object({ session: z.string(), post: Posted }),
	/** Someone asked for a session whose thread can't be opened: they hear why. */
	z.object({ unopened: z.object({ rootKey: z.string(), because: Unposted }) }),
	/** An approver can't be reached with a plan. */
	z.object({
		session: z.string(),
		unreached: z.object({ plan: z.string(), identity: z.string(), because: Unposted }),
	}),
	/** Someone was told that a session's thread can't be opened: its record says so, too. */
	z.object({ session: z.string(), notOpened: Unopened }),
	/** A client's owners hear that nothing is taken there. `root`: then a session does, whose thread it was to head. */
	z.object({
		client: z.string(),
		trouble: Trouble,
		root: z.object({ session: z.string(), key: z.string() }).nullable(),
	}),
	/** What the owner reads in the deployment's log, and each of these clients in its own. */
	z.object({
		told: z.object({
			workspace: z.string(),
			clients: z.array(z.string()),
			who: z.string(),
			what: z.string(),
			detail: z.string(),
			/** Each log keeps it once. Absent in what an older version put. */
			once: z.string().optional(),
		}),
	}),
	/** Opens a session that someone wished for; nothing else does. */
	z.object({
		wished: z.object({ session: z.string(), client: z.string(), rootKey: z.string(), wish: Wish }),
	}),
	/** A session hears more or less in this conversation than before. */
	z.object({ hears: z.object({ session: z.string(), channel: z.string(), since: z.int().optional() }) }),
	/** What people call the conversations that the set-up file names is asked. */
	z.object({ naming: z.literal("all") }),
	/** The platform may have stopped dropping messages by now. */
	z.object({ listening: z.literal("again") }),
]);
export type WorkspaceOutbox = z.infer<typeof WorkspaceOutbox>;

export interface Core {
	readonly env: Env;
	readonly installation: InstallationStore;
	readonly channels: ChannelStore;
	readonly contacts: ContactStore;
	readonly names: NameStore;
	readonly threads: ThreadStore;
	readonly posts: PostStore;
	readonly quotas: QuotaStore;
	readonly troubles: TroubleStore;
	/** The workspace's id; empty before it was set up. */
	id(): string;
	platform(): Platform;
	/** One transaction; what it put into the outbox is then on its way. */
	change<T>(write: () => T): T;
	put(key: string, lane: string, body: WorkspaceOutbox, notBefore?: number): void;
	/** Inside a transaction: this row of the outbox waits no longer for its time. */
	release(key: string): void;
	/** Delivers this row of the outbox now, if it still waits; throws if that fails. */
	hurry(key: string): Promise<void>;
	/** Delivers everything that waits in outbox and posting queue, in the background. */
	go(): void;
}

/** Whether anything from here counts: it is in the set-up file, and has the app. */
export const isThere = (core: Pick<Core, "installation" | "platform">): boolean => {
	const self = core.installation.self();
	return self?.listed === true && (self.token !== null || !core.platform().needsToken);
};

/** Inside a transaction: the owner reads it, and these clients; all that have a conversation here if none are named. */
export const audit = (
	core: Pick<Core, "id" | "channels" | "put">,
	who: string,
	what: string,
	detail: string,
	clients?: string[],
): void => {
	const workspace = core.id();
	const all = clients ?? [...new Set(core.channels.bound().map(({ client }) => client))];
	const once = `told:${crypto.randomUUID()}`;
	const line = { workspace, clients: all, who, what, detail: `${workspace} ${detail}`, once };
	core.put(once, "told", { told: line });
};
