// A client's rules in the whole system: what never runs, what runs without a vote, whose yes it takes, and when plans start; told in
// the record so that both judges accept it.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import type { Hours } from "../protocol/rules.ts";
import { ask, fillIn, propose } from "./world/people/acts.ts";
import { applyConfirmed } from "./world/people/changes.ts";
import { hasButton, textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { checkedOutside, entries, refusals } from "./world/record.ts";
import { acmeSetup, startWorld, type World } from "./world/world.ts";

/** Ada is finance's, Sam is IT's. */
const setup = (policy: object) => {
	const given = acmeSetup();
	const acme = given.clients["acme-dental"];
	const { ada, sam, ...others } = acme?.people ?? {};
	if (!acme || !ada || !sam) throw new Error("Acme is missing");
	const people = { ...others, ada: { ...ada, groups: ["finance"] }, sam: { ...sam, groups: ["it"] } };
	return { ...given, clients: { "acme-dental": { ...acme, people, policy } } };
};

let world: World;
beforeAll(async () => {
	world = await startWorld({ setup: setup({}) });
});
afterAll(() => world?.stop());

let session: ClientMessage;
beforeEach(async () => {
	session = await ask(world);
});

/** The card as this person sees it, once it says all of these. */
const shows = (card: ClientMessage, ...texts: string[]) =>
	world
		.person("tom")
		.until(
			texts.join(" and "),
			({ messages }) =>
				messages.find((one) => one.ts === card.ts && texts.every((text) => textOf(one).includes(text))),
			600_000,
		);

/** What the record has of the session, once both judges have accepted it. */
const judged = async () => {
	const reader = await signIn(world, world.person("ada"), session);
	expect((await reader.json<{ ok: boolean }>("verify")).ok).toBe(true);
	expect(await checkedOutside(world, await reader.text("transcript.json"))).toContain("Everything holds.");
	return reader;
};

test("what a rule denies can't be proposed, whoever would approve it, and the record names the rule", async () => {
	await applyConfirmed(world, setup({ deny: [{ name: "no-payroll", text: "/srv/payroll" }] }));
	const command = "ls /SRV/Payroll";
	const reply = await fillIn(world.person("tom"), session, { command, changes: "looks" });
	const said = "A rule of Acme Dental forbids this: no-payroll, because of the text “/srv/payroll”";
	if (!JSON.stringify(reply).includes(said)) await world.person("tom").dialog(said);
	const reader = await judged();
	expect(await entries(reader, "plan.proposed")).toEqual([]);
	expect(await refusals(reader)).toEqual(["Tom Okafor propose forbidden"]);
});

test("exactly the command that a rule allows runs without a vote, and the record names the rule", async () => {
	await applyConfirmed(world, setup({ allow: [{ name: "disk-space", shell: "sh", command: "df -h" }] }));
	const card = await propose(world, session, { command: "df -h", changes: "looks at the disks" });
	await shows(card, "Done on CLIENT-ACCT-01", "Approved by the rule disk-space");
	const other = await propose(world, session, { command: "df  -h", changes: "one blank more" });
	await world
		.person("ada")
		.until("her decision", ({ messages }) =>
			messages.find((one) => one.ts === other.ts && hasButton(one, "Approve")),
		);
	const reader = await judged();
	expect(await entries(reader, "plan.ruled")).toMatchObject([
		{ ruled: { by: "rule", rules: ["disk-space"] }, policy: expect.any(Number) },
	]);
	expect(await entries(reader, "vote.cast")).toEqual([]);
	expect(await reader.text("transcript.txt")).toContain("the rule disk-space");
});

test("where finance and IT must each say yes, one of them isn't enough", async () => {
	await applyConfirmed(world, setup({ groups: ["finance", "it"] }));
	const card = await propose(world, session, { command: "echo both", changes: "takes both" });
	await world.person("ada").press(card, "Approve");
	await shows(card, "Approved by Ada Lindqvist (approver) in Slack", "Waiting for one of it to decide");
	await world.person("sam").press(card, "Approve");
	await shows(card, "Done on CLIENT-ACCT-01");
	const reader = await judged();
	expect((await entries(reader, "vote.cast")).map(({ actor }) => actor.name)).toEqual([
		"Ada Lindqvist",
		"Sam Roy",
	]);
});

/** From a full minute on, in the zone's clock; at least so many from now, and at most one more. */
const soon = (minutes: number): { hours: Hours; opens: number } => {
	const opens = Math.ceil(Date.now() / 60_000 + minutes) * 60_000;
	const clock = (at: number) => new Date(at).toISOString().slice(11, 16);
	const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
	const windows = [{ days: [...days], from: clock(opens), to: clock(opens + 3_600_000) }];
	return { hours: { zone: "UTC", windows }, opens };
};

test("a plan that is approved outside its hours starts in them, not before, and the record has its times", async () => {
	/** Approved and shown so before its hours. A busy machine may come to that too late, and then has more time for another one. */
	const approved = async (minutes = 0.5): Promise<{ card: ClientMessage; opens: number }> => {
		const card = await propose(world, session, { command: "date +%s", changes: "waits for its hours" });
		const { hours, opens } = soon(minutes);
		await applyConfirmed(world, setup({ hours }));
		await world.person("ada").press(card, "Approve");
		const waits = await world.person("tom").until("that it waits, or its end", ({ messages }) => {
			const text = messages.filter(({ ts }) => ts === card.ts).map(textOf)[0] ?? "";
			const said = /Plans start here only at certain hours|Done on/.exec(text)?.[0];
			return said !== undefined && { still: said !== "Done on" };
		});
		if (waits.still) return { card, opens };
		session = await ask(world);
		return approved(4 * minutes);
	};
	const { card, opens } = await approved();
	await shows(card, "Done on CLIENT-ACCT-01");
	const reader = await judged();
	expect(await entries(reader, "plan.timed")).toMatchObject([{ from: opens, runBy: opens + 3_600_000 }]);
	const printed = await reader.text(`runs/${await reader.run("command")}/stdout`);
	expect(Number(printed) * 1000).toBeGreaterThanOrEqual(opens);
});
