// How many passkeys a person has.
import { expect, test } from "vitest";
import { mostPasskeys } from "../../../domain/passkeys.ts";
import { migrate } from "../../durable/sql.ts";
import { memoryStorage } from "../../workspace/testing/sql.ts";
import { migrations } from "../tables.ts";
import { passkeys } from "./passkeys.ts";

const [ada, tom] = ["p_g0000000000000001", "p_g0000000000000002"];

test("a person has ten at most, whatever others have, and loses all of theirs at once", () => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const store = passkeys(storage.sql);
	const add = (id: string, person: string) =>
		store.add({ id, person, publicKey: "k", counter: 0, transports: [], synced: false, name: id }, 0);
	for (let n = 0; n < mostPasskeys; n++) expect(add(`a${n}`, ada)).toBe(true);
	expect([add("more", ada), add("t", tom)]).toEqual([false, true]);
	expect([store.removeAll(ada), store.of(ada).length, store.of(tom).length]).toEqual([mostPasskeys, 0, 1]);
});
