// The Shares object: frozen copies of one session, each behind a link and a passcode, until it ends.
import { z } from "zod";
import { Text } from "../../protocol/bounds.ts";
import { PersonId, SessionId, ShareId } from "../../protocol/ids.ts";
import { ShareEnd, type ShareOpened, type ShareRow } from "../../protocol/read/share.ts";
import { shareEnds } from "../../words/share.ts";
import type { SharesContract } from "../contracts/share.ts";
import { Base } from "../durable/base.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { copiesIn, type Did } from "./copies.ts";
import { migrations, shareStore } from "./tables.ts";

const of = { session: SessionId, share: ShareId };
/** For the client's log: each end that no person asked for, and what people did, once it is so. */
const ShareOutbox = z.discriminatedUnion("type", [
	z.object({ type: z.literal("ended"), ...of, because: ShareEnd }),
	z.object({
		type: z.literal("did"),
		...of,
		did: z.enum(["published", "refreshed", "revoked"]),
		person: PersonId,
		name: Text,
		once: Text,
	}),
]);
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
			(done) => this.outbox.put(`did ${done.once}`, "log", ShareOutbox.parse({ type: "did", ...done })),
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
	async revoke(...asked: Parameters<SharesContract["revoke"]>): Promise<boolean> {
		return this.#copies.revoke(...asked);
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
	protected override async deliver(item: ShareOutbox): Promise<void> {
		const { session, share } = item;
		const client = await objectOf(this.env.SESSION, session).client();
		if (client === null) return;
		const told =
			item.type === "did"
				? { who: item.name, person: item.person, what: did[item.did], once: `copy ${item.once}` }
				: { who: "Caisey", what: `a copy ended: ${shareEnds[item.because]}`, once: `copy ended ${share}` };
		await objectOf(this.env.CLIENT, client).audit({ kind: "shared", ...told, detail: share, session });
	}
}

/** As the log has it, behind "Shared". */
const did = {
	published: "a copy",
	refreshed: "refreshed a copy",
	revoked: "revoked a copy",
} as const satisfies Record<Did["did"], string>;
