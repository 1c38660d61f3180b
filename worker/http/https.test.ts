// Production over https alone.
import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import type { Env } from "../env.ts";
import { settingsOnly } from "../session/testing/session.ts";
import { httpsOnly } from "./https.ts";

const ask = (address: string, mode: "production" | "local", method = "GET") => {
	const app = new Hono<{ Bindings: Env }>().use(httpsOnly).all("*", (c) => c.text("here"));
	const env = { ...settingsOnly, MODE: mode } as unknown as Env;
	return app.request(address, { method }, env);
};

describe("in production", () => {
	test("an answer tells the browser to use https from now on", async () => {
		const answer = await ask("https://caisey.example/s/1", "production");
		expect([answer.status, answer.headers.get("Strict-Transport-Security")]).toEqual([
			200,
			"max-age=63072000",
		]);
	});

	test("a page that someone opens without https leads to the same address with it", async () => {
		const answer = await ask("http://caisey.example/s/1?a=b", "production");
		expect([answer.status, answer.headers.get("Location")]).toEqual([308, "https://caisey.example/s/1?a=b"]);
	});

	test("nothing that was sent without https is acted on", async () => {
		const answer = await ask("http://caisey.example/sign-out", "production", "POST");
		expect([answer.status, await answer.text()]).toEqual([403, "Use https."]);
	});
});

test("the local mode speaks http", async () => {
	const answer = await ask("http://localhost/", "local");
	expect([answer.status, answer.headers.get("Strict-Transport-Security")]).toEqual([200, null]);
});
