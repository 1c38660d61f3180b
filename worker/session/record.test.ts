import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { record } from "./record.ts";
import { now, sessionWith, tom } from "./testing/session.ts";

const by = { surface: "slack", person: tom.id, identity: "slack:T1:U4", name: "Tom", label: null } as const;
const place = { workspace: "slack:T1", channel: "C1", thread: "1" };

test("the list of sessions hears of an event that changes it, and of no other", () => {
	const { core, sent } = sessionWith();
	sent.length = 0;
	record(core, now, by, { kind: "thread.heard", place, heard: "whole" });
	expect(sent).toEqual([]);
	record(core, now, by, { kind: "session.taken" });
	expect(sent).toEqual([{ type: "listed" }]);
});

test("an event about a message is recorded with the message that it is about", () => {
	const { core, store } = sessionWith();
	const ref = { workspace: "slack:T1", channel: "C1", message: "3" };
	const seq = record(core, now, by, { kind: "message.edited", ref, text: "less" });
	expect(store.talk.messageOf(seq)).toBe("slack:T1:C1:3");
	expect(store.talk.messageOf(seq - 2)).toBeNull();
});

test("an event that a transaction takes back leaves no trace", () => {
	const { core, store } = sessionWith();
	const before = store.events.head();
	const fails = () =>
		core.change(() => {
			record(core, now, by, { kind: "session.closed" });
			throw new Error("no");
		});
	expect(fails).toThrow("no");
	expect(store.events.head()).toEqual(before);
});

test("only record() appends to a session's events", () => {
	const root = import.meta.dirname;
	const calling = readdirSync(root, { recursive: true, encoding: "utf8" })
		.filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
		.filter((path) => /\.append\(/.test(readFileSync(join(root, path), "utf8")));
	expect(calling).toEqual(["record.ts"]);
});
