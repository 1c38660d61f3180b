// A plan for the user who is logged on, with words for them first: the same on each platform. Who is logged on and their desktop are
// stand-ins on PATH; the user, the process and its identity are real.
import { userInfo } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fakeDesktop } from "../../agent/testing/desktop.ts";
import { ask, propose } from "../world/chats/acts.ts";
import type { Member, Office } from "../world/chats/port.ts";
import { slack } from "../world/chats/slack.ts";
import { teams } from "../world/chats/teams.ts";
import { checkedOutside } from "../world/record.ts";

const isRoot = process.getuid?.() === 0;
/** Someone else where the agent may become them. */
const user = isRoot ? "nobody" : userInfo().username;

describe.each([slack, teams])("as the logged-on user on $name, with a fake desktop", (chat) => {
	let office: Office;
	let tom: Member;
	let ada: Member;
	let desktop: ReturnType<typeof fakeDesktop>;
	beforeAll(async () => {
		desktop = fakeDesktop();
		desktop.logsOn({ name: user });
		desktop.program("who", `echo '${user}  tty2  2024-01-12 16:47'`);
		office = await chat.start();
		[tom, ada] = [office.person("tom"), office.person("ada")];
	});
	afterAll(async () => {
		await office?.stop();
		desktop.end();
	});

	const words = "IT will restart Outlook soon.";
	const asking = {
		command: "id -un",
		cwd: "/",
		runAs: "The user who is logged on at its screen",
		person: "Asked: now or in an hour",
		personText: words,
		runWithin: "4 h",
	};

	test("who asks for an hour gets it, and the card says until when; who says now is heard at once, and the transcript has it", async () => {
		desktop.program("notify-send", "echo in-an-hour");
		const session = await ask(office);
		const later = await propose(office, session, asking);
		const open = (await ada.see(later)).text.replaceAll(/\s+/g, "");
		for (const text of [`Runs as the logged-on user (“${user}” now)`, `“${words}”`, "Now or in an hour?"])
			expect(open).toContain(text.replaceAll(" ", ""));
		await ada.press(later, "Approve");
		await ada.until(later, /Waiting for the person at CLIENT-ACCT-01.* chose “in an hour” ?: it runs at/s);
		await (await tom.cancel(later)).confirm();
		await ada.until(later, "Cancelled by Tom");
		desktop.program("notify-send", "echo now");
		const soon = await propose(office, session, asking);
		await ada.press(soon, "Approve");
		const done = await ada.until(soon, "Done on CLIENT-ACCT-01", `${user} at CLIENT-ACCT-01 chose “now”`);
		expect(done.codes.at(-1)?.text).toBe(user);
		const reader = await tom.read(session);
		const text = await reader.text("transcript.txt");
		expect(text).toContain("Runs as: the logged-on user");
		expect(text).toContain(`User context: ${user} →`);
		expect(text).toMatch(new RegExp(`CLIENT-ACCT-01 asked ${user}, and waits for an answer until .* UTC`));
		expect(text).toContain(`${user} at CLIENT-ACCT-01 chose “now”`);
		expect(await checkedOutside(office.world, await reader.text("transcript.json"))).toMatch(
			/\nEverything holds\.\n$/,
		);
	});

	test("nobody logged on: nothing starts, and the card says where", async () => {
		desktop.logsOn();
		const session = await ask(office);
		const card = await propose(office, session, { ...asking, person: "Neither told nor asked" });
		await ada.press(card, "Approve");
		await ada.until(card, "Nobody is logged on at CLIENT-ACCT-01.");
	});
});
