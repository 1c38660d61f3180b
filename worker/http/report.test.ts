// A report of many sessions: whose they are is found once, however many pages it has.
import { expect, test } from "vitest";
import type { Env } from "../env.ts";
import { id, settingsOnly, snapshotOf, tom } from "../session/testing/session.ts";
import { reportFor } from "./report.ts";

test("a report of several pages asks each client once who may read, and then one client for each page", async () => {
	const asked: string[] = [];
	const counting = <Of extends Record<string, () => Promise<unknown>>>(object: Of) => ({
		getByName: () =>
			Object.fromEntries(
				Object.entries(object).map(([name, answer]) => [
					name,
					() => {
						asked.push(name);
						return answer();
					},
				]),
			),
	});
	const members = Array.from({ length: 40 }, (_, n) => ({ client: id("c", n + 1) }));
	const counts = { all: 0, mine: 0, unclaimed: 0, approval: 0, running: 0 };
	const env = {
		...settingsOnly,
		DIRECTORY: counting({ memberships: async () => members }),
		CLIENT: counting({
			snapshot: async () => snapshotOf([tom]),
			findSessions: async () => ({ sessions: [], counts, more: false }),
		}),
	} as unknown as Env;
	const report = await reportFor(env, tom.id);
	for (let page = 0; page < 3; page++) await report({ client: id("c", 7), from: 0, to: 1, before: null });
	const times = (name: string) => asked.filter((one) => one === name).length;
	expect(["memberships", "snapshot", "findSessions"].map(times)).toEqual([1, 40, 3]);
});
