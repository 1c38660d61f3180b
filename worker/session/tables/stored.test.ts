// What a session with three steps that print next to nothing stores, by table: `npm run bench -- storage` measures a whole run in
// workerd, this keeps each part from growing unseen.
import { expect, test } from "vitest";
import { z } from "zod";
import { row, rows } from "../../durable/sql.ts";
import { asStored } from "../../workspace/posting/row.ts";
import { accepted } from "../run/delivered.ts";
import { posted, signSessionHead } from "../show/posted.ts";
import { planView } from "../show/views.ts";
import {
	approved,
	emptySession,
	later,
	opened,
	played,
	proposed,
	ref,
	runtime,
} from "../verify/testing/making.ts";

/** Bytes of what is in the table, and rows that were written: a tenth more than there are. Lower them with what is written. */
const most = {
	session: { events: 4_600, plans: 510, runs: 5_500, session: 2_500, things: 1_170, rows: 45 },
	recording: { records: 950, things: 420, rows: 10 },
	/** Of the card in one conversation: a post is a row. */
	card: 640,
};

const Count = z.object({ n: z.int() });
const Table = z.object({ name: z.string(), bytes: z.int() });
const written = (sql: SqlStorage): number => row(sql, Count, "SELECT total_changes() AS n")?.n ?? 0;
const stored = (sql: SqlStorage): Record<string, number> =>
	Object.fromEntries(
		rows(sql, Table, "SELECT name, sum(payload) AS bytes FROM dbstat GROUP BY name").map((table) => [
			table.name,
			table.bytes,
		]),
	);

/** From the request to the signed end. */
const ended = async () => {
	const it = emptySession(1);
	const { core, storage, clock, made } = it;
	const machines = it.machines.slice(0, 1);
	const before = written(storage.sql);
	opened(it);
	const plan = proposed(it, "echo x", machines);
	const shown = () => {
		const found = core.store.plans.get(plan);
		if (!found) throw new Error("no plan");
		return JSON.stringify({ type: "plan", view: planView(core, found) });
	};
	posted(core, { key: `plan:${plan}`, plan, ref: ref(9), sent: shown(), open: true }, later(clock));
	approved(it, plan);
	for (const { id } of machines) {
		core.store.deliveries.set(plan, id, "granted", null);
		accepted(core, plan, id, runtime, later(clock));
	}
	const runs = core.store.runs.of(plan);
	for (const run of runs)
		await played(it, run, { says: [["stdout", "x\n"]], end: { outcome: "exited", code: 0 } });
	await signSessionHead(core, later(clock));
	const { sql } = made.getByName(runs[0]?.id ?? "");
	return {
		session: { ...stored(storage.sql), rows: written(storage.sql) - before },
		recording: { ...stored(sql), rows: written(sql) },
		card: asStored(shown()).length,
	};
};

test("a session with three steps that print a line stores no more than that, and each table has something", async () => {
	const is = await ended();
	const over = (parts: Record<string, number>, budget: Record<string, number>) =>
		Object.entries(budget).filter(
			([part, bytes]) => !(Number(parts[part]) > 0 && Number(parts[part]) <= bytes),
		);
	expect(over(is.session, most.session), JSON.stringify(is.session)).toEqual([]);
	expect(over(is.recording, most.recording), JSON.stringify(is.recording)).toEqual([]);
	expect(is.card).toBeLessThanOrEqual(most.card);
	// A table that nobody counts would be one more page, and more rows.
	const known = [...Object.keys(most.session), "migrations", "plans_by_draft"];
	const filled = Object.entries(is.session).flatMap(([name, bytes]) => (bytes > 0 ? [name] : []));
	expect(filled.filter((name) => !known.includes(name) && !name.startsWith("sqlite_"))).toEqual([]);
});
