// One Durable Object with only our base class, for a test to make it fail.
import { z } from "zod";
import { Base } from "../durable/base.ts";
import { tryJson } from "../durable/columns.ts";
import { outboxTable } from "../durable/outbox-lists.ts";
import type { Env } from "../env.ts";

const Row = z.object({ lane: z.string(), text: z.string() });
type Row = z.infer<typeof Row>;
type Asked = { deliveries: number | null; lane: string | null; times: number };
/** What a test asks for: rows to deliver, and how often what then fails. */
const Ask = z.object({
	rows: z.array(Row.extend({ key: z.string() })).default([]),
	/** `deliver` throws so often; null: it never returns. */
	deliveries: z.int().nullable().default(0),
	/** In this lane; null: in each. */
	lane: z.string().nullable().default(null),
	/** `onTime` throws so often before it has what it wants. */
	times: z.int().default(0),
});

const tables = `${outboxTable}
CREATE TABLE asked (one INTEGER PRIMARY KEY CHECK (one = 1), deliveries INTEGER, lane TEXT, times INTEGER NOT NULL) STRICT;
INSERT INTO asked VALUES (1, 0, NULL, 0);
CREATE TABLE seen (n INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT NOT NULL) STRICT;`;

export class Probe extends Base<Row> {
	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env, [tables], Row);
	}

	override async fetch(request: Request): Promise<Response> {
		if (request.method === "POST") {
			const { rows, deliveries, lane, times } = Ask.parse(tryJson(await request.text()));
			this.change(() => {
				this.sql.exec("UPDATE asked SET deliveries = ?, lane = ?, times = ?", deliveries, lane, times);
				for (const { key, ...row } of rows) this.outbox.put(key, row.lane, row);
			});
		}
		const seen = this.sql.exec<{ what: string }>("SELECT what FROM seen ORDER BY n").toArray();
		return Response.json(seen.map(({ what }) => what));
	}

	protected override async deliver({ lane, text }: Row): Promise<void> {
		const asked = this.#asked();
		const left = asked.lane === null || asked.lane === lane ? asked.deliveries : 0;
		this.#see(`try ${text}`);
		if (left === null) await new Promise(() => {});
		if (left !== null && left > 0) {
			this.sql.exec("UPDATE asked SET deliveries = deliveries - 1");
			throw new Error("as the test wants it");
		}
		this.#see(`done ${text}`);
	}

	protected override onTime(): void {
		if (this.#asked().times === 0) return;
		this.sql.exec("UPDATE asked SET times = times - 1");
		this.#see("time");
		if (this.#asked().times > 0) throw new Error("as the test wants it");
	}
	protected override nextTime(): number | null {
		return this.#asked().times > 0 ? 0 : null;
	}

	#asked(): Asked {
		return this.sql.exec<Asked>("SELECT deliveries, lane, times FROM asked").one();
	}
	#see(what: string): void {
		this.sql.exec("INSERT INTO seen (what) VALUES (?)", what);
	}
}

export { Steps } from "./steps.ts";

type Objects = { PROBE: DurableObjectNamespace<Probe>; STEPS: DurableObjectNamespace };

export default {
	fetch: (request: Request, env: Objects): Response | Promise<Response> => {
		const { pathname } = new URL(request.url);
		if (pathname === "/health") return new Response("ok");
		const object = pathname === "/steps" ? env.STEPS.getByName(request.url) : env.PROBE.getByName("probe");
		return object.fetch(request);
	},
};
