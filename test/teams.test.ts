// The main job in Teams, end to end: asked, proposed, refused, approved, run, recorded.
import { afterAll, beforeAll, expect, test } from "vitest";
import { signInAt } from "./world/console.ts";
import { shown } from "./world/teams/connector.ts";
import { buttonsOf, cardOf, channel, choiceIn } from "./world/teams/person.ts";
import { startTeamsWorld, type TeamsWorld } from "./world/teams/world.ts";

let world: TeamsWorld;
beforeAll(async () => {
	world = await startTeamsWorld();
});
afterAll(() => world?.stop());

test("a change is asked for, proposed, refused to the wrong people, approved, run, and proven", async () => {
	const [dana, tom, ada] = [world.teams("dana"), world.teams("tom"), world.teams("ada")];
	const request = "IT says just run this registry tweak so Monday's software update works";
	const asked = await dana.say(channel, `<p>@Caisey&nbsp;${request}</p>`);
	const root = await dana.sees("Caisey session", request);
	const thread = `${channel};messageid=${asked.id}`;
	expect(root.conversation).toBe(thread);
	await tom.say(thread, "<p>On it, one moment.</p>");

	const command = `printf 'done\\n'; printf 'a warning\\n' >&2`;
	await tom.say(thread, `<p>$ ${command.replace("&", "&amp;").replace(">", "&gt;")}</p>`);
	const preview = await tom.sees("Nothing is proposed yet", command);
	const opened = await tom.press(preview, "Propose…");
	const dialog = cardOf(opened);
	const closed = await tom.submit(preview, opened, {
		endpoints: choiceIn(dialog, "endpoints", "CLIENT-ACCT-01"),
		shell: choiceIn(dialog, "shell", "sh"),
		changes: "turns off the old sign-in",
		before: "echo LegacyMode=1",
	});
	expect(closed.task?.value).toBe("Proposed.");
	const card = await world.connector.until("the plan's card", () =>
		world.connector.posts.find(
			({ conversation, activity }) => conversation === thread && shown(activity).includes("Approve this on"),
		),
	);
	for (const text of [command, "echo LegacyMode=1", "CLIENT-ACCT-01"])
		expect(shown(card.activity)).toContain(text);
	expect(buttonsOf(card.activity.attachments?.[0]?.content).map(({ title }) => title)).not.toContain(
		"Approve",
	);

	expect(card.activity.attachments?.[0]?.content).toMatchObject({
		refresh: { userIds: ["29:ada", "29:sam"] },
	});

	const mine = await ada.refreshed(card);
	const approve = buttonsOf(mine.value).find(({ title }) => title === "Approve");
	expect(approve).toBeDefined();
	const dons = await dana.execute(card, approve ?? {});
	expect(dons.value).toContain("Only Ada Lindqvist");
	expect((await tom.execute(card, approve ?? {})).value).toContain("somebody else decides");

	const decided = await ada.execute(card, approve ?? {});
	expect(shown(decided)).toContain("Ada Lindqvist");
	await world.connector.until("the finished card", () => /Done, but check/.test(shown(card.activity)));
	const direct = world.connector.posts.find(({ conversation }) => conversation === "a:29:ada");
	expect(direct && shown(direct.activity)).toContain("turns off the old sign-in");
	await dana.sees("Done", "CLIENT-ACCT-01");

	const link = cardOf(await ada.press(root, "Full transcript"));
	expect(shown(link)).toContain("The full transcript");
	const url = JSON.stringify(link).match(/"url":"([^"]+)"/)?.[1] ?? "";
	const reader = await signInAt(world, url);
	const text = await reader.text("transcript.txt");
	for (const line of [request, "On it, one moment.", `Command: ${command}`, "via Teams", "Exit code: 0"])
		expect(text).toContain(line);
	expect(text).toMatch(/Dana Reyes via Teams: .*(refused|not an approver|tried)/i);
	expect((await reader.json<{ ok: boolean }>("verify")).ok).toBe(true);
	expect(world.workerLog()).not.toMatch(/error [0-9a-f]{8}:|outbox .*failed/);
});
