// What was erased goes from our messages in chat: from threads, from people's own chats, and from notices; on each platform the same.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, planCard, propose, question } from "../world/chats/acts.ts";
import type { Member, Office } from "../world/chats/port.ts";
import { slack } from "../world/chats/slack.ts";
import { teams } from "../world/chats/teams.ts";
import { teamsSetup } from "../world/teams/world.ts";
import { acmeSetup } from "../world/world.ts";

const platforms = [
	{ name: "Slack", chat: slack, setup: acmeSetup },
	{ name: "Teams", chat: teams, setup: teamsSetup },
];
const mark = "Zyx4711";

describe.each(platforms)("an erasure on $name", ({ chat, setup }) => {
	let office: Office;
	let tom: Member;
	let ada: Member;
	beforeAll(async () => {
		office = await chat.start();
		[tom, ada] = [office.person("tom"), office.person("ada")];
		const { staff, ...rest } = setup();
		const asOwner = { ...staff?.tom, name: "Tom Okafor", roles: ["technician" as const, "owner" as const] };
		await office.world.apply({ ...rest, staff: { tom: asOwner } });
	});
	afterAll(() => office?.stop());

	test("takes a question, its answer and a plan's output out of the notices that quote them, and posts nothing again", async () => {
		const session = await ask(office);
		// The plan itself stays: so it must not have the mark in it.
		const prints = "printf Zyx; printf 4711";
		const changes = "shows before and after";
		const card = await propose(office, session, { command: "true", before: prints, after: prints, changes });
		await question(office, await ada.direct(changes), "Ask…", `Is it about ${mark}?`);
		const asked = await tom.find(session, "asks about the change", mark);
		await ada.direct("I passed your question");
		await tom.say(session, `It is, ${mark}.`);
		const wrote = await ada.direct("Tom Okafor wrote in the thread", mark);
		await ada.press(card, "Approve");
		const done = await tom.find(session, "Done", `${mark} → ${mark}`);
		const before = await tom.notices(session);

		const reader = await tom.read(await planCard(office, session, changes));
		const { events } = await reader.json<{ events: { seq: number; payload: string | null }[] }>(
			"transcript.json",
		);
		const saying = events.filter(({ payload }) => payload?.includes(mark)).map(({ seq }) => `event:${seq}`);
		expect(saying).toHaveLength(2);
		const runs = await Promise.all((["before", "after"] as const).map((phase) => reader.run(phase)));
		const what = [...saying, ...runs.map((run) => `run:${run}`)];
		const fields = what.map((one): [string, string] => ["what", one]);
		const answer = await reader.post("erasures", [...fields, ["reason", "names somebody"]]);
		const erasure = answer.headers.get("location")?.split("#")[1] ?? "";
		const approver = await ada.read(await planCard(office, session, changes, "ada"));
		expect((await approver.post(`erasures/${erasure}`, [["answer", "confirm"]])).status).toBe(303);

		expect((await tom.until(asked, "(erased)")).text).not.toContain(mark);
		expect((await ada.until(wrote, "(erased)")).text).not.toContain(mark);
		const left = await tom.until(done, new RegExp(`^(?!.*${mark}).*${changes}`, "s"));
		expect(left.text).toContain("Done");
		expect(await tom.notices(session)).toHaveLength(before.length);
	});
});
