import { expect, test } from "vitest";
import type { Post } from "../../contracts/values/post.ts";
import type { Env } from "../../env.ts";
import { type Core, statesOf } from "../core.ts";
import { propose } from "../plan/proposing.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { ada, now, olga, proposal, sam, sessionWith, snapshotOf, tom } from "../testing/session.ts";
import { otherwise, planStates, proposed as proposedAs } from "../testing/states.ts";
import { posted } from "./posted.ts";
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

/** A proposed plan, and where its card would be posted. */
const proposed = () => {
	const it = sessionWith();
	propose(it.core, proposal(it.core), it.visit({ identity: "slack:T1:U4", name: tom.name }));
	const [row] = it.core.store.plans.all() as [PlanRow];
	const to: string[] = [];
	const workspace = { post: async ({ key }: Post) => void to.push(key) };
	const env = { ...it.core.env, WORKSPACE: { getByName: () => workspace } } as unknown as Env;
	const shown = (identity: string) =>
		posted(
			it.core,
			{
				...{ key: `plan:${row.id}:${identity}`, plan: row.id, sent: "{}", open: true },
				ref: { workspace: "slack:T1", channel: `D-${identity}`, message: "1" },
			},
			now,
		);
	return { it, row, to, env, shown, post: () => postCards({ ...it.core, env }, row) };
};
const withoutAda = snapshotOf([{ ...ada, roles: [] }, sam, olga, tom]);

test("a card that someone has stays true after they lose the role to decide on it", async () => {
	const { it, row, to, shown, post } = proposed();
	shown("slack:T1:U1");
	it.store.session.keepSnapshot(withoutAda);
	await post();
	expect(to.toSorted()).toEqual([`plan:${row.id}:slack:T1:U1`, `plan:${row.id}:slack:T1:U2`]);
});

test.each([
	["finished", otherwise["its shell reported swallowed errors and a program that failed"]],
	["denied", planStates.denied],
] as const)(
	"a card that someone keeps after they lost that role quotes nobody, nor output: %s",
	async (_, drive) => {
		const it = proposedAs();
		drive?.(it);
		const progress = {
			stdout: 9,
			stderr: 0,
			lines: 1,
			excerpt: "their line",
			whole: true,
			part: "last",
		} as const;
		for (const { id } of it.store.runs.of(it.plan))
			it.store.runs.progress(id, { ...progress, reading: { as: [], overdrawn: false } });
		const at = { workspace: "slack:T1", channel: "D1", message: "1" };
		it.store.cards.add(at, it.plan, `plan:${it.plan}:slack:T1:U1`, null);
		const quoting: [string, boolean][] = [];
		const quoted = /their line|is “denied”|until lunch/;
		const post = async ({ to, message }: Post) =>
			void ("person" in to && quoting.push([to.person, quoted.test(JSON.stringify(message))]));
		const env = { ...it.core.env, WORKSPACE: { getByName: () => ({ post }) } } as unknown as Env;
		await postCards({ ...it.core, env }, it.row());
		it.store.session.keepSnapshot(withoutAda);
		await postCards({ ...it.core, env }, it.row());
		expect(quoting).toEqual([
			["slack:T1:U1", true],
			["slack:T1:U2", true],
			["slack:T1:U1", false],
		]);
	},
);

test("a card that reaches someone only after they lost that role is brought up to date", () => {
	const { it, row, shown } = proposed();
	it.store.session.keepSnapshot(withoutAda);
	it.sent.length = 0;
	shown("slack:T1:U2");
	expect(it.sent).toEqual([]);
	shown("slack:T1:U1");
	expect(it.sent).toEqual([{ type: "card", plan: row.id }]);
	shown("slack:T1:U1");
	expect(it.sent).toHaveLength(1);
});

test("each state that a session shows is newer than all that it showed before, also after it restarted", async () => {
	const { it, row, env } = proposed();
	const shown: (number | undefined)[] = [];
	const workspace = { post: async ({ asOf }: Post) => void shown.push(asOf) };
	const life = () => ({
		...it.core,
		asOf: statesOf(it.store),
		env: { ...env, WORKSPACE: { getByName: () => workspace } },
	});
	for (const core of [life(), life()])
		for (let i = 0; i < 2; i++) await postCards(core as unknown as Core, row);
	const each = [...new Set(shown)];
	expect(each).toHaveLength(4);
	expect(each).toEqual(each.toSorted((a, b) => Number(a) - Number(b)));
});
