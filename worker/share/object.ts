// The Shares object: frozen copies of one session, each behind a link and a passcode, until it ends.
import { z } from "zod";
import { SessionId, ShareId } from "../../protocol/ids.ts";
import { ShareEnd, type ShareOpened, type ShareRow } from "../../protocol/read/share.ts";
import { shareEnds } from "../../words/share.ts";
import type { SharesContract } from "../contracts/share.ts";
import { Base } from "../durable/base.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { copiesIn } from "./copies.ts";
import { migrations, shareStore } from "./tables.ts";

/** The client's log has each end that no person asked for. */
const ShareOutbox = z.object({
	type: z.literal("ended"),
	session: SessionId,
	share: ShareId,
	because: ShareEnd,
});
type ShareOutbox = z.infer<typeof ShareOutbox>;

export class Shares extends Base<ShareOutbox> implements SharesContract {
	readonly #copies: ReturnType<typeof copiesIn>;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env, migrations, ShareOutbox);
		this.#copies = copiesIn(
			shareStore(ctx.storage.sql),
			(write) => this.change(write),
			Date.now,
			(end) => this.outbox.put(end.share, "log", ShareOutbox.parse({ type: "ended", ...end })),
		);
	}

	async begin(draft: Parameters<SharesContract["begin"]>[0]): Promise<string | null> {
		return this.#copies.begin(draft);
	}
	async fill(draft: string, html: string): Promise<boolean> {
		return this.#copies.fill(draft, html);
	}
	async publish(...asked: Parameters<SharesContract["publish"]>): ReturnType<SharesContract["publish"]> {
		return this.#copies.publish(...asked);
	}
	async list(): Promise<ShareRow[]> {
		return this.#copies.list();
	}
	async end(id: string, because: ShareEnd): Promise<boolean> {
		return this.#copies.end(id, because);
	}
	async endAll(because: ShareEnd): Promise<void> {
		this.#copies.endAll(because);
	}
	async peek(token: string): ReturnType<SharesContract["peek"]> {
		return this.#copies.peek(token);
	}
	async open(token: string, passcode: string): Promise<ShareOpened & { id?: string }> {
		return this.#copies.open(token, passcode);
	}

	protected override nextTime(): number | null {
		return this.#copies.nextEnd();
	}
	protected override onTime(): void {
		this.#copies.expire();
	}
	protected override async deliver({ session, share, because }: ShareOutbox): Promise<void> {
		const client = await objectOf(this.env.SESSION, session).client();
		if (client === null) return;
		const what = `a copy ended: ${shareEnds[because]}`;
		const once = `copy ended ${share}`;
		await objectOf(this.env.CLIENT, client).audit({
			kind: "shared",
			who: "Caisey",
			what,
			detail: share,
			session,
			once,
		});
	}
}
