// A step at a client by someone who has no role there.
import { expect, test } from "vitest";
import type { AuditEntry } from "../../protocol/read/audit.ts";
import type { Env } from "../env.ts";
import { id, settingsOnly, tom } from "../session/testing/session.ts";
import { change as changeKey } from "./approvers.ts";
import { nameDeputy } from "./away.ts";
import { change as changeStanding } from "./standings.ts";

test("is refused without asking that client, and kept where the person belongs", async () => {
	const kept: AuditEntry[] = [];
	const directory = {
		memberships: async () => [{ client: id("c", 1) }],
		belonging: async () => ({ client: null }),
		audit: async (entry: AuditEntry) => void kept.push(entry),
	};
	const asked: string[] = [];
	const env = {
		...settingsOnly,
		DIRECTORY: { getByName: () => directory },
		CLIENT: { getByName: (name: string) => asked.push(name) },
	} as unknown as Env;
	const [me, other] = [{ person: tom.id, name: tom.name }, id("c", 2)];
	await nameDeputy(env, me, other, { deputy: null, until: null });
	await changeStanding(env, me, other, { step: "revoke", standing: id("a", 1) });
	await changeKey(env, me, other, { step: "revoke", credential: "a2V5" });
	expect(asked).toEqual([]);
	expect(kept.map(({ kind, person, what, detail }) => [kind, person, what, detail])).toEqual(
		["name a deputy", "a standing approval", "a passkey for approvals"].map((what) => [
			...["refused", tom.id, what, `no-role ${other}`],
		]),
	);
});
