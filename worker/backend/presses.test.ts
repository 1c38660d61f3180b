// Quotas that the Worker counts by itself.
import { expect, test } from "vitest";
import { finds, looks, presses } from "../../domain/quota.ts";
import type { Env } from "../env.ts";
import { settingsOnly } from "../session/testing/session.ts";
import { mayFind, pressTurn } from "./presses.ts";

const env = settingsOnly as unknown as Env;

test("a person looks for machines as fast as they type, and no faster; others aren't held up", () => {
	const asked = Array.from({ length: finds.burst + 1 }, () => mayFind(env, "p_finds", 0));
	expect([asked.filter(Boolean).length, asked.at(-1)]).toEqual([finds.burst, false]);
	expect([mayFind(env, "p_other", 0), mayFind(env, "p_finds", 60_000)]).toEqual([true, true]);
});

test("looks at cards, which apps take by themselves, have a quota of their own and cost no press", async () => {
	const by = (action: string) =>
		pressTurn(env, { identity: "teams:t:looker", workspace: "teams:t", action }, 0);
	for (const action of ["look", "show"])
		for (let n = 0; n < looks.burst / 2; n++) expect(await by(action)).toEqual({ ok: true });
	expect(await by("look")).toMatchObject({ ok: false, first: true });
	expect(await by("show")).toMatchObject({ ok: false, first: false });
	for (let n = 0; n < presses.here.burst; n++) expect(await by("take")).toEqual({ ok: true });
});
