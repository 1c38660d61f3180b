// Signing in with Slack's and Microsoft's accounts, and “your sign-ins”, through real providers and real workerd.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newPage, withAuthenticator } from "../console/testing/browser.ts";
import { tenant } from "../local/teams/tenant.ts";
import { journey } from "./world/journey.ts";
import { ask } from "./world/people/acts.ts";
import { answerChange, applyConfirmed } from "./world/people/changes.ts";
import { personalLink } from "./world/people/console.ts";
import { type Jar, openJar } from "./world/people/jar.ts";
import { offerSignIn, throughMicrosoft, throughSlack } from "./world/people/sign-in.ts";
import { audit, strays } from "./world/record.ts";
import { acmeSetup, startWorld, type World } from "./world/world.ts";

const sam = "slack:T0LOCAL1:U0SAM";
const setup = () => {
	const given = acmeSetup();
	const acme = given.clients["acme-dental"];
	const ada = acme?.people?.ada;
	if (!acme || !ada) throw new Error("Ada is missing");
	const identities = [...(ada.identities ?? []), `teams:${tenant}:aad-ada`, "slack:E0GRID:U0GRIDADA"];
	return {
		...given,
		workspaces: {
			...given.workspaces,
			"slack:T0GRID": { enterprise: "E0GRID" },
			[`teams:${tenant}`]: {},
		},
		clients: {
			"acme-dental": { ...acme, people: { ...acme.people, ada: { ...ada, identities } } },
			globex: {
				name: "Globex",
				people: { sam: { name: "Samuel Roy", identities: [sam], roles: ["requester" as const] } },
			},
		},
	};
};
const slackPeople = [
	{ team: "T0LOCAL1", user: "U0ADA", name: "Ada Lindqvist" },
	{ team: "T0LOCAL1", user: "U0DANA", name: "Dana Reyes" },
	{ team: "T0LOCAL1", user: "U0SAM", name: "Sam Roy" },
	{ team: "T0LOCAL1", user: "U0EVE", name: "Ada Lindqvist" },
	{ team: "T0GRID", user: "U0GRIDADA", name: "Ada" },
	{ team: "T0GRID", user: "U0GRIDADB", name: "Ada", enterprise: "E0GRID" },
	{ team: "T0STRANGE", user: "U0ADA", name: "Ada Lindqvist" },
];
const elsewhere = "0b0b0b0b-0000-4000-8000-00000000beef";
const microsoftPeople = [
	{ tenant, object: "aad-ada", name: "Ada", email: "ada@acme-dental.example" },
	{ tenant, object: "aad-eve", name: "Ada", email: "eve@acme-dental.example" },
	{ tenant: elsewhere, object: "aad-ada", name: "Ada", email: "ada@elsewhere.example" },
];

let world: World;
let session: string;
let link: string;
let unoffered: string;
let stop: () => Promise<void>;
beforeAll(async () => {
	world = await startWorld({ setup: setup(), agents: [] });
	const asked = await ask(world, "please look at the printer");
	link = await personalLink(world.person("ada"), asked);
	const spent = await openJar().open(link, { method: "POST" });
	session = new URL(spent.url).pathname;
	unoffered = (await openJar().open(world.workerUrl)).text;
	({ stop } = await offerSignIn(world, slackPeople, tenant, microsoftPeople));
});
afterAll(async () => {
	await stop?.();
	await world?.stop();
});

const at = (path: string) => `${world.workerUrl}${path}`;
const reads = async (jar: Jar, path = session) => (await jar.open(at(path))).status;
const signIn = async (as: string, next = "/", jar = openJar()) => ({
	jar,
	page: await jar.open(await throughSlack(world, jar, as, next)),
});

describe("with an account", () => {
	test("the page of a transcript offers what the deployment has set up, and leads back there", async () => {
		expect(unoffered).not.toMatch(/Sign in with (Slack|Microsoft)/);
		const { status, text } = await openJar().open(at(session));
		expect(status).toBe(401);
		for (const provider of ["slack", "microsoft"])
			expect(text).toContain(`/sign-in/with/${provider}?next=${encodeURIComponent(session)}`);
	});

	test("of Slack, Ada gets straight to the transcript, and her client's log says so", async () => {
		const { page } = await signIn("T0LOCAL1-U0ADA", session);
		expect([page.status, new URL(page.url).pathname]).toEqual([200, session]);
		expect(page.text).toContain("please look at the printer");
		const log = await audit(world);
		expect(log).toContain("Ada Lindqvist with Slack Firefox on Linux");
		expect(log.at(-1)).toBe("Ada Lindqvist transcript ");
	});

	test("of Microsoft, she is known by tenant and object id", async () => {
		const jar = openJar();
		const page = await jar.open(await throughMicrosoft(world, jar, "ada@acme-dental.example", session));
		expect([page.status, new URL(page.url).pathname]).toEqual([200, session]);
	});

	test("in a Slack organization, the organization's id counts, by the token or else by the set-up file", async () => {
		expect((await signIn("T0GRID-U0GRIDADA")).page.text).toContain("Ada Lindqvist");
		expect((await signIn("T0GRID-U0GRIDADB")).page.text).toContain("slack:E0GRID:U0GRIDADB");
	});

	test("that no one has, whatever its name, she reads which id to give to her IT provider", async () => {
		const { page, jar } = await signIn("T0LOCAL1-U0EVE");
		expect([page.status, page.text]).toEqual([403, expect.stringContaining("slack:T0LOCAL1:U0EVE")]);
		const other = openJar();
		const eve = await other.open(await throughMicrosoft(world, other, "eve@acme-dental.example"));
		expect([eve.status, eve.text]).toEqual([403, expect.stringContaining(`teams:${tenant}:aad-eve`)]);
		for (const one of [jar, other]) expect(await reads(one)).toBe(401);
		expect(await strays(world)).toEqual(
			expect.arrayContaining([
				"someone in a browser with Slack: unknown slack:T0LOCAL1:U0EVE",
				`someone in a browser with Microsoft: unknown teams:${tenant}:aad-eve`,
			]),
		);
	});

	test("of a workspace or tenant that the set-up file doesn't list, no one gets in", async () => {
		const { page, jar } = await signIn("T0STRANGE-U0ADA");
		expect([page.status, page.text]).toEqual([403, expect.stringContaining("slack:T0STRANGE")]);
		const other = openJar();
		const microsoft = await other.open(await throughMicrosoft(world, other, "ada@elsewhere.example"));
		expect(microsoft.status).toBe(400);
		for (const one of [jar, other]) expect(await reads(one)).toBe(401);
		expect(await strays(world)).toContain(
			"someone in a browser with Microsoft: an answer that Caisey can't accept OAUTH_JWT_CLAIM_COMPARISON_FAILED",
		);
	});

	test("of two people, it asks as whom", async () => {
		const { page, jar } = await signIn("T0LOCAL1-U0SAM", "/sign-ins");
		expect(page.text).toMatch(/Sam Roy[\s\S]*Acme Dental[\s\S]*Samuel Roy[\s\S]*Globex/);
		const states = [...page.text.matchAll(/name="state" value="([^"]+)"/g)].map(([, state]) => state ?? "");
		const choose = (state: string, by = jar) =>
			by.open(at("/sign-in/with/slack/as"), { method: "POST", body: new URLSearchParams({ state }) });
		expect((await choose(states[1] ?? "", openJar())).status).toBe(400);
		const chosen = await choose(states[1] ?? "");
		expect([chosen.status, chosen.text]).toEqual([200, expect.stringContaining("Samuel Roy")]);
		expect(await reads(jar)).toBe(403);
	});
});

describe("a sign-in that isn't this browser's own ends with a clear page:", () => {
	test("declined at Slack", async () => {
		const { page } = await signIn("");
		expect([page.status, page.text]).toEqual([400, expect.stringContaining("declined it at Slack")]);
	});

	test("begun in another browser, changed, or over", async () => {
		const [one, two] = [openJar(), openJar()];
		const back = await throughSlack(world, one, "T0LOCAL1-U0ADA");
		await throughSlack(world, two, "T0LOCAL1-U0DANA");
		const stolen = await two.open(back);
		expect([stolen.status, stolen.text]).toEqual([400, expect.stringContaining("start in this browser")]);
		expect((await one.open(back.replace(/state=[^&]+/, "state=made-up"))).status).toBe(400);
		expect((await one.open(back)).status).toBe(200);
		expect((await one.open(back)).text).toContain("This sign-in is over");
	});

	test("with another browser's code, or of the other provider", async () => {
		const [one, two] = [openJar(), openJar()];
		const [ada, dana] = [
			await throughSlack(world, one, "T0LOCAL1-U0ADA"),
			await throughSlack(world, two, "T0LOCAL1-U0DANA"),
		];
		const code = new URL(ada).searchParams.get("code") ?? "";
		const injected = new URL(dana);
		injected.searchParams.set("code", code);
		expect((await two.open(injected)).status).toBe(400);
		expect((await one.open(ada.replace("/slack/", "/microsoft/"))).status).toBe(400);
		for (const jar of [one, two]) expect(await reads(jar)).toBe(401);
	});

	test("leads to no other site", async () => {
		const { page } = await signIn("T0LOCAL1-U0ADA", "https://evil.example/");
		expect(page.url).toBe(at("/"));
	});
});

describe("your sign-ins", () => {
	const post = (jar: Jar, path: string) => jar.open(at(path), { method: "POST" });
	const ids = async (jar: Jar) =>
		[...(await jar.open(at("/sign-ins"))).text.matchAll(/\/sign-ins\/([0-9a-f]{64})\/end/g)].map(
			([, id]) => id,
		);

	test("lists this browser and the others, and signs out one, or all", async () => {
		const { jar: here } = await signIn("T0LOCAL1-U0DANA");
		const { jar: there } = await signIn("T0LOCAL1-U0DANA");
		const { jar: ada } = await signIn("T0LOCAL1-U0ADA");
		const page = (await here.open(at("/sign-ins"))).text;
		expect(page).toMatch(/Firefox on Linux[\s\S]*this browser[\s\S]*With Slack,/);
		const [other] = await ids(here);
		// Another person's page has no say in it.
		await post(ada, `/sign-ins/${other}/end`);
		expect(await reads(there)).toBe(200);
		await post(here, `/sign-ins/${other}/end`);
		expect([await reads(there), await reads(here)]).toEqual([401, 200]);
		const { jar: again } = await signIn("T0LOCAL1-U0DANA");
		await post(here, "/sign-ins/end");
		expect([await reads(again), await reads(here), await reads(ada)]).toEqual([401, 401, 200]);
		expect(await audit(world)).toContain(
			"Dana Reyes signed out everywhere Firefox on Linux, Firefox on Linux",
		);
	});

	test("a new sign-in in a browser ends the one that it had", async () => {
		const { jar } = await signIn("T0LOCAL1-U0DANA");
		const before = jar.cookie(world.workerUrl, "caisey") ?? "";
		await signIn("T0LOCAL1-U0ADA", "/", jar);
		const copy = openJar();
		copy.setCookie(world.workerUrl, "caisey", before);
		expect([await reads(jar), await reads(copy)]).toEqual([200, 401]);
	});

	test("someone who is signed in gets straight to the transcript by their own link, spent or not", async () => {
		const { jar } = await signIn("T0LOCAL1-U0ADA");
		expect(new URL((await jar.open(link)).url).pathname).toBe(session);
		const { jar: dana } = await signIn("T0LOCAL1-U0DANA");
		expect((await dana.open(link)).status).toBe(410);
	});

	test("a personal link adds no passkey where people sign in with an account, and ends with the account that asked for it", async () => {
		const jar = openJar();
		const asked = await ask(world, "please look at the scanner");
		await jar.open(await personalLink(world.person("ada"), asked), { method: "POST" });
		const adding = await post(jar, "/sign-ins/passkeys/options");
		expect([adding.status, adding.text]).toEqual([403, '{"error":"stale"}']);
		const without = setup();
		const ada = without.clients["acme-dental"].people.ada;
		ada.identities = ada.identities.filter((one) => one !== "slack:T0LOCAL1:U0ADA");
		await world.apply(without);
		expect(await reads(jar)).toBe(401);
		await applyConfirmed(world, setup(), "sam");
	});

	test("a sign-in ends when the set-up file no longer gives its account to the person; given back, it waits for an approver", async () => {
		const { jar } = await signIn("T0LOCAL1-U0ADA");
		const without = setup();
		const ada = without.clients["acme-dental"].people.ada;
		ada.identities = ada.identities.filter((one) => one !== "slack:T0LOCAL1:U0ADA");
		await world.apply(without);
		expect(await reads(jar)).toBe(401);
		await world.apply(setup());
		expect(await reads(jar)).toBe(401);
		await answerChange(world, "sam", "Confirm");
		await expect.poll(() => reads(jar)).toBe(200);
	});
});

journey("in a browser", { world: () => world }, (it) => {
	test("Ada adds a passkey, and gets with it to the very place that she wanted, until she removes it", async () => {
		const { page, complaints } = await newPage(it.browser);
		await withAuthenticator(page);
		await page.goto(at(`${session}#e1`));
		await page.getByRole("link", { name: "Sign in with Slack" }).click();
		await page.getByRole("link", { name: "Ada Lindqvist" }).first().click();
		await page.getByRole("heading", { name: "please look at the printer" }).waitFor();
		expect(new URL(page.url()).hash).toBe("#e1");

		await page.goto(at("/sign-ins"));
		await page.getByRole("button", { name: "Add a passkey" }).click();
		await page.getByText("Passkey from Chrome on Linux").waitFor();
		await page.getByText("Change", { exact: true }).click();
		await page.getByRole("textbox", { name: "Name" }).fill("Ada's laptop");
		await page.getByRole("button", { name: "Rename" }).click();
		await page.getByText("Ada's laptop").waitFor();
		await page.getByRole("button", { name: "Add a passkey" }).click();
		await page.getByText("This device already has a passkey of yours.").waitFor();

		await page.getByRole("button", { name: "Sign out everywhere" }).click();
		await page.goto(at(`${session}#e1`));
		await page.getByRole("button", { name: "Sign in with a passkey" }).click();
		await page.getByRole("heading", { name: "please look at the printer" }).waitFor();
		expect(new URL(page.url()).hash).toBe("#e1");
		expect(await audit(world)).toContain("Ada Lindqvist with a passkey Ada's laptop, Chrome on Linux");

		await page.goto(at("/sign-ins"));
		await page.getByText(/^With a passkey, \w+ \d/).waitFor();
		await page.getByText("Change", { exact: true }).click();
		await page.getByRole("button", { name: "Remove" }).click();
		await page.getByText("You have no passkey yet.").waitFor();
		await page.getByRole("button", { name: "Sign out everywhere" }).click();
		await page.getByRole("button", { name: "Sign in with a passkey" }).click();
		await page.getByText("Caisey doesn't know this passkey.").waitFor();
		expect(complaints.filter((one) => !/status of 40[134]/.test(one))).toEqual([]);
		await page.context().close();
	});
});
