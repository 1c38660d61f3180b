// The main job, end to end: asked, proposed, refused, approved, run, recorded; as people in the local Slack do it.
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, planCard, propose } from "./world/acts.ts";
import { hasButton, textOf } from "./world/chat.ts";
import { signIn } from "./world/console.ts";
import { channel, startWorld, type World } from "./world/world.ts";

let world: World;
beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world?.stop());

test("a change is asked for, proposed, refused to the wrong people, approved, run, and proven", async () => {
	const [dana, tom, ada] = [world.person("dana"), world.person("tom"), world.person("ada")];
	const request = "IT says just run this registry tweak so Monday's software update works";
	const session = await ask(world, request);
	expect(textOf(session)).toContain("Dana Reyes");
	await tom.say(channel, "On it, one moment.", session.ts);

	const command = `printf 'done\\n'; printf 'a warning\\n' >&2`;
	const card = await propose(world, session, {
		command,
		before: "echo LegacyMode=1",
		after: "echo LegacyMode=0",
		changes: "turns off the old sign-in",
	});
	for (const shown of [command, "echo LegacyMode=1", "echo LegacyMode=0", "CLIENT-ACCT-01"])
		expect(textOf(card)).toContain(shown);
	await ada.message("asks you to approve");

	await dana.press(card, "Approve");
	await dana.message("Ada Lindqvist");
	await tom.press(card, "Approve");
	expect(textOf(await planCard(ada, session, "turns off the old sign-in"))).toContain("Approve this");

	await ada.press(card, "Approve");
	const done = await ada.until("the finished card", ({ messages }) =>
		messages.find((message) => message.ts === card.ts && /Done, but check/.test(textOf(message)) && message),
	);
	expect(textOf(done)).toContain("Ada Lindqvist");
	expect(hasButton(done, "Approve")).toBe(false);
	await dana.message("Done", "CLIENT-ACCT-01");

	const reader = await signIn(world, ada, done);
	const text = await reader.text("transcript.txt");
	for (const line of [
		request,
		"On it, one moment.",
		`Command: ${command}`,
		"(endpoint: CLIENT-ACCT-01)",
		"→ [PROMPT: admin@clientdomain.local approved at",
		"PATH resolution: /",
		"Exit code: 0",
		"--- stdout (5 bytes) ---",
		"--- stderr (10 bytes) ---",
		"--- environment snapshot ---",
	])
		expect(text).toContain(line);
	expect(text).toMatch(/Dana Reyes via Slack: .*(refused|not an approver|tried)/i);
	const verification = await reader.json<{
		ok: boolean;
		checks: { ok: boolean; what: string; detail: string }[];
	}>("verify");
	expect(verification.checks.filter((check) => !check.ok)).toEqual([]);
	expect(verification.ok).toBe(true);
	expect(world.workerLog()).not.toMatch(/error [0-9a-f]{8}:|outbox .*failed/);
});
