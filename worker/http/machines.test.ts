// A machine's page: judged at its own client, whatever others there are.
import { expect, test } from "vitest";
import type { Env } from "../env.ts";
import { id, settingsOnly, snapshotOf, tom } from "../session/testing/session.ts";
import { machineFor } from "./machines.ts";

test("a machine's page asks the machine's client alone, and no client where the reader has no role", async () => {
	const asked: string[] = [];
	const client = (name: string) => ({
		snapshot: async () => {
			asked.push(name);
			return snapshotOf([tom]);
		},
		machines: async () => [],
	});
	const members = [1, 2, 3].map((n) => ({ client: id("c", n) }));
	const directory = { memberships: async () => members, belonging: async () => ({ staff: [] }) };
	const env = {
		...settingsOnly,
		DIRECTORY: { getByName: () => directory },
		CLIENT: { getByName: client },
	} as unknown as Env;
	expect(await machineFor(env, tom.id, id("c", 2), "FRONT-01")).toEqual({ ok: false, status: 404 });
	expect(asked).toEqual([id("c", 2)]);
	expect(await machineFor(env, tom.id, id("c", 9), "FRONT-01")).toEqual({ ok: false, status: 403 });
	expect(asked).toHaveLength(1);
});
