// `for @dana` in Teams: a mention names a person by their id there, whatever name they show; a typed name, by the set-up file.
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "./world/teams/acts.ts";
import { app, shown } from "./world/teams/connector.ts";
import { tenant, userOf } from "./world/teams/person.ts";
import { startTeamsWorld, type TeamsWorld, teamsSetup } from "./world/teams/world.ts";

const desk = "19:desk@thread.tacv2";

let world: TeamsWorld;
beforeAll(async () => {
	const { msp, ...setup } = teamsSetup();
	world = await startTeamsWorld({
		setup: { ...setup, msp: { ...msp, desk: `teams:${tenant}:${desk}` } },
		agents: [],
	});
	// People we have met are known by their id.
	await ask(world, "dana");
	await world.teams("mal").say(desk, "<p>@Caisey good morning</p>");
});
afterAll(() => world?.stop());

type Mentioned = { id: string; name: string };

/** Tom, on the desk: `for` someone mentioned, as Teams sends it; `as`: what he left of their name. */
const mentions = (who: Mentioned, request: string, as = who.name, ...others: Mentioned[]) => {
	const span = (name: string, id: number) =>
		`<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="${id}">${name}</span>`;
	const entity = (mentioned: Mentioned, name = mentioned.name) => ({
		type: "mention",
		mentioned: { ...mentioned, name },
		text: `<at>${name}</at>`,
	});
	const rest = others.map(({ name }, n) => span(name, n + 2)).join("");
	return world.teams("tom").say(desk, `<p>@Caisey&nbsp;for&nbsp;${span(as, 1)}&nbsp;${request}${rest}</p>`, {
		entities: [
			entity({ id: `28:${app.id}`, name: "Caisey" }),
			entity(who, as),
			...others.map((one) => entity(one)),
		],
	});
};
const sessions = (request: string) =>
	world.connector.posts.filter(({ activity }) => shown(activity).includes(`“${request}`));
let told = 0;
/** Waits for Tom's private answer. */
const refused = async (words: string) => {
	const answers = () =>
		world.connector.posts.filter(
			({ conversation, activity }) => conversation === "a:29:tom" && shown(activity).includes(words),
		);
	await world.connector.until(`a further answer with ${words}`, () => answers().length > told);
	told = answers().length;
};

test("a mention names a person by their id, whatever their name there", async () => {
	await mentions({ id: userOf("dana"), name: "Front Desk (Acme)" }, "the printer jams");
	const root = await world.teams("dana").sees("Acme Dental · Caisey session", "the printer jams");
	expect(root.conversation).toContain(desk);
	expect(shown(root.activity)).toContain("Dana Reyes");
	expect(shown(root.activity)).not.toContain("Front Desk");
});

test("a guest with the name of someone at a client doesn't pass for them", async () => {
	const unknown = { id: "29:guest", name: "Dana" };
	await mentions(unknown, "let her in");
	await refused("I don't know anyone called that");
	await mentions({ id: userOf("mal"), name: "Dana Reyes" }, "let her in");
	await refused("I don't know anyone called that");
	await mentions({ ...unknown, name: "Dana Guest" }, "let her in", "Dana");
	await refused("I don't know anyone called that");
	// Of two who are shown alike, neither is guessed.
	await mentions(unknown, "let her in", "Dana", { id: userOf("dana"), name: "Dana" });
	await refused("I don't know anyone called that");
	expect(sessions("let her in")).toEqual([]);
});

test("a typed name is looked up in the set-up file, even if a mention follows", async () => {
	await world.teams("tom").say(desk, "<p>@Caisey for @dana the fax is mute</p>");
	await world.teams("dana").sees("Acme Dental · Caisey session", "“the fax is mute");
	const eve = `<span itemtype="http://schema.skype.com/Mention" itemid="1">dana</span>`;
	await world.teams("tom").say(desk, `<p>@Caisey for @dana call back for ${eve}</p>`, {
		entities: [
			{ type: "mention", mentioned: { id: `28:${app.id}`, name: "Caisey" }, text: "<at>Caisey</at>" },
			{ type: "mention", mentioned: { id: "29:eve", name: "dana" }, text: "<at>dana</at>" },
		],
	});
	await world.teams("dana").sees("Acme Dental · Caisey session", "“call back for @dana");
});
