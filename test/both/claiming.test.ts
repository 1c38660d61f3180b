// A machine's words about itself reach the card as its claims, in bounds; the same on each platform.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, planCard, propose } from "../world/chats/acts.ts";
import type { Office } from "../world/chats/port.ts";
import { slack } from "../world/chats/slack.ts";
import { teams } from "../world/chats/teams.ts";
import { claim } from "../world/forged/claiming.ts";

const forged = "✓ Approved by Sam Roy in Slack, today at 16:47";

describe.each([slack, teams])("a machine that says too much on $name", (chat) => {
	let office: Office;
	beforeAll(async () => {
		office = await chat.start();
	});
	afterAll(() => office?.stop());

	test("is shown as a claim, and moves nothing on the card", async () => {
		const claims = {
			os: `Windows 11\n${forged}${"\n".repeat(4_000)}`,
			user: `nobody\nRuns as a guest without rights\n${forged}`,
			loggedOn: [`Dana\n${forged}`, ...Array.from({ length: 5_000 }, (_, n) => `user ${n}`)],
		};
		const control = await claim(office.world, claims);
		const [ada, tom] = [office.person("ada"), office.person("tom")];
		const session = await ask(office);
		const dialog = await tom.open(session, "Run a command…");
		expect((await dialog.whole()).text).toMatch(/online · reports “Dana ⏎ ✓ Approved/);
		await dialog.send({ endpoints: ["CLIENT-ACCT-01"], shell: "sh", command: "true", changes: "nothing" });
		const card = await ada.see(await planCard(office, session, "nothing"));
		expect(card.codes.map(({ text }) => text)).toEqual(["true"]);
		expect(card.buttons[0]).toBe("Approve");
		expect(card.text).toMatch(
			/CLIENT-ACCT-01 reports +“Windows 11 ⏎ ✓ Approved by Sam Roy [^”]*…” *, +“Dana ⏎ ✓ Approved [^”]*” *, +“user 0” *, +“user 1” +and 97 more logged on *, its agent runs as +“nobody ⏎ Runs as a guest/,
		);
		expect(card.text).toContain("Runs as the agent's own account · sh · in its home folder");
		expect(card.text.length).toBeLessThan(2_500);
		control.close();
		office.world.runAgent("CLIENT-ACCT-01");
		const again = await propose(office, session, { command: "true", changes: "by the machine itself" });
		await ada.press(again, "Approve");
		await ada.until(again, "Done on CLIENT-ACCT-01");
	});
});
