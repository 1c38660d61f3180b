import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { attacks } from "./testing/attacks.ts";
import { difference } from "./testing/changes.ts";
import { exportOf } from "./testing/making.ts";
import { type Proven, provenSession } from "./testing/proven.ts";
import { ask, type Said, unsealed } from "./testing/script.ts";
import { judged, type Loose, store } from "./testing/stored.ts";

let made: Proven;
let text: string;
let other: Loose;
/** How many open ends both tell of it unchanged. */
let open: { outside: number; inside: number };
beforeAll(async () => {
	made = await provenSession();
	text = await exportOf(made);
	other = JSON.parse(await exportOf(await provenSession(2)));
	const inside = await judged(made, () => {});
	open = {
		outside: opens(await ask(JSON.stringify(unsealed(JSON.parse(text))), made.key.key)),
		inside: inside.said.length,
	};
});

/** The Worker logs what it can't read. */
beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => {}));

const opens = ({ lines }: Said): number => lines.filter((line) => line.startsWith("open")).length;

describe("both judges find", () => {
	test.each(attacks)("$what", async ({ change, found }) => {
		const t = JSON.parse(text);
		change(t, other);
		expect(difference(JSON.parse(text), t)).not.toBeNull();
		const said = await ask(JSON.stringify(unsealed(t)), made.key.key);
		expect(said.code, said.lines.join("\n")).toBe(found === "broken" ? 1 : 3);
		const inside = await judged(made, () => store(made, t));
		if (found === "broken") expect(inside.ok, inside.said.join("\n")).toBe(false);
		expect(inside.said).not.toEqual([]);
		if (found !== "told") return;
		expect(opens(said)).toBeGreaterThan(open.outside);
		expect(inside.said.length).toBeGreaterThan(open.inside);
	});
});

test("both say what no signature covers", async () => {
	const ends = [
		"2 events after the last signed head are linked, not signed yet",
		"Step 3 on CLIENT-ACCT-02: it hasn't ended, so nothing signs its records yet",
	];
	expect(await judged(made, () => store(made, JSON.parse(text)))).toEqual({ ok: true, said: ends });
	const { code, lines } = await ask(JSON.stringify(unsealed(JSON.parse(text))), made.key.key);
	expect(lines.filter((line) => line.startsWith("open"))).toEqual([
		expect.stringMatching(/^open {3}a version 1 export has no seal: nothing signs/),
		expect.stringMatching(/^open {3}2 events after the last signed head are linked, not signed yet/),
		"open   nothing signs that its report is in doubt, or why",
		expect.stringMatching(/^open {3}it has no signed head yet/),
	]);
	expect(code).toBe(3);
});

test.each([
	[
		"a plan tied to another wish",
		"UPDATE plans SET once = once || 'x' WHERE rowid = (SELECT min(rowid) FROM plans)",
		"wish",
	],
	[
		"a plan tied to no wish",
		"UPDATE plans SET once = NULL WHERE rowid = (SELECT min(rowid) FROM plans)",
		"wish",
	],
	[
		"another name of a thread's conversation",
		"UPDATE things SET body = json_set(body, '$.called', '#back-office') WHERE kind = 'thread' AND key = 'own'",
		"threads",
	],
	[
		"someone who took no part",
		"UPDATE things SET body = '{\"people\":[\"p_g0000000000000099\"]}' WHERE kind = 'participant'",
		null,
	],
])("the Worker finds %s", async (_what, change, named) => {
	const { ok, said } = await judged(made, () => void made.storage.sql.exec(change));
	expect(ok).toBe(false);
	expect(said.join()).toContain(
		named === null
			? "those who are kept are not those who did something in it"
			: `its ${named} is not what was recorded`,
	);
});

test("verification names a row that can't be read, and goes on", async () => {
	const { ok, said } = await judged(made, () => {
		made.storage.sql.exec("UPDATE plans SET state = '?'");
	});
	expect(ok).toBe(false);
	expect(said).toContain("Plans: a stored row can't be read");
	expect(said).toContain("some of it can't be read, so what isn't signed can't be told");
});
