// Installing by OAuth, losing the app again, and a channel that gets another id: by real pages and signed events.
import { afterAll, beforeAll, expect, test } from "vitest";
import { actions } from "../cards/model/actions.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { acme } from "../local/slack/team.ts";
import { carried, deliver, eventBody, eventFor, pressBody } from "./world/forged/requests.ts";
import { ask, close, propose } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { openBrowser } from "./world/people/install.ts";
import { answered, audit, entries, strays, workspaces } from "./world/record.ts";
import { acmeSetup, channel, other, startWorld, tokenFrom, type World } from "./world/world.ts";

let world: World;
/** The set-up file doesn't list the other company. */
const alone = () => ({ ...acmeSetup(), workspaces: { "slack:T0LOCAL1": { tokenFrom } } });
/** It is a client, and its token is not in the set-up. */
const both = () => {
	const setup = acmeSetup();
	const mal = { name: "Mal Content", identities: ["slack:T0OTHER:U0MAL"], roles: ["requester" as const] };
	return {
		...setup,
		workspaces: { ...alone().workspaces, "slack:T0OTHER": {} },
		clients: {
			...setup.clients,
			other: { name: "Other Company", people: { mal }, channels: ["slack:T0OTHER:C0OTHER"] },
		},
	};
};
const mal = () => world.person("mal", other.id);
const standing = async (id = other.id) =>
	(await workspaces(world)).find(({ workspace }) => workspace === `slack:${id}`);

beforeAll(async () => {
	world = await startWorld({ oauth: true, setup: alone() });
});
afterAll(() => world?.stop());

test("the page leads to Slack with the app's own scopes, and opening it changes nothing", async () => {
	const browser = openBrowser(world);
	const page = await browser.get(browser.at("/slack/install"));
	expect(page.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Lax|SameSite=Lax.*HttpOnly|HttpOnly/);
	expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
	const asked = await browser.begin();
	expect(asked.searchParams.get("scope")?.split(",")).toContain("chat:write");
	expect(asked.searchParams.get("redirect_uri")).toBe(`${world.workerUrl}/slack/oauth/callback`);
	expect(await standing()).toBeUndefined();
});

test("another browser, an invented state, a missing state, a denial, a bad code: nothing is installed", async () => {
	const [one, two] = [openBrowser(world), openBrowser(world)];
	const back = await one.agree(await one.begin(), "U0MAL");
	await two.begin();
	for (const [browser, address, words] of [
		[two, back, "start in this browser, or Slack"],
		[openBrowser(world), back, "start in this browser, or Slack"],
		[one, back.replace(/state=[^&]+/, "state=made-up"), "start in this browser, or Slack"],
		[one, back.replace(/(state=[^.]+\.)\d+/, "$199999999999999"), "start in this browser, or Slack"],
		[one, back.replace(/&state=[^&]+/, ""), "start in this browser, or Slack"],
	] as const) {
		const page = await browser.get(address);
		expect(page.status).toBe(400);
		expect(page.text).toContain(words);
	}
	const denied = (await one.begin()).searchParams.get("state") ?? "";
	const page = await one.get(one.at(`/slack/oauth/callback?error=access_denied&state=${denied}`));
	expect(page.text).toContain("Someone declined it in Slack");
	const again = (await one.begin()).searchParams.get("state") ?? "";
	const refused = await one.get(one.at(`/slack/oauth/callback?code=made-up&state=${again}`));
	expect([refused.status, refused.text.includes("<code><bdi>invalid_code</bdi></code>")]).toEqual([
		400,
		true,
	]);
	expect((await strays(world)).at(-1)).toBe("someone in a browser not installed invalid_code");
	// Anyone can do that as often as they like.
	const more = (await one.begin()).searchParams.get("state") ?? "";
	await one.get(one.at(`/slack/oauth/callback?code=made-up-again&state=${more}`));
	expect((await strays(world)).filter((line) => line.includes("not installed"))).toHaveLength(1);
	expect(await standing()).toBeUndefined();
});

test("a state works once: going back to the end of an installation does not install again", async () => {
	const browser = openBrowser(world);
	const back = await browser.agree(await browser.begin(), "U0MAL");
	const page = await browser.get(back);
	expect([page.status, page.text.includes("It isn't connected to a client yet")]).toEqual([200, true]);
	const reloaded = await browser.get(back);
	expect([reloaded.status, reloaded.text.includes("already done")]).toEqual([400, true]);
	const log = (await strays(world)).filter((line) => line.includes("slack:T0OTHER:U0MAL installed"));
	expect(log).toEqual(["slack:T0OTHER:U0MAL installed slack:T0OTHER Other Company: bound to no client"]);
});

test("the owner sees an unlisted workspace; nothing said there does anything", async () => {
	expect(await standing()).toMatchObject({
		installed: true,
		listed: false,
		channels: 0,
		name: "Other Company",
		by: "slack:T0OTHER:U0MAL",
	});
	await answered(mal(), () => mal().say("C0OTHER", "/caisey hello"), "isn't connected to a client");
	expect((await strays(world)).at(-1)).toContain("open not-bound slack:T0OTHER:C0OTHER");
	await mal().home();
	const home = await mal().until("a Home tab", (state) => state.home);
	expect(JSON.stringify(home)).toContain("isn't connected to a client");
	const { warnings } = await world.apply(alone());
	expect(warnings.join()).toContain(
		"workspace “Other Company” (slack:T0OTHER) has the app, but this file doesn't list it",
	);
});

test("once the set-up file binds its channel, the token of the installation is used", async () => {
	expect((await world.apply(both())).warnings.join()).not.toContain("T0OTHER");
	await mal().say("C0OTHER", "/caisey the printer is out of paper");
	await mal().message("Caisey session", "out of paper");
});

test("a reinstallation renews the token", async () => {
	for (const workspace of world.slack.workspaces) if (workspace.team === other.id) workspace.revoke();
	const page = await openBrowser(world).install("U0MAL");
	expect(page.text).toContain("Messages that were waiting arrive now");
	await mal().say("C0OTHER", "/caisey the scanner as well");
	await mal().message("Caisey session", "the scanner as well");
});

test.each(["app_uninstalled", "tokens_revoked"])(
	"%s: nothing is posted there, nothing from there counts, and an installation brings it all back",
	async (type) => {
		const tokens = { oauth: [], bot: ["U0CAISEY2"] };
		await deliver(world, eventFor(other, { type, tokens }), json);
		expect(await standing()).toMatchObject({ installed: false, left: { because: expect.any(String) } });
		await deliver(world, eventFor(other, { type, tokens }), json);
		const because = type === "app_uninstalled" ? "app uninstalled" : "token revoked";
		expect((await strays(world)).filter((line) => line.startsWith(`slack ${because}`))).toHaveLength(1);
		expect((await world.apply(both())).warnings.join()).toContain(`no longer has the app (${because})`);
		const said = await mal().say("C0OTHER", `/caisey nobody hears ${type}`);
		expect(JSON.stringify(said)).not.toContain("dispatch_failed");
		await openBrowser(world).install("U0MAL");
		await mal().say("C0OTHER", `/caisey heard again after ${type}`);
		await mal().message("Caisey session", `heard again after ${type}`);
		const { messages } = await mal().state();
		expect(messages.filter((one) => textOf(one).includes(`nobody hears ${type}`) && !one.onlyYou)).toEqual(
			[],
		);
		// Told late, of what was before the installation.
		await deliver(world, eventFor(other, { type, tokens }, -60), json);
		expect(await standing()).toMatchObject({ installed: true });
	},
);

test("tokens of users, and events of other workspaces, take nothing away", async () => {
	await deliver(world, eventFor(other, { type: "tokens_revoked", tokens: { oauth: ["U0MAL"] } }), json);
	await deliver(world, eventFor({ ...other, id: "T0NOBODY" }, { type: "app_uninstalled" }), json);
	expect(await standing()).toMatchObject({ installed: true });
	expect(await standing("T0LOCAL1")).toMatchObject({ installed: true });
});

const json = { type: "application/json" };
const press = (card: ClientMessage, where: string, root: string) =>
	deliver(
		world,
		pressBody({
			by: "ada",
			action: actions.approve,
			value: carried(card, actions.approve),
			message: card.ts,
			thread: root,
			channel: where,
		}),
	);

test("messages that Slack drops leave a gap in open and closed sessions' transcripts, since the minute that Slack names or their opening", async () => {
	const root = await ask(world);
	const reader = await signIn(world, world.person("tom"), root);
	const closed = await ask(world);
	const closedReader = await signIn(world, world.person("tom"), closed);
	await close(world.person("dana"), closed);
	await expect.poll(() => entries(closedReader, "session.closed")).toHaveLength(1);
	const openingOf = async (of: typeof reader) => {
		const { events } = await of.json<{ events: { kind: string; at: number }[] }>("transcript.json");
		return events.find(({ kind }) => kind === "thread.opened")?.at ?? 0;
	};
	const minute = Math.floor(Date.now() / 60_000) * 60;
	const notice = {
		...{ token: "local", type: "app_rate_limited", team_id: acme.id, api_app_id: acme.app.id },
		minute_rate_limited: minute,
	};
	for (let times = 0; times < 2; times++) await deliver(world, JSON.stringify(notice), json);
	for (const of of [reader, closedReader])
		await expect
			.poll(async () => (await entries(of, "thread.heard")).map(({ heard, since }) => ({ heard, since })))
			.toEqual([{ heard: "part", since: Math.max(minute * 1000, await openingOf(of)) }]);
	expect(await reader.text("transcript.txt")).toContain(
		"some messages are missing, because Slack drops them",
	);
	expect((await reader.json<{ ok: boolean }>("verify")).ok).toBe(true);
	const told = (await audit(world)).filter((line) => line.startsWith("slack messages dropped"));
	expect(told).toHaveLength(1);
});

test("a channel that gets another id stays its client's: threads, cards and edits follow", async () => {
	const root = await ask(world);
	const reader = await signIn(world, world.person("tom"), root);
	const card = await propose(world, root, { command: "echo moved", changes: "it is moved" });
	const event = { type: "channel_id_changed", old_channel_id: channel, new_channel_id: "C0SHARED" };
	await deliver(world, eventBody(event), json);
	await deliver(world, eventBody(event), json);
	// Behind it may stand that nothing can be posted there, as what waits is tried meanwhile.
	expect(await audit(world)).toContain(
		"slack channel id changed slack:T0LOCAL1 #acme-dental (C0ACME) is C0SHARED now",
	);
	expect((await world.apply(both())).warnings.join()).toContain(
		"channel #acme-dental (slack:T0LOCAL1:C0ACME) has a new id. Change it to slack:T0LOCAL1:C0SHARED",
	);
	await deliver(
		world,
		eventBody({
			type: "message",
			channel: "C0SHARED",
			user: "U0DANA",
			team: "T0LOCAL1",
			text: "said after the move",
			ts: `${Number(root.ts) + 5}`,
			thread_ts: root.ts,
		}),
		json,
	);
	expect((await entries(reader, "message.said")).map(({ text }) => text)).toContain("said after the move");
	await press(card, "C0SHARED", root.ts);
	expect((await entries(reader, "vote.cast")).map(({ ref }) => ref?.channel)).toEqual([channel]);
});

test("after the app is gone, a press on a card that is still there decides nothing", async () => {
	const event = { type: "channel_id_changed", old_channel_id: "C0SHARED", new_channel_id: channel };
	await deliver(world, eventFor(acme, event, 1), json);
	expect((await world.apply(alone())).warnings.join()).not.toContain("C0SHARED");
	// Messages that waited for the channel are posted in it.
	await world.person("ada").message("Done on CLIENT-ACCT-01", "it is moved");
	const root = await ask(world);
	const reader = await signIn(world, world.person("tom"), root);
	const card = await propose(world, root, { command: "echo never", changes: "it is never decided" });
	await deliver(world, eventBody({ type: "app_uninstalled" }), json);
	await press(card, channel, root.ts);
	expect(await entries(reader, "vote.cast")).toEqual([]);
	const told = (await audit(world)).findLast((line) => line.startsWith("slack "));
	expect(told).toMatch(/^slack app uninstalled slack:T0LOCAL1 nothing can be posted/);
	// The owner's file still holds the token that was taken away.
	await world.apply(alone());
	expect(await standing("T0LOCAL1")).toMatchObject({ installed: false });
	await openBrowser(world).install("U0DANA");
	// Nor does it displace what the installation brought.
	expect((await world.apply(alone())).warnings.join()).toContain(
		"workspace “Acme Dental” (slack:T0LOCAL1): Caisey ignores the token from this file, because Slack revoked it",
	);
	expect(await standing("T0LOCAL1")).toMatchObject({ installed: true, by: "slack:T0LOCAL1:U0DANA" });
	await press(card, channel, root.ts);
	expect(await entries(reader, "vote.cast")).toHaveLength(1);
});
