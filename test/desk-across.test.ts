// The desk on one platform, the clients on the other: who takes what, and talk that outlives ten minutes without one of them.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Across, clients, type Root, type Side, startAcross } from "./world/companies/across.ts";
import { entries } from "./world/record.ts";
import { timePasses } from "./world/storage.ts";

describe.each([
	{ name: "the desk in Teams, clients in Slack", at: "teams" as const, wishes: 5 },
	// As many as that on a desk in Slack: desk-busy.test.ts.
	{ name: "the desk in Slack, clients in Teams", at: "slack" as const, wishes: 1 },
])("$name", ({ at, wishes }) => {
	let across: Across;
	beforeAll(async () => {
		across = await startAcross(at);
	});
	afterAll(() => across?.stop());

	test(`${wishes * 10} sessions of ten clients appear on the desk, and each is taken by exactly one of two who press at once`, async () => {
		const { client, desk, world } = across;
		const asked = clients.flatMap(({ key }, n) =>
			Array.from({ length: wishes }, (_, wish) => ({ n, request: `wish ${wish} of ${key}` })),
		);
		const requests = asked.map(({ request }) => request);
		await Promise.all(asked.map(({ n, request }) => client.ask(n, request)));
		const roots: Root[] = [];
		for (const request of requests) {
			const root = await desk.root(request);
			await Promise.all(["kim", "tom"].map((by) => root.press(by, "Take it")));
			roots.push(root);
		}
		const holder = async (root: Root) =>
			/(Kim Adeyemi|Tom Okafor)(?= \(technician\) {1,2}has it)/.exec(await root.text())?.[0];
		await desk.until("who has each", async () => (await Promise.all(roots.map(holder))).every(Boolean));
		const holders = await Promise.all(roots.map(holder));
		for (const [n, root] of roots.entries())
			expect(await root.text()).toContain(`Client ${clients[asked[n]?.n ?? -1]?.key} · Caisey session`);
		/** Each time, the other one learned by name who has it. */
		const told = async (by: string, name: string) =>
			(await desk.privately(by)).filter((text) => text.includes(`${name} already has it`)).length;
		expect(await told("kim", "Tom Okafor")).toBe(holders.filter((name) => name === "Tom Okafor").length);
		expect(await told("tom", "Kim Adeyemi")).toBe(holders.filter((name) => name === "Kim Adeyemi").length);
		for (const request of requests) {
			const own = await client.root(request);
			await client.until(`who has ${request}`, async () => / {1,2}has it/.test(await own.text()));
		}
		// A greeting of the set-up, which is said once, may get its answer too late on a busy machine.
		expect(world.workerLog()).not.toMatch(/error [0-9a-f]{8}:(?! Error: no welcome)|outbox .*failed/);
	});

	/** Both sides of a new session. */
	const opened = async (client: number, request: string) => {
		await across.client.ask(client, request);
		return { own: await across.client.root(request), there: await across.desk.root(request) };
	};

	test("while the clients' platform is down for ten minutes, the desk's words and acts wait for them, in order", async () => {
		const { own, there } = await opened(0, "outlive the outage here");
		await outage({
			down: across.client,
			up: there,
			by: "kim",
			on: own,
			act: (root) => root.press("kim", "Take it"),
			shows: "has it",
		});
	});

	test("while the desk's platform is down for ten minutes, the client's words and acts wait for it, in order", async () => {
		const { own, there } = await opened(1, "outlive the outage there");
		await outage({
			down: across.desk,
			up: own,
			by: "pat",
			on: there,
			act: (root) => root.close("pat"),
			shows: "You closed your request",
		});
	});

	type Outage = {
		down: Side;
		up: Root;
		by: string;
		on: Root;
		act: (root: Root) => Promise<unknown>;
		shows: string;
	};
	const outage = async ({ down, up, by, on, act, shows }: Outage) => {
		const reader = await up.read(by);
		let said = 0;
		const talk = async (how: string) => {
			const text = `${++said} ${how}`;
			await up.say(by, text);
			await expect.poll(() => entries(reader, "message.said")).toHaveLength(said);
		};
		const turnedAway = async (more: number) => {
			const before = down.refused();
			await expect.poll(() => down.refused() - before).toBeGreaterThanOrEqual(more);
		};
		await talk("before the outage");
		down.set("cut");
		await talk("while it is cut off");
		await talk("while it is still cut off");
		await turnedAway(1);
		down.set("down");
		await talk("while it is down");
		await act(up);
		await turnedAway(1);
		await timePasses(across.world, 300_000);
		await turnedAway(1);
		await talk("while it is down after five minutes");
		await timePasses(across.world, 300_000);
		await turnedAway(1);
		// While the Worker is off: else it may end between a post and its answer, and Teams gets a second copy, as designed.
		await timePasses(across.world, 60_000, {}, () => down.set("up"));
		await talk("after the outage");
		const heard = async () =>
			(await on.texts()).flatMap((text) => /\d (?:before|while|after)[a-z ]*[a-z]/.exec(text) ?? []);
		await down.until("all that was said", async () => (await heard()).length >= said);
		await down.until(`a card that says ${shows}`, async () =>
			[await on.text(), ...(await on.texts())].some((text) => text.includes(shows)),
		);
		expect(await heard()).toEqual([
			"1 before the outage",
			"2 while it is cut off",
			"3 while it is still cut off",
			"4 while it is down",
			"5 while it is down after five minutes",
			"6 after the outage",
		]);
	};
});
