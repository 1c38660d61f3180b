// The article's change on a Windows endpoint, from the card to the transcript: real chat, real Worker, the agent's bundle under Wine 10.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundledAgent } from "../world/once.ts";
import { ask, planCard, propose } from "../world/people/acts.ts";
import { textOf } from "../world/people/chat.ts";
import { signIn } from "../world/people/console.ts";
import { acmeSetup, startWorld, type World } from "../world/world.ts";
import { type EndpointMachine, startEndpointMachine } from "./endpoint.ts";
import { hasWindows } from "./tools.ts";

const here = hasWindows();
if (!here) console.warn("SKIPPED: test/windows/journey.test.ts (npm run windows brings what it needs)");

const name = "CLIENT-WIN-01";
const key = "HKLM:\\SOFTWARE\\Vendor\\Auth";

describe.skipIf(!here)("a Windows endpoint, under Wine 10", () => {
	let world: World;
	let machine: EndpointMachine;

	beforeAll(async () => {
		[world, machine] = await Promise.all([
			startWorld({ setup: acmeSetup([name]), agents: [] }),
			startEndpointMachine(bundledAgent()),
		]);
		const token = world.applied.enrolment.find(({ endpoint }) => endpoint === name)?.token ?? "";
		const enrolled = await machine.command("enroll", world.workerUrl, token);
		if (enrolled.code !== 0) throw new Error(enrolled.stderr);
		await machine.run("reg", [
			"add",
			"HKLM\\SOFTWARE\\Vendor\\Auth",
			"/v",
			"LegacyMode",
			"/t",
			"REG_DWORD",
			"/d",
			"1",
		]);
		await machine.startAgent();
	});
	afterAll(async () => {
		await machine?.stop();
		await world?.stop();
	});

	test("Friday's tweak: LegacyMode is 1, Ada approves, the command sets it, LegacyMode is 0, and the transcript says so", async () => {
		const [tom, ada] = [world.person("tom"), world.person("ada")];
		const session = await ask(
			world,
			"IT says just run this registry tweak so Monday's software update works",
		);
		const changes = "Turns off the old sign-in";
		const card = await propose(world, session, {
			command: `Set-ItemProperty ${key} LegacyMode 0`,
			before: `(Get-ItemProperty ${key}).LegacyMode`,
			after: `(Get-ItemProperty ${key}).LegacyMode`,
			changes,
			shell: "pwsh",
			endpoints: [name],
		});
		await ada.press(await planCard(ada, session, changes), "Approve");
		const over = `Done on ${name}`;
		/** Or what comes later. */
		const cardSays = (text: string) =>
			tom.until(text, ({ messages }) =>
				messages.find(
					(one) => one.ts === card.ts && [text, over].some((found) => textOf(one).includes(found)),
				),
			);
		// Under Wine, on a busy machine, all starts of PowerShell together take longer than one wait.
		for (const ended of ["Before: exit 0", "Run: exit 0"]) await cardSays(ended);
		const done = await cardSays(over);
		expect(textOf(done)).not.toContain("U+000D");

		const reader = await signIn(world, tom, done);
		const transcript = await reader.text("transcript.txt");
		expect(transcript).toContain("S-1-5-21-");
		const printed = [...transcript.matchAll(/^--- stdout \(\d bytes\) ---\n *(.*)$/gm)].map(
			(match) => match[1],
		);
		expect(printed).toEqual(["1", "", "0"]);
	});
});
