// Whether Microsoft gives the app tokens, asked of a service of the test.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askToken, isRefusal, isWrongSecret } from "./token.ts";

let answer: { status: number; body: string };
let forms: URLSearchParams[];
const server = createServer(async (request, response) => {
	forms.push(new URLSearchParams(Buffer.concat(await request.toArray()).toString()));
	response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
});
const app = { id: "app", password: "secret", tenant: "t1", local: true, identityUrl: "" };
beforeAll(async () => {
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	app.identityUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const asked = (status: number, body: object | string) => {
	forms = [];
	answer = { status, body: typeof body === "string" ? body : JSON.stringify(body) };
	return askToken(app, 10_000);
};
const said = "no token: the identity service answered";

test("an app that gets a token is good", async () => {
	expect(await asked(200, { access_token: "t", expires_in: 3600 })).toEqual({ is: "good" });
	expect(forms.map((form) => form.get("client_secret"))).toEqual(["secret"]);
});

test.each<[number, object | string, string]>([
	[401, { error: "invalid_client", error_codes: [7000222] }, " AADSTS7000222: the secret has expired"],
	[
		401,
		{ error_codes: [7000215] },
		" AADSTS7000215: the secret is wrong, or the secret's id instead of its value",
	],
	[400, { error_codes: [90002] }, " AADSTS90002: there is no such tenant"],
	[400, { error_codes: [1, 2] }, " AADSTS1"],
	[401, { error: "invalid_client" }, ""],
	[401, "<html>", ""],
	[400, { error_codes: ["7000222"] }, ""],
])("a refusal of the app itself (%i %j) says why", async (status, body, why) => {
	const found = await asked(status, body);
	expect(found).toEqual({ is: "wrong", why: `${said} ${status}${why}` });
	expect(isRefusal(`${said} ${status}${why}`)).toBe(true);
	expect(isWrongSecret(`${said} ${status}${why}`)).toBe(why.includes("secret"));
});

test.each([429, 500, 503, 302])("whether it is good isn't known after a %i", async (status) => {
	expect(await asked(status, {})).toEqual({ is: "unknown", why: `${said} ${status}` });
});

test("nor after an answer that isn't a token, or no answer", async () => {
	for (const body of [{}, "<html>"])
		expect(await asked(200, body)).toEqual({
			is: "unknown",
			why: "no token: the identity service's answer isn't one",
		});
	expect(await askToken({ ...app, identityUrl: "http://127.0.0.1:9" }, 10_000)).toMatchObject({
		is: "unknown",
	});
});
