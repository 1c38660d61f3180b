// Microsoft as it is in production: one address for every organization, tokens of each tenant's own issuer. emulate answers as
// login.microsoftonline.com.
import { beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { emulateMicrosoft } from "../../../local/sign-in/emulated.ts";
import type { Env } from "../../env.ts";
import { settingsOnly } from "../../session/testing/session.ts";
import { accountIn } from "./accounts.ts";
import { askUrl, claimsOf, type Registered, registered } from "./provider.ts";

const [acme, globex] = ["0a0a0a0a-0000-4000-8000-00000000acde", "0b0b0b0b-0000-4000-8000-00000000beef"];
const microsoft = "https://login.microsoftonline.com";
const back = "https://caisey.example/sign-in/with/microsoft/callback";
const app = { id: "caisey", secret: "a secret of enough characters", redirectUrl: back };
const env = {
	...settingsOnly,
	SIGN_IN_MICROSOFT_ID: app.id,
	SIGN_IN_MICROSOFT_SECRET: app.secret,
} as unknown as Env;
const to = registered(env, "microsoft") as Registered;

const Body = z.record(z.string(), z.any());

let fetching: (address: string, init: object) => Promise<Response>;
/** What the token endpoint's answer becomes on its way. */
let change = (answer: Record<string, string>) => answer;
beforeAll(async () => {
	const people = [
		{ tenant: acme, object: "66666666-7777-4888-8999-000000000001", name: "Ada", email: "ada@acme.example" },
		{
			tenant: globex,
			object: "66666666-7777-4888-8999-000000000002",
			name: "Mal",
			email: "mal@globex.example",
		},
	];
	const service = await emulateMicrosoft(microsoft, app, people);
	fetching = async (address, init) => {
		const answer = await service.fetch(new Request(address, init));
		const body = Body.parse(await answer.json());
		// Microsoft's own discovery leaves the tenant open.
		if (address.includes("/organizations/")) body.issuer = `${microsoft}/{tenantid}/v2.0`;
		return Response.json(address.endsWith("/token") ? change(body) : body, { status: answer.status });
	};
	signIn = async (email, state = "state-1", returned = state) => {
		const asked = new URL(await askUrl(env, to, state, back, fetching));
		const form = new URLSearchParams({ ...Object.fromEntries(asked.searchParams), email });
		const chosen = new Request(`${microsoft}/oauth2/v2.0/authorize/callback`, { method: "POST", body: form });
		const came = new URL((await service.fetch(chosen)).headers.get("location") ?? "");
		return claimsOf(env, to, returned, came, fetching);
	};
});
let signIn: (email: string, state?: string, returned?: string) => Promise<unknown>;
const why = (answer: Promise<unknown>) =>
	answer.then(
		() => "in",
		(error: { code: string }) => error.code,
	);

test("people of every tenant are known by their tenant and object id", async () => {
	expect(accountIn("microsoft", await signIn("ada@acme.example"))).toEqual({
		...{ workspace: `teams:${acme}`, user: "66666666-7777-4888-8999-000000000001", enterprise: null },
	});
	expect(accountIn("microsoft", await signIn("mal@globex.example"))?.workspace).toBe(`teams:${globex}`);
});

test("an answer to another question isn't accepted: its state, code verifier and nonce are another's", async () => {
	expect(await why(signIn("ada@acme.example", "state-1", "state-2"))).toBe("OAUTH_INVALID_RESPONSE");
});

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const claimed = (token: string) => JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
const forged = (over: object) => (answer: Record<string, string>) => {
	const [head = "", , signature = ""] = answer.id_token?.split(".") ?? [];
	return {
		...answer,
		id_token: `${head}.${part({ ...claimed(answer.id_token ?? ""), ...over })}.${signature}`,
	};
};

test.each([
	["for another app", { aud: "another" }],
	["of another issuer", { iss: "https://evil.example/v2.0" }],
	["whose issuer is not its tenant's", { tid: globex }],
	["with another question's nonce", { nonce: "another" }],
	["that is over", { exp: 1 }],
	["whose signature is of other claims", { oid: "66666666-7777-4888-8999-000000000002" }],
])("a token %s signs no one in", async (_what, over) => {
	change = forged(over);
	try {
		expect(await why(signIn("ada@acme.example"))).toMatch(/^OAUTH_/);
	} finally {
		change = (answer) => answer;
	}
});

test("claims without the platform's ids are no account, whatever else they say", () => {
	const email = "ada@acme.example";
	expect(accountIn("microsoft", { tid: acme, email, preferred_username: email })).toBeNull();
	expect(accountIn("microsoft", { tid: "common", oid: "x" })).toBeNull();
	expect(accountIn("slack", { sub: "U0ADA", email })).toBeNull();
	expect(
		accountIn("slack", { "https://slack.com/team_id": "T0:A", "https://slack.com/user_id": "U0" }),
	).toBeNull();
});

test("a provider that doesn't answer one browser keeps no other waiting", async () => {
	const other = { ...to, id: "another app" };
	const answers = [() => new Promise<Response>(() => {}), fetching];
	vi.stubGlobal("fetch", (address: string, init: object) => answers.shift()?.(address, init));
	try {
		void askUrl(env, other, "state-1", back).catch(() => {});
		await vi.waitUntil(() => answers.length === 1, 600_000);
		expect(await askUrl(env, other, "state-2", back)).toContain("state=state-2");
		expect(await askUrl(env, other, "state-3", back)).toContain("state=state-3");
	} finally {
		vi.unstubAllGlobals();
	}
});
