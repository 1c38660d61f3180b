// Who may speak to the Teams bot, and what its own tokens do: real workerd, against identity services of the test.
import { request as httpRequest } from "node:http";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { patience } from "./world/patience.ts";
import { strays } from "./world/record.ts";
import { app, shown } from "./world/teams/connector.ts";
import { channelNo } from "./world/teams/person.ts";
import { startTeamsWorld, type TeamsWorld } from "./world/teams/world.ts";
import { startWorld } from "./world/world.ts";

let world: TeamsWorld;
beforeAll(async () => {
	world = await startTeamsWorld({ agents: [] });
});
afterAll(() => world?.stop());
afterEach(() => world.connector.identity.grantFor(3_600));

/** Posts to the address under another name for it, as a page could whose own name leads there. */
const statusAs = (host: string, url: string, body: string): Promise<number | undefined> =>
	new Promise((resolve, reject) => {
		const headers = { host, "content-type": "application/json" };
		const sent = httpRequest(`${url}/teams/messages`, { method: "POST", headers }, (response) => {
			response.resume();
			resolve(response.statusCode);
		});
		sent.on("error", reject);
		sent.end(body);
	});

let count = 0;
/** Teams lets a bot write only so much in one conversation. */
const place = () => channelNo(count);
const request = () => `please change something (${++count})`;
const sessionsOf = (text: string) =>
	world.connector.posts.filter(
		({ activity }) => shown(activity).includes(text) && shown(activity).includes("Caisey session"),
	);

/** Sends one request signed so and then a valid one: whether the Worker heard the first. */
const heard = async (
	claims: Parameters<ReturnType<TeamsWorld["teams"]>["deliver"]>[1],
	more: object = {},
) => {
	const [dana, text, at] = [world.teams("dana"), request(), place()];
	const { status } = await dana.deliver(dana.message(at, `<p>@Caisey ${text}</p>`, more), claims);
	const good = request();
	await dana.say(at, `<p>@Caisey ${good}</p>`);
	await dana.sees("Caisey session", good);
	return { status, sessions: sessionsOf(text).length };
};

/** Asks for something as it should be, and waits for its session. */
const taken = async () => {
	const [dana, text] = [world.teams("dana"), request()];
	const { status } = await dana.deliver(dana.message(place(), `<p>@Caisey ${text}</p>`));
	await dana.sees("Caisey session", text);
	return { status, sessions: sessionsOf(text).length };
};

test("an activity that the connector signed counts", async () => {
	expect(await taken()).toEqual({ status: 200, sessions: 1 });
});

test.each([
	["no token", "none"],
	["another issuer", { iss: "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/" }],
	["another audience", { aud: "0c0ffee0-0000-4000-8000-000000000002" }],
	["a key that is not published", { forged: true }],
	["an expired token", { expiresIn: -301 }],
	["a token for another connector", { serviceurl: "https://smba.trafficmanager.net/emea/" }],
] as const)("an activity with %s doesn't count", async (_, claims) => {
	expect(await heard(claims)).toEqual({ status: 401, sessions: 0 });
});

test("an address that isn't a Teams connector is rejected, whatever its token vouches for", async () => {
	const before = world.connector.calls.length;
	for (const serviceUrl of [
		"https://evil.example/amer/",
		"https://smba.trafficmanager.net.evil.example/",
		"http://smba.trafficmanager.net/",
	]) {
		const [dana, text] = [world.teams("dana"), request()];
		const message = dana.message(place(), `<p>@Caisey ${text}</p>`, { serviceUrl });
		expect((await dana.deliver(message, { serviceurl: serviceUrl })).status).toBe(401);
	}
	expect(world.connector.calls.slice(before)).toEqual([]);
});

test("another channel's activity, a page's form and an invalid activity are refused", async () => {
	const dana = world.teams("dana");
	const message = dana.message(place(), "<p>@Caisey hello</p>");
	expect((await dana.deliver({ ...message, channelId: "AseChannel" })).status).toBe(400);
	expect((await dana.deliver({ ...message, from: undefined })).status).toBe(400);
	const form = await fetch(`${world.workerUrl}/teams/messages`, {
		method: "POST",
		body: JSON.stringify(message),
	});
	expect(form.status).toBe(415);
});

test("after a rotation the new key counts and the old one doesn't", async () => {
	const dana = world.teams("dana");
	const old = world.connector.identity.token(world.connector.serviceUrl);
	world.connector.identity.rotate();
	expect(await taken()).toEqual({ status: 200, sessions: 1 });
	const response = await fetch(`${world.workerUrl}/teams/messages`, {
		method: "POST",
		headers: { "content-type": "application/json", authorization: `Bearer ${old}` },
		body: JSON.stringify(dana.message(place(), "<p>@Caisey hello</p>")),
	});
	expect(response.status).toBe(401);
});

/** The answer to a token with the name of an unpublished key. */
const strangers = async (kid: string): Promise<number> => {
	const dana = world.teams("dana");
	return (await dana.deliver(dana.message(place(), "<p>@Caisey let me in</p>"), { forged: true, kid }))
		.status;
};

test("tokens with unpublished keys don't count, and don't make us ask for the keys again and again", async () => {
	await world.restartWorker();
	const { identity } = world.connector;
	expect(await taken()).toEqual({ status: 200, sessions: 1 });
	const before = identity.keysAsked();
	const all = await Promise.all(["a", "b", "c"].map(strangers));
	for (let n = 0; n < 5; n++) all.push(await strangers(`none-${n}`));
	// A key may have been published since we asked for the keys, so we don't call its owner a stranger.
	expect(new Set(all)).toEqual(new Set([401, 503]));
	expect(identity.keysAsked() - before).toBe(1);
	expect(sessionsOf("let me in")).toEqual([]);
});

test("a stranger's token, while the keys are unavailable, keeps no one out", async () => {
	await world.restartWorker();
	expect(await taken()).toEqual({ status: 200, sessions: 1 });
	const { identity } = world.connector;
	identity.keysDown(true);
	try {
		expect(await strangers("none")).toBe(503);
		expect(await taken()).toEqual({ status: 200, sessions: 1 });
	} finally {
		identity.keysDown(false);
	}
});

test("a new key works soon after a stranger's token; until then Teams hears that it should try again", async () => {
	await world.restartWorker();
	expect(await taken()).toEqual({ status: 200, sessions: 1 });
	expect(await strangers("none")).toBe(401);
	world.connector.identity.rotate();
	const [dana, text] = [world.teams("dana"), request()];
	const message = dana.message(place(), `<p>@Caisey ${text}</p>`);
	const answers: number[] = [];
	await expect
		.poll(
			async () => {
				answers.push((await dana.deliver(message)).status);
				return answers.at(-1);
			},
			{ timeout: patience, interval: 1_000 },
		)
		.toBe(200);
	expect(new Set(answers.slice(0, -1))).toEqual(new Set([503]));
	await dana.sees("Caisey session", text);
});

test("while the keys are unavailable, nothing counts and no one is called a stranger; later deliveries count", async () => {
	await world.restartWorker();
	const { identity } = world.connector;
	const [dana, text, at] = [world.teams("dana"), request(), place()];
	const message = dana.message(at, `<p>@Caisey ${text}</p>`);
	identity.keysDown(true);
	try {
		expect((await dana.deliver(message)).status).toBe(503);
	} finally {
		identity.keysDown(false);
	}
	expect(sessionsOf(text)).toEqual([]);
	// The keys are not asked for again at once.
	const answers: number[] = [];
	await expect
		.poll(async () => answers.push((await dana.deliver(message)).status) && answers.at(-1), { interval: 500 })
		.toBe(200);
	expect(answers.slice(0, -1).filter((status) => status !== 503)).toEqual([]);
	await dana.sees("Caisey session", text);
	expect(sessionsOf(text)).toHaveLength(1);
});

test("the bot's own token is fetched once and kept", async () => {
	await taken();
	const asked = world.connector.identity.asked();
	await taken();
	expect(world.connector.identity.asked()).toBe(asked);
	expect(asked).toBeGreaterThan(0);
});

test("after a rejected token the bot gets a new one and posts once", async () => {
	const asked = world.connector.identity.asked();
	world.connector.identity.revoke();
	// One alone: of several at once, each that is refused may ask for a new one.
	const [dana, text] = [world.teams("dana"), request()];
	await dana.say(place(), `<p>@Caisey ${text}</p>`);
	await dana.sees("Caisey session", text);
	expect(sessionsOf(text)).toHaveLength(1);
	expect(world.connector.identity.asked()).toBe(asked + 1);
});

test("a token is renewed before it expires", async () => {
	world.connector.identity.grantFor(300);
	world.connector.identity.revoke();
	await taken();
	const asked = world.connector.identity.asked();
	await taken();
	expect(world.connector.identity.asked()).toBeGreaterThan(asked);
});

test("a tenant that isn't ours learns so, and nothing else happens", async () => {
	const strange = "7e4a47e4-0000-4000-8000-0000000000aa";
	const mal = world.teams("mal", strange);
	await mal.say("19:elsewhere@thread.tacv2", "<p>@Caisey let me in</p>");
	await mal.sees("isn't connected to a client");
	expect(await strays(world)).toContainEqual(
		expect.stringContaining(`not-bound teams:${strange}:19:elsewhere@thread.tacv2`),
	);
	expect(sessionsOf("let me in")).toEqual([]);
});

test("without an app id Caisey asks for nothing here; only the local mode allows an empty one", async () => {
	const bare = await startWorld({ agents: [] });
	try {
		const headers = { "content-type": "application/json" };
		const ask = () => fetch(`${bare.workerUrl}/teams/messages`, { method: "POST", headers, body: "{}" });
		expect((await ask()).status).toBe(404);
		await bare.worker().stop();
		await expect(bare.restartWorker({ TEAMS_APP_ID: "", MODE: "production" })).rejects.toThrow(
			"TEAMS_APP_ID is empty",
		);
		await expect(bare.restartWorker({ TEAMS_APP_ID: app.id })).rejects.toThrow(
			"TEAMS_APP_PASSWORD is missing",
		);
		await expect(
			bare.restartWorker({ TEAMS_IDENTITY_URL: "http://localhost:1", MODE: "production" }),
		).rejects.toThrow("TEAMS_IDENTITY_URL is only for the local mode");
		await bare.restartWorker({ TEAMS_APP_ID: "" });
		expect((await ask()).status).toBe(400);
		const message = world.teams("dana").message("a:dana", "<p>hello</p>");
		const said = (more: object) =>
			fetch(`${bare.workerUrl}/teams/messages`, {
				method: "POST",
				headers: { ...headers, ...more },
				body: JSON.stringify(message),
			});
		expect((await said({})).status).toBe(200);
		expect((await said({ origin: bare.workerUrl })).status).toBe(403);
		expect(await statusAs("evil.example", bare.workerUrl, JSON.stringify(message))).toBe(403);
	} finally {
		await bare.stop();
	}
});
