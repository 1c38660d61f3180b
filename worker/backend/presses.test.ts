// Quotas that the Worker counts by itself.
import { expect, test } from "vitest";
import { finds } from "../../domain/quota.ts";
import type { Env } from "../env.ts";
import { settingsOnly } from "../session/testing/session.ts";
import { mayFind } from "./presses.ts";

const env = settingsOnly as unknown as Env;

test("a person looks for machines as fast as they type, and no faster; others aren't held up", () => {
	const asked = Array.from({ length: finds.burst + 1 }, () => mayFind(env, "p_finds", 0));
	expect([asked.filter(Boolean).length, asked.at(-1)]).toEqual([finds.burst, false]);
	expect([mayFind(env, "p_other", 0), mayFind(env, "p_finds", 60_000)]).toEqual([true, true]);
});
