import { beforeEach, expect, test } from "vitest";
import { Policy } from "../../../protocol/people.ts";
import { Msp } from "../../contracts/values/snapshot.ts";
import { migrate } from "../../durable/sql.ts";
import type { Env } from "../../env.ts";
import { scannedFile } from "../../scan.ts";
import { scannedHere } from "../../testing/scans.ts";
import { memoryStorage } from "../../workspace/testing/sql.ts";
import type { Core, SessionOutbox } from "../core.ts";
import { visitBy } from "../door.ts";
import { migrations } from "../tables/migrations.ts";
import { sessionStore } from "../tables/store.ts";
import { nextTime, onTime } from "./pending-files.ts";
import { attached, said } from "./talking.ts";

const start = Date.UTC(2026, 0, 1);
const id = (kind: string) => `${kind}_g${"1".padStart(16, "0")}`;
const ref = { workspace: "slack:T1", channel: "C1", message: "2" };
const place = { workspace: "slack:T1", channel: "C1", thread: "1" };
const by = { identity: "slack:T1:U1", name: "Dana" };
const client = { client: id("c"), name: "Acme", version: 1, policy: Policy.parse({}), people: [] };
const snapshot = { ...client, endpoints: [], channels: [], msp: Msp.parse({}) };

let core: Core;
let sent: SessionOutbox[];
beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const store = sessionStore(storage.sql);
	sent = [];
	core = {
		env: {} as Env,
		store,
		change: (write) => storage.transactionSync(write),
		// What the search index hears follows every message.
		put: (_key, _lane, body) => void (body.type === "index" || sent.push(body)),
		asOf: () => 1,
		snapshot: async () => snapshot,
		self: () => store.session.read() as NonNullable<ReturnType<typeof store.session.read>>,
	};
	const requester = {
		surface: "slack",
		person: null,
		identity: by.identity,
		name: "Dana",
		label: null,
	} as const;
	const opened = {
		client: id("c"),
		at: start,
		request: "help",
		requester,
		openedBy: null,
		place,
		rootKey: "r",
		snapshot,
	};
	store.session.open({ id: id("s"), once: "1", ...opened });
});

const hear = (...expected: { file: string; name: string; source?: string }[]) =>
	said(core, { by, place, ref, text: "Look.", expected }, "whole", visitBy(by, snapshot, start, scannedHere));
/** Lets the clock go from one due time to the next, until nothing is awaited; when that was, in s after the message. */
const untilSettled = async (): Promise<number[]> => {
	const times: number[] = [];
	for (let at = nextTime(core); at !== null; at = nextTime(core)) {
		times.push((at - start) / 1000);
		await onTime(core, at);
	}
	return times;
};
const missing = () =>
	core.store.events
		.after(0, 100)
		.flatMap(({ body }) =>
			body?.kind === "message.attached" && "missing" in body.attached ? [body.attached.missing.reason] : [],
		);

test("a file that no one can read is requested three times, then reported missing", async () => {
	hear({ file: "F1", name: "a.txt", source: "{}" });
	expect(await untilSettled()).toEqual([40, 100, 160, 220]);
	expect(sent).toEqual(
		Array(3).fill({ type: "read-again", awaited: expect.objectContaining({ file: "F1" }) }),
	);
	expect(missing()).toEqual(["Caisey couldn't read it in time. Attach it again"]);
});

test("a file that can't be requested again is reported missing at once", async () => {
	hear({ file: "F1", name: "a.txt" });
	expect(await untilSettled()).toEqual([40]);
	expect([sent, missing().length]).toEqual([[], 1]);
});

test("the session requests a file again, after the time that the platform asks for, if it can't have it now", async () => {
	hear({ file: "F1", name: "a.txt", source: "{}" });
	const later = (retryAfterMs: number, at: number) =>
		attached(
			core,
			{ by, place, ref, file: "F1", content: { name: "a.txt", retryAfterMs } },
			null,
			snapshot,
			at,
		);
	later(1_000, start);
	expect(nextTime(core)).toBe(start + 40_000);
	later(90_000, start + 5_000);
	expect(nextTime(core)).toBe(start + 95_000);
	await onTime(core, start + 95_000);
	later(120_000, start + 96_000);
	expect(await untilSettled()).toEqual([216, 276, 336]);
	expect([sent.length, missing().length]).toEqual([3, 1]);
});

test("the session doesn't ask for a delivered file, and a late one changes nothing", async () => {
	hear({ file: "F1", name: "a.txt", source: "{}" }, { file: "F2", name: "b.txt" });
	const content = { name: "a.txt", type: "text/plain", bytes: new TextEncoder().encode("hello") };
	const scan = await scannedFile(content);
	attached(core, { by, place, ref, file: "F1", content }, scan, snapshot, start);
	expect(await untilSettled()).toEqual([40]);
	const before = core.store.events.head();
	attached(core, { by, place, ref, file: "F2", content }, scan, snapshot, start + 300_000);
	expect(core.store.events.head()).toEqual(before);
	expect([sent, missing().length]).toEqual([[], 1]);
});
