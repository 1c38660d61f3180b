// A busy minute at the MSP: fifty sessions of ten clients come to the desk, and two technicians press on each at once.
import { afterAll, beforeAll, expect, test } from "vitest";
import { trouble } from "../local/slack/deliver/payloads.ts";
import { clients, many } from "./world/companies/across.ts";
import { brightside, desk, threadsSetup } from "./world/companies/threads.ts";
import { textOf } from "./world/people/chat.ts";
import { startWorld, tokenFrom, type World } from "./world/world.ts";

let world: World;
beforeAll(async () => {
	const setup = threadsSetup();
	const people = {
		pat: { name: "Pat Field", identities: ["slack:T0MANY:U0PAT"], roles: ["requester" as const] },
	};
	world = await startWorld({
		teams: [many, brightside],
		agents: [],
		setup: {
			...setup,
			workspaces: { "slack:T0MANY": { tokenFrom }, "slack:T0BRIGHT": { tokenFrom } },
			clients: Object.fromEntries(
				clients.map(({ key, channel }) => [
					key,
					{ name: `Client ${key}`, people, channels: [`slack:T0MANY:${channel}`] },
				]),
			),
		},
	});
});
afterAll(() => world?.stop());

test("all appear on the desk, each under its client, and exactly one of two technicians takes each", async () => {
	const pat = world.person("pat", many.id);
	const [kim, tom] = [world.person("kim", brightside.id), world.person("tom", brightside.id)];
	const wishes = clients.flatMap(({ key, channel }) =>
		[1, 2, 3, 4, 5].map((n) => ({ key, channel, request: `wish ${n} of ${key}` })),
	);
	for (const n of [0, 1, 2, 3, 4])
		await Promise.all(
			wishes
				.filter((_, i) => i % 5 === n)
				.map(({ channel, request }) => pat.say(channel, `/caisey ${request}`)),
		);
	const pressed = new Map<string, string>();
	/** Where the other one was quicker by so much that Slack itself said so: the message had changed. */
	const missed = { kim: 0, tom: 0 };
	while (pressed.size < wishes.length) {
		const fresh = await kim.until("a further session on the desk", ({ messages }) => {
			const roots = messages.filter(
				(one) => one.channel === desk && !one.thread && !one.onlyYou && !pressed.has(one.ts),
			);
			return roots.length > 0 && roots;
		});
		for (const root of fresh) {
			pressed.set(root.ts, textOf(root));
			const [kims, toms] = await Promise.all([kim.press(root, "Take it"), tom.press(root, "Take it")]);
			if (kims.trouble === trouble.changed) missed.kim++;
			if (toms.trouble === trouble.changed) missed.tom++;
		}
	}
	for (const { key, request } of wishes)
		expect([...pressed.values()].filter((text) => text.includes(`“${request}”`))).toEqual([
			expect.stringMatching(`^Client ${key} · Caisey session`),
		]);
	const holders = await kim.until("who has each", ({ messages }) => {
		const taken = messages.filter((one) => pressed.has(one.ts) && / has it/.test(textOf(one)));
		return (
			taken.length === wishes.length &&
			taken.map((one) => /(Kim|Tom) \w+(?= \(technician\) {2}has it)/.exec(textOf(one))?.[1])
		);
	});
	/** Each time, the other one learned by name who has it. */
	const told = async (person: typeof kim, holder: string) =>
		(await person.state()).messages.filter(
			(one) => one.onlyYou && textOf(one).includes(`${holder} already has it`),
		).length;
	// An answer may come after the sessions' own messages show it.
	const held = (by: string) => holders.filter((name) => name === by).length;
	await expect.poll(() => told(kim, "Tom Okafor")).toBe(held("Tom") - missed.kim);
	await expect.poll(() => told(tom, "Kim Adeyemi")).toBe(held("Kim") - missed.tom);
	expect(world.workerLog()).not.toMatch(/error [0-9a-f]{8}:|outbox .*failed/);
});
