// The Workspace object: one Slack team or Teams tenant. A typed surface over where it is installed, whose its places are, and
// all posting.

import type { Installed } from "../../bots/slack/install/install.ts";
import type { Coming, Met } from "../../bots/teams/contacts.ts";
import type { Named } from "../../bots/teams/read/naming.ts";
import { presses, timesMore } from "../../domain/quota.ts";
import type { Notice } from "../../protocol/read/view.ts";
import { turns } from "../backend/turns.ts";
import type { PendingFile } from "../contracts/values/pending-file.ts";
import type { Post } from "../contracts/values/post.ts";
import type { Scan } from "../contracts/values/scan.ts";
import type { Asker, WantedThread, Wish } from "../contracts/values/wish.ts";
import type {
	Bound,
	CardPress,
	FoundCard,
	FoundThread,
	OpenThread,
	PressTurn,
	SetUp,
	Standing,
	TooMany,
	Wished,
	WorkspaceContract,
	WorkspaceStatus,
} from "../contracts/workspace.ts";
import { Base } from "../durable/base.ts";
import { directoryOf, objectOf } from "../durable/places.ts";
import { scansOf } from "../durable/scans.ts";
import { type Env, settings } from "../env.ts";
import { type Core, isThere, WorkspaceOutbox } from "./core.ts";
import { readAgain } from "./files/reading.ts";
import { digestOf, type InstallationStore, installationStore } from "./installing/installation.ts";
import * as installing from "./installing/installing.ts";
import { type ChannelStore, channelStore } from "./places/channels.ts";
import { type ContactStore, contactStore } from "./places/contacts.ts";
import * as finding from "./places/finding.ts";
import * as meeting from "./places/meeting.ts";
import { type NameStore, nameStore } from "./places/names.ts";
import * as naming from "./places/naming.ts";
import * as opening from "./places/opening.ts";
import { type QuotaStore, quotaStore } from "./places/quotas.ts";
import { type ThreadStore, threadStore } from "./places/threads.ts";
import { platformOf } from "./platform/choose.ts";
import type { Platform } from "./platform/platform.ts";
import * as posting from "./posting/posting.ts";
import { type PostStore, postStore } from "./posting/posts.ts";
import * as telling from "./posting/telling.ts";
import { type TroubleStore, troubleStore } from "./posting/troubles.ts";
import { migrations } from "./tables.ts";

export class Workspace extends Base<WorkspaceOutbox> implements Core, WorkspaceContract {
	override readonly env: Env;
	readonly installation: InstallationStore;
	readonly channels: ChannelStore;
	readonly contacts: ContactStore;
	readonly names: NameStore;
	readonly threads: ThreadStore;
	readonly posts: PostStore;
	readonly quotas: QuotaStore;
	readonly troubles: TroubleStore;
	/** In memory: a restart forgets at most a burst. */
	readonly #presses = turns();
	readonly #drain = posting.drainer(this);
	#chosen: { id: string; platform: Platform } | null = null;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env, migrations, WorkspaceOutbox);
		const { sql } = ctx.storage;
		this.env = env;
		this.installation = installationStore(sql);
		this.channels = channelStore(sql);
		this.contacts = contactStore(sql);
		this.names = nameStore(sql);
		this.threads = threadStore(sql);
		this.troubles = troubleStore(sql);
		this.quotas = quotaStore(sql, () => settings(env).QUOTA_TIMES);
		this.posts = postStore(sql, () => this.platform().pace);
	}

	// What the parts need (Core).
	id(): string {
		return this.installation.self()?.id ?? "";
	}
	platform(): Platform {
		const id = this.id();
		if (this.#chosen?.id === id) return this.#chosen.platform;
		const { env, channels, contacts } = this;
		const platform = platformOf({
			...{ env, id, channels, contacts },
			token: () => installing.tokenOf(this),
			drops: () => meeting.drops(this, Date.now()),
		});
		this.#chosen = { id, platform };
		return platform;
	}
	override change<T>(write: () => T): T {
		return super.change(write);
	}
	put(key: string, lane: string, body: WorkspaceOutbox, notBefore?: number): void {
		this.outbox.put(key, lane, body, notBefore);
	}
	release(key: string): void {
		this.outbox.release(key);
	}
	hurry(key: string): Promise<void> {
		return this.outbox.hurry(key);
	}
	go(): void {
		this.wake();
		this.ctx.waitUntil(this.#drain().catch((error) => console.error("posting:", error)));
	}

	// Coming, going, and how it is set up.
	async configure(id: string, to: SetUp): Promise<void> {
		await installing.configure(this, id, to);
	}
	async installed(app: Installed): Promise<number> {
		return installing.installed(this, app);
	}
	async left(at: number, because: string): Promise<void> {
		installing.left(this, at, because);
	}
	async moved(from: string, to: string, at: number): Promise<void> {
		meeting.moved(this, from, to, at);
	}
	async dropped(from: number): Promise<void> {
		meeting.dropped(this, from, Date.now());
	}
	async status(): Promise<WorkspaceStatus> {
		return installing.status(this);
	}
	async standing(token: string): Promise<Standing> {
		return this.installation.standing(digestOf(token));
	}
	async token(organisation: string | null = null): Promise<string | null> {
		if (organisation !== null) this.installation.isOf(organisation);
		return installing.tokenOf(this);
	}
	async isThere(): Promise<boolean> {
		return isThere(this);
	}

	// Whom and what Teams tells of.
	async meet(met: Met): Promise<string | null> {
		return meeting.meet(this, met);
	}
	async came(coming: Coming): Promise<void> {
		meeting.came(this, coming);
	}
	async named(named: Named): Promise<void> {
		naming.named(this, named);
	}
	async identityOf(userId: string): Promise<string | null> {
		return isThere(this) ? this.contacts.identityOf(userId) : null;
	}

	// Which conversation belongs to whom.
	async clientOf(channel: string): Promise<Bound | null> {
		return finding.clientOf(this, channel);
	}
	async namesOf(channels: string[]): Promise<Record<string, string>> {
		return naming.namesOf(this, channels);
	}
	async deskAt(channel: string): Promise<string | null> {
		return finding.deskAt(this, channel);
	}
	async wish(wanted: WantedThread, wish: Wish, asker: Asker, scans: Scan[]): Promise<Wished | TooMany> {
		return opening.wish(this, wanted, wish, asker, scansOf(scans));
	}
	async takePress(identity: string): Promise<PressTurn> {
		const quota = timesMore(presses.workspace, settings(this.env).QUOTA_TIMES);
		return this.#presses.take(identity, quota, Date.now());
	}
	async answered(session: string): Promise<void> {
		opening.answered(this, session);
	}
	async openThread(wanted: WantedThread): Promise<OpenThread> {
		return opening.openThread(this, wanted);
	}
	async isSession(channel: string, thread: string | null): Promise<boolean | "unclear"> {
		return (await this.sessionIn(channel, thread)) !== null || finding.mayBeSession(this, channel, thread);
	}
	async sessionIn(channel: string, thread: string | null): Promise<FoundThread | null> {
		const found = finding.sessionIn(this, channel, thread);
		if (found) await opening.opened(this, found.session);
		return found;
	}
	async sessionOfPress(press: CardPress): Promise<FoundCard | null> {
		posting.pressed(this, press);
		return finding.sessionOfPress(this, press);
	}
	async tied(session: string, channel: string): Promise<{ lost: boolean } | null> {
		return finding.tied(this, session, channel);
	}

	// Posting, and reading files.
	async post(post: Post): Promise<void> {
		this.posts.put(post, Date.now(), true);
		this.go();
	}
	async unsay(keys: string[], run: string | null, says: Notice | null): Promise<void> {
		posting.unsay(this, keys, run, says);
	}
	async appeared(key: string, channel: string, message: string): Promise<void> {
		posting.appeared(this, key, channel, message);
	}
	async copyFound(session: string, press: Omit<CardPress, "thread">): Promise<void> {
		posting.copyFound(this, session, press);
	}
	async readAgain(session: string, pending: PendingFile): Promise<void> {
		this.ctx.waitUntil(
			readAgain(this, session, pending).catch((error) => console.error("reading again:", error)),
		);
	}

	protected override async onTime(): Promise<void> {
		await this.#drain();
	}
	protected override nextTime(): number | null {
		return posting.nextTime(this);
	}

	protected override async deliver(body: WorkspaceOutbox): Promise<void> {
		if ("post" in body) return objectOf(this.env.SESSION, body.session).posted(body.post);
		if ("wished" in body) return opening.open(this, body.wished);
		if ("unopened" in body) return telling.tellUnopened(this, body.unopened, Date.now());
		if ("notOpened" in body) return objectOf(this.env.SESSION, body.session).unopened(body.notOpened);
		if ("trouble" in body) return telling.tellTrouble(this.env, body, Date.now());
		if ("unreached" in body) {
			const { plan, identity, because } = body.unreached;
			return objectOf(this.env.SESSION, body.session).unreached(plan, identity, because);
		}
		if ("hears" in body) {
			const { session, channel, since } = body.hears;
			const how = this.platform().hearing(channel);
			return objectOf(this.env.SESSION, session).hears({ workspace: this.id(), channel }, how, since);
		}
		if ("listening" in body) return meeting.listens(this, Date.now());
		if ("naming" in body) return naming.learnAll(this);
		const { workspace, clients, who, what, detail, once } = body.told;
		const entry = { kind: "changed", who, what, detail, ...(once !== undefined && { once }) } as const;
		await directoryOf(this.env.DIRECTORY).heardOf(workspace, entry);
		for (const client of clients) await objectOf(this.env.CLIENT, client).audit(entry);
	}
}
