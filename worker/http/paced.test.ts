// How often someone may press in the console.
import { Hono } from "hono";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { presses } from "../../domain/quota.ts";
import type { AuditEntry } from "../../protocol/read/audit.ts";
import { turns } from "../backend/turns.ts";
import type { Env } from "../env.ts";
import { id, settingsOnly } from "../session/testing/session.ts";
import { paced } from "./paced.ts";
import { begin } from "./signing-in/browser.ts";

let people = 0;
let env: Env;
let kept: AuditEntry[];
let cookie: string;
let done: string[];
const app = new Hono<{ Bindings: Env }>()
	.post("*", paced)
	.all("*", (c) => c.text(String(done.push(c.req.path))));

// No time passes: turns come back with it, and a busy machine would take long enough for some.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());
beforeEach(async () => {
	const person = id("p", ++people + 9_000);
	const pressed = turns();
	[kept, done] = [[], []];
	const directory = {
		signIn: async () => {},
		signedIn: async () => ({ state: "in", person, name: "Ada", way: "slack", roles: [], next: null }),
		takePress: async (who: string) => pressed.take(who, presses.console, Date.now()),
		belonging: async () => ({ client: null }),
		audit: async (entry: AuditEntry) => void kept.push(entry),
	};
	env = { ...settingsOnly, DIRECTORY: { getByName: () => directory } } as unknown as Env;
	const here = new Request("https://caisey.example.com/");
	cookie = (await begin(env, here, { person, way: "slack", identity: null })).cookie.split(";")[0] ?? "";
});
const ask = (path: string, init: RequestInit = {}) => app.request(path, { method: "POST", ...init }, env);
const press = (path: string) => ask(path, { headers: { Cookie: cookie } });
const pressAll = async () => {
	for (let n = 0; n < presses.here.burst + presses.console.burst; n++)
		expect((await press("/s/one/plans/two/vote")).status).toBe(200);
};

describe("someone who presses more often than people do", () => {
	test("gets a page that says until when, and nothing is done; the log has it once", async () => {
		await pressAll();
		const before = done.length;
		const answer = await press("/s/one/propose");
		expect([answer.status, answer.headers.get("X-Frame-Options")]).toEqual([429, "DENY"]);
		expect(await answer.text()).toMatch(/Please try again after .* UTC/);
		expect((await press("/away/c")).status).toBe(429);
		expect(done).toHaveLength(before);
		expect(kept.map(({ kind, who, what, detail }) => [kind, who, what, detail])).toEqual([
			["refused", "Ada", "press", "too-many presses"],
		]);
	});

	test("can still sign out, end sign-ins, read, and have a script checked by its own quota", async () => {
		await pressAll();
		for (const path of [
			"/sign-out",
			"/sign-ins/end",
			`/sign-ins/${"a".repeat(64)}/end`,
			"/s/one/propose/check",
		])
			expect((await press(path)).status).toBe(200);
		expect((await ask("/s/one", { method: "GET", headers: { Cookie: cookie } })).status).toBe(200);
	});
});

test("someone who isn't signed in takes no turn", async () => {
	for (let n = 0; n < 100; n++) expect((await ask("/sign-in/token")).status).toBe(200);
});
