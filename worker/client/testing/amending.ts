// A client in memory whose set-up changes: what an owner applies, what approvers say to it, and what is told.
import { ada, bea, dana, olga, sam, tom } from "../../../domain/testing/people.ts";
import { type Person, Policy } from "../../../protocol/people.ts";
import type { Caller, SignedIn } from "../../contracts/values/caller.ts";
import type { Configuration } from "../../contracts/values/set-up.ts";
import { Msp } from "../../contracts/values/snapshot.ts";
import { migrate } from "../../durable/sql.ts";
import type { Env } from "../../env.ts";
import { memoryStorage } from "../../workspace/testing/sql.ts";
import type { Proof } from "../amendment-proof.ts";
import { powersOf } from "../amendment-rules.ts";
import * as clock from "../clock.ts";
import * as settingUp from "../setting-up.ts";
import { snapshotOf } from "../snapshot.ts";
import { clientStore } from "../store.ts";
import { migrations } from "../tables.ts";
import type { News } from "../telling.ts";

export const client = "c_g0000000000000001";
export const channel = "slack:T1:C1";
export const began = Date.UTC(2026, 11, 1);

const vars = {
	...{ MODE: "local", PUBLIC_URL: "https://caisey.example", SLACK_API_URL: "https://slack.example" },
	...{
		SIGNING_KEY: Buffer.alloc(48, 2).toString("base64"),
		SECRET_KEY: Buffer.alloc(32, 1).toString("base64"),
	},
	...{ OWNER_TOKEN: "0".repeat(32), SLACK_SIGNING_SECRET: "0".repeat(32) },
};

export const amending = () => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const store = clientStore(storage.sql);
	const posts: News[] = [];
	const told: string[] = [];
	let revision = 0;
	const it = {
		store,
		posts,
		/** Sessions whose cards follow. */
		told,
		now: began,
		wanted: {
			...{ id: client, name: "Acme Dental", policy: Policy.parse({}), people: [dana, tom, ada, olga] },
			...{ channels: [channel], msp: Msp.parse({ workspaces: [{ id: "slack:T1", enterprise: null }] }) },
			...{ endpoints: [], emails: {}, breakGlass: null, revision },
		} as Configuration,
		parts: {
			env: vars as unknown as Env,
			store,
			change: <T>(write: () => T): T => storage.transactionSync(write),
			post: (news: News) => void posts.push(news),
			keep: (what: string, who: string, detail: string) =>
				store.audit.add({ kind: "changed", who, what, detail }, it.now),
			tellSession: (session: string) => void told.push(session),
			tellDirectory: () => {},
			retire: () => {},
			nameApprovers: () => {},
		},
		/** By whoever has the owner's token, or by a person in the console. */
		apply: (change: Partial<Configuration>, by: Person | null = null) => {
			it.wanted = { ...it.wanted, ...change, revision: ++revision };
			const who = { by: by?.name ?? "the owner (olga)", person: by?.id ?? null };
			it.parts.change(() =>
				settingUp.configure(it.parts, it.wanted, { ...who, changes: [], names: {} }, it.now),
			);
		},
		open: () => {
			const one = store.amendments.newest();
			return one?.ended === null ? one : null;
		},
		/** `ok`, or the refusal's code and what it says. */
		says: (
			by: Person,
			answer: "confirm" | "refuse",
			id = store.amendments.newest()?.id ?? "",
			how: { proof?: Proof; inChat?: boolean } = {},
		) => {
			const { proof, inChat = false } = how;
			const account = { identity: by.identities[0] ?? "", name: by.name };
			const caller: SignedIn | Caller = inChat ? account : { person: by.id, name: by.name };
			const wish = { by: caller, amendment: id, answer, ...(proof && { proof }) };
			const done = it.parts.change(() => settingUp.answer(it.parts, wish, it.now));
			if (done.ok) return "ok";
			return "how" in done.refusal ? `${done.refusal.code} ${done.refusal.how}` : done.refusal.code;
		},
		pass: (ms: number) => {
			it.now += ms;
			clock.onTime(it.parts, it.now);
		},
		self: () => {
			const self = store.self();
			if (!self) throw new Error("not set up");
			return self;
		},
		powers: () => powersOf(it.self()),
		approvers: () =>
			it
				.self()
				.people.filter(({ roles }) => roles.includes("approver"))
				.map(({ name }) => name),
		unconfirmed: () =>
			(snapshotOf(store, it.now).unconfirmed ?? []).map(
				({ person, how }) => `${it.self().people.find(({ id }) => id === person)?.name}: ${how}`,
			),
		log: () => store.audit.list(0, 500).map(({ who, what, detail }) => `${who}: ${what}: ${detail}`),
	};
	it.apply({});
	return it;
};
export type Amending = ReturnType<typeof amending>;
export { ada, bea, dana, olga, sam, tom };
