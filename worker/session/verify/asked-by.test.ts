// Who asked, as a transcript's header says it: with their roles, or marked, and always as the events prove it.
import { expect, test } from "vitest";
import { textExport } from "../../../console/export/text.ts";
import * as talking from "../talk/talking.ts";
import { chat, dana, emptySession, exportOf, opened, place, ref, sourceOf } from "./testing/making.ts";
import { ask } from "./testing/script.ts";
import { judged } from "./testing/stored.ts";

const guest = { identity: "slack:T1:UGUEST", name: "Ada" };

test.each([
	["someone with a role", null, "Requested by: Dana (requester)"],
	["a guest, whose message someone with a role passed on", guest, "Requested by: “Ada” (no role here)"],
])("a request of %s says who asked, and both judges accept it", async (_, author, line) => {
	const it = emptySession(1);
	if (author === null) opened(it);
	else {
		const original = { ref: ref(1), author, at: it.clock.now };
		const wanted = { by: chat(dana), place, request: "let me in", source: "shortcut" as const, original };
		const rest = { once: "o", caller: null, heard: "whole" as const, called: "#front-desk" };
		talking.open(it.core, it.session, { ...wanted, ...rest }, it.snapshot, "k", it.clock.now);
	}
	const source = sourceOf(it);
	const text = await exportOf({ source, clock: it.clock });
	const key = it.keys.worker;
	const { lines } = await ask(text, key.raw);
	expect(lines.filter((said) => said.startsWith("BROKEN"))).toEqual([]);
	const inside = await judged({ ...it, key: { keyId: "k", key: key.raw } }, () => {});
	expect(inside.ok, inside.said.join("\n")).toBe(true);
	let read = "";
	for await (const part of textExport(source, it.clock.now)) read += typeof part === "string" ? part : "";
	expect(read).toContain(line);
	expect(read).toContain("Dana (requester) via Slack: ");
});
