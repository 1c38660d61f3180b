// The spool on disk: what was acknowledged does not stay.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { maxRecordBytes } from "../../protocol/record/records.ts";
import { openSpool } from "./spool.ts";
import { openStore } from "./store.ts";

test("the file shrinks again, but for some pages, once everything was acknowledged", async () => {
	const folder = mkdtempSync(join(tmpdir(), "caisey-spool-"));
	const store = openStore(join(folder, "agent.db"));
	const spool = openSpool(store, 1_073_741_824, { state: () => "room", pay: () => {} });
	const bytes = new Uint8Array(maxRecordBytes);
	for (let n = 1; n <= 64; n++) {
		const records = [{ n, kind: "stdout" as const, at: 0, offset: (n - 1) * bytes.length, bytes }];
		store.write(() => spool.append("run", records));
		spool.appended(records);
	}
	const size = () => Number(store.db.prepare("PRAGMA page_count").get()?.page_count) * 16_384;
	expect(size()).toBeGreaterThan(64 * maxRecordBytes);
	spool.ack("run", 64);
	await expect.poll(size, { interval: 20 }).toBeLessThan(6_000_000);
	expect(spool.size()).toBe(0);
	spool.close();
	store.close();
	rmSync(folder, { recursive: true });
});
