// Clients take turns on what they share: the MSP's desk, and an app's rate of edits.
import { expect, test } from "vitest";
import { sessionView } from "../../../cards/testing/views.ts";
import type { ChatMessage } from "../../../protocol/read/view.ts";
import { startQueue } from "../testing/queue.ts";

const root = (request: string): ChatMessage => ({ type: "session", view: sessionView({ request }) });

/** Forty sessions of one client, then one of another, all on one conversation. */
const flooded = () => {
	const on = startQueue();
	on.bind("C0DESK", "acme");
	const sent: { key: string; at: number }[] = [];
	const { post, edit } = on.poster;
	on.poster.post = (key, ...rest) => {
		sent.push({ key, at: on.now() });
		return post(key, ...rest);
	};
	on.poster.edit = (at, message) => {
		sent.push({ key: `edit ${at.message.slice(3)}`, at: on.now() });
		return edit(at, message);
	};
	const ask = (id: string, client: string) => {
		on.session(id, "C0DESK", null, client);
		on.sql.exec("UPDATE threads SET kind = 'desk' WHERE id = ?", id);
		on.put(`root:${id}`, id, root(id));
	};
	on.sql.exec("INSERT INTO desks (channel) VALUES ('C0DESK')");
	return { ...on, sent, ask };
};

test("forty requests of one client hold up another's by a few messages, not by forty", async () => {
	const on = flooded();
	for (let n = 0; n < 40; n++) on.ask(`acme${n}`, "acme");
	await on.run();
	const begun = on.now();
	on.ask("globex", "globex");
	await on.toTheEnd();
	expect(on.sent).toHaveLength(41);
	const other = on.sent.find(({ key }) => key === "root:globex");
	expect(other?.at).toBeLessThanOrEqual(begun + 2_000);
	expect(on.sent.filter(({ key }) => key.startsWith("root:acme")).map(({ key }) => key)).toEqual(
		Array.from({ length: 40 }, (_, n) => `root:acme${n}`),
	);
});

test("three clients that wait take turns, each in its own order", async () => {
	const on = flooded();
	for (let n = 0; n < 9; n++) on.ask(`acme${n}`, "acme");
	await on.run();
	on.sent.length = 0;
	for (let n = 0; n < 3; n++) for (const client of ["globex", "initech"]) on.ask(`${client}${n}`, client);
	await on.toTheEnd();
	const order = on.sent.map(({ key }) => key.replace(/root:|\d/g, ""));
	expect(order.slice(0, 6).toSorted()).toEqual(["acme", "acme", "globex", "globex", "initech", "initech"]);
	expect(on.sent.filter(({ key }) => key.includes("globex")).map(({ key }) => key)).toEqual([
		"root:globex0",
		"root:globex1",
		"root:globex2",
	]);
});

test("edits take turns as well: the next one is that of the client that waited for none", async () => {
	const on = flooded();
	for (let n = 0; n < 40; n++) on.ask(`acme${n}`, "acme");
	on.ask("globex", "globex");
	await on.toTheEnd();
	await on.later(120_000);
	on.sent.length = 0;
	for (let n = 0; n < 40; n++) on.put(`root:acme${n}`, `acme${n}`, root(`acme${n}, changed`));
	await on.run();
	on.put("root:globex", "globex", root("globex, changed"));
	const before = on.sent.length;
	await on.toTheEnd();
	expect(on.sent).toHaveLength(41);
	expect(on.sent[before]?.key).toBe("edit root:globex");
});
