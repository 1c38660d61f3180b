// Which tokens prove that Teams' connector speaks: really signed, and judged by keys that a service publishes over HTTP.
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import {
	type IdentityService,
	newKey,
	type SigningKey,
	startIdentityService,
} from "../testing/identity-service.ts";
import { type JudgeToken, tokenJudge } from "./inbound-token.ts";

const app = { id: "c0ffee00-0000-4000-8000-000000000001", password: "x", tenant: "t", local: false };
const activity = { channelId: "msteams", serviceUrl: "https://smba.trafficmanager.net/amer/" } as const;

const noon = Date.UTC(2026, 9, 1, 12);
const [second, minute, hour] = [1_000, 60_000, 3_600_000];

let microsoft: SigningKey;
let another: SigningKey;
let service: IdentityService;
let judge: JudgeToken;
let clock: number;
let logged: unknown[];

const judgeOf = (more: Partial<typeof app> = {}): JudgeToken =>
	tokenJudge(
		{ ...app, ...more, identityUrl: service.url },
		() => clock,
		(error) => `${logged.push(error)}`,
	);

beforeAll(async () => {
	[microsoft, another] = await Promise.all([newKey("microsoft"), newKey("another")]);
});
beforeEach(async () => {
	service = await startIdentityService();
	service.publish(microsoft.published);
	[clock, logged] = [noon, []];
	judge = judgeOf();
});
afterEach(() => service.stop());

/** What the connector claims at noon; undefined leaves a claim out. */
const claims = (more: Record<string, unknown> = {}): JWTPayload => ({
	iss: "https://api.botframework.com",
	aud: app.id,
	serviceurl: activity.serviceUrl,
	nbf: noon / second,
	exp: (noon + hour) / second,
	...more,
});

const bearer = async (token: string | Promise<string>) => `Bearer ${await token}`;
const said = async (more: Record<string, unknown> = {}, key = microsoft, header: object = {}) =>
	judge(await bearer(key.sign(claims(more), header)), activity);

test("verifies a token that Teams' connector signed for this app", async () => {
	expect(await said()).toBe("verified");
	expect(logged).toEqual([]);
});

test.each([
	["another audience", { aud: "c0ffee00-0000-4000-8000-000000000002" }],
	["no audience", { aud: undefined }],
	["this audience among others", { aud: [app.id, "c0ffee00-0000-4000-8000-000000000002"] }],
	["another issuer", { iss: "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/" }],
	["no issuer", { iss: undefined }],
	["another connector's address", { serviceurl: "https://smba.trafficmanager.net/emea/" }],
	["an address that only begins alike", { serviceurl: "https://smba.trafficmanager.net/amer" }],
	["no address", { serviceurl: undefined }],
	["no expiry", { exp: undefined }],
])("refuses a token that names %s", async (_, more) => {
	expect(await said(more)).toBe("refused");
});

test.each([
	["nothing", () => ""],
	["another scheme", async () => `Basic ${await microsoft.sign(claims())}`],
	["a token without a scheme", () => microsoft.sign(claims())],
	["two tokens", async () => `Bearer ${await microsoft.sign(claims())} ${await microsoft.sign(claims())}`],
	["something that isn't a token", () => "Bearer let.me.in"],
])("refuses %s in the authorization header", async (_, header) => {
	expect(await judge(await header(), activity)).toBe("refused");
	expect(service.asked()).toBe(0);
});

test("refuses a token whose signature another key made", async () => {
	expect(await said({}, another, { kid: "microsoft" })).toBe("refused");
});

test("refuses a token whose claims were changed after it was signed", async () => {
	const [header, , signature] = (await microsoft.sign(claims())).split(".");
	const [, changed] = (await microsoft.sign(claims({ exp: (noon + 9 * hour) / second }))).split(".");
	expect(await judge(`Bearer ${header}.${changed}.${signature}`, activity)).toBe("refused");
});

test("refuses an unsigned token", async () => {
	expect(await judge(await bearer(new UnsecuredJWT(claims()).encode()), activity)).toBe("refused");
});

test("refuses a token that is signed with the published key as a shared secret", async () => {
	const secret = new TextEncoder().encode(JSON.stringify(microsoft.published));
	const token = new SignJWT(claims()).setProtectedHeader({ alg: "HS256", kid: "microsoft" }).sign(secret);
	expect(await judge(await bearer(token), activity)).toBe("refused");
});

test.each(["RS512", "PS256", "ES256"])("refuses a token that is signed with %s", async (alg) => {
	const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
	service.publish({ ...(await exportJWK(publicKey)), kid: "microsoft", endorsements: ["msteams"] });
	const token = new SignJWT(claims()).setProtectedHeader({ alg, kid: "microsoft" }).sign(privateKey);
	expect(await judge(await bearer(token), activity)).toBe("refused");
});

test("refuses a key of another kind than the token's algorithm, and logs nothing", async () => {
	const { publicKey } = await generateKeyPair("ES256", { extractable: true });
	service.publish({ ...(await exportJWK(publicKey)), kid: "microsoft", endorsements: ["msteams"] });
	expect(await said()).toBe("refused");
	expect(logged).toEqual([]);
});

test.each([
	["is endorsed for other channels", { endorsements: ["webchat", "directline"] }],
	["is endorsed for nothing", { endorsements: [] }],
	["has no endorsements", { endorsements: undefined }],
	["is for encryption", { use: "enc" }],
])("refuses a token whose key %s", async (_, more) => {
	service.publish({ ...microsoft.published, ...more });
	expect(await said()).toBe("refused");
});

test.each([
	["none", undefined],
	["a number", 7],
	["an object", { kid: "microsoft" }],
])("refuses a token whose key id is %s, and asks for no keys", async (_, kid) => {
	expect(await said()).toBe("verified");
	expect(await said({}, microsoft, { kid })).toBe("refused");
	expect(service.asked()).toBe(1);
});

test.each([
	["expired less than five minutes ago", { exp: (noon - 5 * minute) / second + 1 }, "verified"],
	["expired five minutes ago", { exp: (noon - 5 * minute) / second }, "refused"],
	["counts in five minutes' time", { nbf: (noon + 5 * minute) / second }, "verified"],
	["counts later than in five minutes' time", { nbf: (noon + 5 * minute) / second + 1 }, "refused"],
])("as clocks differ, a token that %s is judged: %s", async (_, more, judged) => {
	expect(await said(more)).toBe(judged);
});

test("a blank app id verifies nothing, not even a token for a blank one", async () => {
	for (const id of ["", " "]) {
		judge = judgeOf({ id });
		expect(await judge("", activity)).toBe("refused");
		expect(await said({ aud: id })).toBe("refused");
		expect(await said({ aud: undefined })).toBe("refused");
	}
});

test("in the local mode, an empty app id asks for no token; any other does", async () => {
	expect(await judgeOf({ id: "", local: true })("", activity)).toBe("verified");
	expect(await judgeOf({ id: " ", local: true })("", activity)).toBe("refused");
	expect(await judgeOf({ local: true })("", activity)).toBe("refused");
});

test("asks for the keys once an hour", async () => {
	expect(await said()).toBe("verified");
	clock += hour - 1;
	expect(await said()).toBe("verified");
	expect(service.asked()).toBe(1);
	clock += 1;
	expect(await said()).toBe("verified");
	expect(service.asked()).toBe(2);
});

test("a key that Microsoft withdrew counts for an hour at most", async () => {
	expect(await said()).toBe("verified");
	service.publish(another.published);
	clock += hour;
	expect(await said()).toBe("refused");
});

test("a new key counts at once, and the one that it replaces no longer does", async () => {
	expect(await said()).toBe("verified");
	service.publish(another.published);
	expect(await said({}, another)).toBe("verified");
	expect(await said()).toBe("refused");
	expect(service.asked()).toBe(2);
});

test("a key that is published again counts again", async () => {
	expect(await said()).toBe("verified");
	service.publish(another.published);
	expect(await said({}, another)).toBe("verified");
	service.publish(microsoft.published, another.published);
	clock += 10 * second;
	expect(await said()).toBe("verified");
});

test("a stranger's keys make us ask every ten seconds at most, and keep no one out", async () => {
	expect(await said()).toBe("verified");
	expect(await said({}, another, { kid: "made up" })).toBe("refused");
	// The key may have been published since we asked.
	expect(await said({}, another, { kid: "made up" })).toBe("unknown");
	expect(await said({}, another, { kid: "made up too" })).toBe("unknown");
	expect(await said()).toBe("verified");
	expect(service.asked()).toBe(2);
	clock += 10 * second;
	expect(await said({}, another, { kid: "made up too" })).toBe("refused");
	expect(service.asked()).toBe(3);
	expect(logged).toEqual([]);
});

test("while it can't get the keys, it says that it can't tell, and why; afterwards it can", async () => {
	service.is("down");
	expect(await said()).toBe("unknown");
	expect(logged).toEqual([expect.objectContaining({ message: expect.stringContaining("HTTP 500") })]);
	service.is("up");
	clock += second;
	expect(await said()).toBe("verified");
});

/** Signed at noon, and valid for two days. */
const lasting = () => said({ exp: (noon + 48 * hour) / second });

test("while we can't get new keys, those in use count until their day is over", async () => {
	expect(await lasting()).toBe("verified");
	service.is("down");
	expect(await said({}, another)).toBe("unknown");
	expect(await lasting()).toBe("verified");
	for (clock += hour; clock < noon + 24 * hour; clock += hour) expect(await lasting()).toBe("verified");
	expect(await lasting()).toBe("unknown");
});

test("while we can't get the keys, we ask once a second at most, however many tokens come", async () => {
	service.is("down");
	for (let n = 0; n < 50; n++) expect(await said()).toBe("unknown");
	expect(logged).toHaveLength(1);
	clock += second;
	const judged = await Promise.all(Array.from({ length: 50 }, () => said()));
	expect(new Set(judged)).toEqual(new Set(["unknown"]));
	expect(logged.length).toBeLessThanOrEqual(11);
});

test("a burst before any keys were loaded asks a few times, and each token is judged", async () => {
	const judged = await Promise.all(Array.from({ length: 50 }, () => said()));
	expect(new Set(judged)).toEqual(new Set(["verified"]));
	expect(service.asked()).toBeLessThanOrEqual(10);
});

test("an unanswered question delays later ones by a second only", async () => {
	service.is("silent");
	const waiting = Array.from({ length: 10 }, () => said());
	await service.heard(10);
	service.is("up");
	clock += second;
	expect(await said()).toBe("verified");
	await service.stop();
	await Promise.all(waiting);
});

test("when the hour of keys in use is over, only one of many requests asks, and all get an answer", async () => {
	expect(await said()).toBe("verified");
	clock += hour - second;
	expect(service.asked()).toBe(1);
	clock += second;
	const judged = await Promise.all(Array.from({ length: 50 }, () => said()));
	expect(new Set(judged)).toEqual(new Set(["verified"]));
	expect(service.asked()).toBe(2);
});

test.each([
	["has invalid endorsements", { kid: "odd", kty: "RSA", endorsements: null }],
	["has no id", { kty: "EC" }],
	["isn't a key at all", "odd"],
])("a published key that %s keeps no other from counting", async (_, odd) => {
	service.publish(odd, microsoft.published);
	expect(await said()).toBe("verified");
	expect(logged).toEqual([]);
});

test("a published text without keys verifies nothing", async () => {
	service.publish("keys");
	expect(await said()).toBe("unknown");
	clock += second;
	service.publish({ kid: "microsoft", kty: "RSA", endorsements: ["msteams"] });
	expect(await said()).toBe("unknown");
	expect(logged).toHaveLength(2);
});

test("an unanswered question for keys keeps no one else waiting", async () => {
	expect(await said()).toBe("verified");
	service.is("silent");
	const waiting = said({}, another);
	expect(await said({}, another)).toBe("unknown");
	expect(await said()).toBe("verified");
	await service.stop();
	expect(await waiting).toBe("unknown");
});
