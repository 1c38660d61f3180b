// Intents that wait in a database are read back as they were kept, also by an earlier version.
import { expect, test } from "vitest";
import { PendingFile } from "./pending-file.ts";
import { Wish } from "./wish.ts";

const by = { identity: "teams:0a0a-1:b2c3", name: "Dana Reyes" };
const place = { workspace: "teams:0a0a-1", channel: "19:it@thread.tacv2", thread: null };
const ref = { workspace: "teams:0a0a-1", channel: "19:it@thread.tacv2", message: "1705077667000" };
const caller = { surface: "phone", person: "p_g0000000000000001", identity: null, name: "Sam", label: null };

test.each([
	["for oneself", { original: null, caller: null }],
	["of a message, for somebody who phoned", { original: { ref, author: by, at: 1_705_077_667_000 }, caller }],
])("a wish %s", (_, some) => {
	const wish = { by, place, request: "the printer", source: "shortcut", once: "x", ...some };
	expect(Wish.parse(JSON.parse(JSON.stringify(wish)))).toEqual(wish);
});

test("a wish loses what is no part of it, and is none without whom it is by", () => {
	const wish = { by, place, request: "r", source: "command", once: "x", original: null, caller: null };
	expect(Wish.parse({ ...wish, whom: null, dialog: "d" })).toEqual(wish);
	expect(Wish.safeParse({ ...wish, by: { name: "Dana" } }).success).toBe(false);
});

test("a pending file", () => {
	const awaited = { by, place, ref, file: "F1", name: "old.ps1", source: null };
	expect(PendingFile.parse(JSON.parse(JSON.stringify(awaited)))).toEqual(awaited);
});
