// Settings that a deployment works with, and those with which it refuses to.
import { expect, test } from "vitest";
import { type Env, settings } from "./env.ts";
import { settingsOnly } from "./session/testing/session.ts";

const given = (some: Record<string, string>) =>
	settings({ ...settingsOnly, MODE: "production", ...some } as unknown as Env);

const https = {
	PUBLIC_URL: "https://caisey.example",
	MAIL_API_URL: "https://mail.example",
	TIMESTAMP_URL: "https://stamps.example",
};

test("production takes addresses with https", () => {
	expect(given(https)).toMatchObject(https);
});

test.each(Object.keys(https))("production takes no %s without https, and says which", (name) => {
	const plain = { ...https, [name]: "http://plain.example" };
	expect(() => given(plain)).toThrow(`not set up: ${name} is not https.`);
	expect(given({ ...plain, MODE: "local" })).toMatchObject(plain);
});
