// Which token is in use, no matter who brought it and in which order.
import { beforeEach, expect, test } from "vitest";
import { migrate } from "../../durable/sql.ts";
import { migrations } from "../tables.ts";
import { memoryStorage } from "../testing/sql.ts";
import { type InstallationStore, installationStore } from "./installation.ts";

let store: InstallationStore;
let clock = 0;
beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	store = installationStore(storage.sql);
	store.known("slack:T1");
});

const sealed = (name: string) => ({ token: `sealed ${name}`, digest: `digest of ${name}` });
const steps = {
	given: (name: string) => store.given(sealed(name), ++clock),
	installed: (name: string) => store.installed(sealed(name), { name: "Acme", by: "slack:T1:U1" }, ++clock),
	left: () => void store.left("app uninstalled", ++clock),
};
const after = (...done: [keyof typeof steps, string?][]) => {
	for (const [step, name = ""] of done) steps[step](name);
	return store.self()?.token?.replace("sealed ", "") ?? null;
};

test("a token of the set-up file takes the place of another of the file, back and forth", () => {
	expect(after(["given", "A"], ["given", "B"])).toBe("B");
	expect(after(["given", "A"])).toBe("A");
});

test("the Workspace doesn't take up a revoked or replaced token again from the file", () => {
	expect(after(["given", "A"], ["left"], ["given", "A"])).toBeNull();
	expect(after(["installed", "B"], ["given", "A"])).toBe("B");
	expect(store.self()?.installed_by).toBe("slack:T1:U1");
});

test("nor is one that the file had still earlier", () => {
	expect(after(["given", "A"], ["given", "B"], ["installed", "C"], ["given", "A"])).toBe("C");
	expect(after(["left"], ["given", "A"], ["given", "B"], ["given", "C"])).toBeNull();
});

test("it takes one that is new in the file, or that an installation brings back", () => {
	expect(after(["installed", "A"], ["given", "B"])).toBe("B");
	expect(after(["left"], ["given", "C"])).toBe("C");
	expect(after(["left"], ["installed", "B"], ["given", "B"], ["given", "C"])).toBe("B");
	expect(["A", "B", "C", "D"].map((name) => store.standing(sealed(name).digest))).toEqual([
		"over",
		"in use",
		"over",
		"new",
	]);
});

test("a workspace that lost its token before this was kept does not take it up again", () => {
	const storage = memoryStorage();
	migrate(storage, migrations.slice(0, 3));
	storage.sql.exec(
		"INSERT INTO workspace (id, token, digest, left_at) VALUES ('slack:T1', NULL, 'digest of A', 1)",
	);
	migrate(storage, migrations);
	store = installationStore(storage.sql);
	expect(after(["given", "A"])).toBeNull();
});
