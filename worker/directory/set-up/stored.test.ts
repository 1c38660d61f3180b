// The set-up in use: read again only after it changed.
import { expect, test } from "vitest";
import { migrate } from "../../durable/sql.ts";
import { memoryStorage } from "../../workspace/testing/sql.ts";
import { migrations } from "../tables.ts";
import { emptySetup } from "./diff.ts";
import { setUpStore } from "./stored.ts";

const named = (workspace: string) => ({ ...emptySetup(), workspaces: { [workspace]: {} } });

test("a set-up is parsed once for each of its revisions, also where a write was undone", () => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const store = setUpStore(storage.sql);
	const workspaces = () => Object.keys(store.stored().setup.workspaces);
	expect(store.stored()).toEqual({ setup: emptySetup(), revision: 0 });
	store.write(named("slack:T1"), 1);
	expect(workspaces()).toEqual(["slack:T1"]);
	expect(store.stored().setup).toBe(store.stored().setup);
	const undone = () =>
		storage.transactionSync(() => {
			store.write(named("slack:T2"), 2);
			expect(workspaces()).toEqual(["slack:T2"]);
			throw new Error("undone");
		});
	expect(undone).toThrow("undone");
	expect(workspaces()).toEqual(["slack:T1"]);
	store.write(named("slack:T3"), 2);
	expect(workspaces()).toEqual(["slack:T3"]);
});
