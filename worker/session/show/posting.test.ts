import { expect, test } from "vitest";
import type { Env } from "../../env.ts";
import { propose } from "../plan/proposing.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { proposal, sessionWith, tom } from "../testing/session.ts";
import { postCards } from "./posting.ts";

test("a card that one place did not take is tried again only once every place has answered", async () => {
	const it = sessionWith();
	propose(it.core, proposal(it.core), it.visit({ identity: "slack:T1:U4", name: tom.name }));
	const [row] = it.core.store.plans.all() as [PlanRow];
	const slow = Promise.withResolvers<void>();
	const lost = new Error("network connection lost");
	const answers = [Promise.reject(lost), slow.promise];
	const workspace = { post: () => answers.shift() ?? Promise.resolve() };
	const env = { WORKSPACE: { getByName: () => workspace } } as unknown as Env;
	const heard: unknown[] = [];
	const posted = postCards({ ...it.core, env: { ...it.core.env, ...env } }, row).catch((error) =>
		heard.push(error),
	);
	await new Promise((done) => setImmediate(done));
	expect(heard).toEqual([]);
	slow.resolve();
	await posted;
	expect(heard).toEqual([lost]);
});
