// Which endpoints there are, also those that an older version enrolled.
import { beforeEach, expect, test } from "vitest";
import { migrate } from "../durable/sql.ts";
import type { Env } from "../env.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { type KnownStore, knownStore, knownTable } from "./known.ts";
import { peopleStore } from "./set-up/people.ts";
import { migrations } from "./tables.ts";

const id = (n: number) => `e_g000000000000000${n}`;
let known: KnownStore;
let storage: ReturnType<typeof memoryStorage>;
/** Each time that a client was asked. */
let asked: string[];
let answers: Record<string, string[] | Error>;
const env = {
	CLIENT: {
		getByName: (client: string) => ({
			endpointIds: async () => {
				asked.push(client);
				const answer = answers[client] ?? [];
				if (answer instanceof Error) throw answer;
				return answer;
			},
		}),
	},
} as unknown as Env;
beforeEach(() => {
	storage = memoryStorage();
	migrate(storage, migrations);
	[asked, answers, known] = [[], {}, knownStore(storage.sql)];
});

test("endpoints of an older version are asked of all clients once in a while, however often unknown ones are named", async () => {
	const people = peopleStore(storage.sql);
	const [acme, globex, broken] = ["acme", "globex", "broken"].map((key) => people.clientId(key, "none"));
	answers = { [`${acme}`]: [id(1)], [`${globex}`]: [id(2)], [`${broken}`]: new Error("unreachable") };
	expect(await known.hasEndpoint(env, id(1), 100_000)).toBe(true);
	for (let n = 0; n < 100; n++) expect(await known.hasEndpoint(env, id(9), 100_000 + n)).toBe(false);
	expect(asked).toHaveLength(3);
	expect(await known.hasEndpoint(env, id(2), 100_001)).toBe(true);
	answers = { [`${broken}`]: [id(3)] };
	expect(await known.hasEndpoint(env, id(3), 159_999)).toBe(false);
	expect(await known.hasEndpoint(env, id(3), 160_000)).toBe(true);
	expect(known.has(`${acme}`)).toBe(true);
	expect(known.has("c_g0000000000000009")).toBe(false);
});

test("workspaces that an older version listed or heard of are known", () => {
	const older = memoryStorage();
	migrate(older, migrations.slice(0, migrations.indexOf(knownTable)));
	older.sql.exec("INSERT INTO heard_of (workspace) VALUES ('slack:T9')");
	older.sql.exec(
		"INSERT INTO setup (one, text, at) VALUES (1, ?, 0)",
		JSON.stringify({ workspaces: { "slack:T1": {}, "slack:T9": {} } }),
	);
	migrate(older, migrations);
	const since = knownStore(older.sql);
	expect(["slack:T1", "slack:T9", "slack:T2"].map(since.has)).toEqual([true, true, false]);
});
