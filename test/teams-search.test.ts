// Choosing among more than a hundred endpoints in Teams' dialog: a choice stays through the next search.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { enroll } from "../agent/commands/enroll.ts";
import { folderAt } from "../agent/home/folder.ts";
import { defaults } from "../agent/home/settings.ts";
import { ask, planCard } from "./world/teams/acts.ts";
import { type Post, shown } from "./world/teams/connector.ts";
import { type Answered, cardOf, channelNo, choiceIn, filledIn } from "./world/teams/person.ts";
import { startTeamsWorld, type TeamsWorld, teamsSetup } from "./world/teams/world.ts";

const names = Array.from({ length: 104 }, (_, n) => `PC-${String(n).padStart(3, "0")}`);

let world: TeamsWorld;
beforeAll(async () => {
	const setup = teamsSetup();
	const acme = setup.clients["acme-dental"];
	if (!acme) throw new Error("Acme Dental is missing");
	const endpoints = Object.fromEntries(names.map((name) => [name, { description: "in the long hall" }]));
	world = await startTeamsWorld({
		agents: [],
		setup: { ...setup, clients: { "acme-dental": { ...acme, endpoints } } },
	});
	for (const { token } of world.applied.enrolment) await enrol(token);
});
afterAll(() => world?.stop());

/** As its agent does, which then goes silent. */
const enrol = async (token: string): Promise<void> => {
	const path = join(world.folder, "agents", "silent");
	const folder = folderAt(path);
	const given = { url: world.workerUrl, token, folder, replace: false, setAside: false };
	const enrolled = await enroll({ ...given, settings: defaults, log: () => {} });
	rmSync(path, { recursive: true });
	if (!enrolled.ok) throw new Error(enrolled.error);
};

const Body = z.object({
	body: z.array(
		z.looseObject({
			id: z.string().optional(),
			value: z.string().optional(),
			actions: z.array(z.looseObject({ title: z.string(), data: z.looseObject({}).optional() })).optional(),
		}),
	),
});
const bodyOf = (dialog: Answered) => Body.parse(cardOf(dialog)).body;
/** Presses [Find] with this in the field beside it. */
const find = (root: Post, dialog: Answered, endpoints: string, query: string): Promise<Answered> => {
	const button = bodyOf(dialog)
		.flatMap(({ actions }) => actions ?? [])
		.find(({ title }) => title === "Find");
	const filled = { endpoints, "endpoints.search": query, command: "true" };
	const data = { ...button?.data, ...filledIn(cardOf(dialog)), ...filled };
	return world.teams("tom").invoke("task/submit", root, { data });
};
const chosenIn = (dialog: Answered) => bodyOf(dialog).find(({ id }) => id === "endpoints")?.value;
const idIn = (dialog: Answered, name: string) => choiceIn(cardOf(dialog), "endpoints", name);

test("a choice from one search stays through the next, and when the dialog is refused", async () => {
	const { root, thread } = await ask(world, "dana", channelNo(1));
	const opened = await world.teams("tom").press(root, "Run a command…");
	const first = await find(root, opened, "", "PC-101");
	const one = idIn(first, "PC-101");
	const second = await find(root, first, one, "PC-102");
	expect(chosenIn(second)).toBe(one);
	expect(idIn(second, "PC-101")).toBe(one);
	const both = `${one},${idIn(second, "PC-102")}`;
	const tom = world.teams("tom");
	const refused = await tom.submit(root, second, { endpoints: both, shell: "sh", changes: " " });
	expect(chosenIn(refused)).toBe(both);
	const closed = await tom.submit(root, refused, { shell: "sh", changes: "changes both" });
	expect(closed.task?.value).toBe("Proposed.");
	const card = await planCard(world.connector, thread, "changes both");
	expect(shown(card.activity)).toMatch(/PC-101 and PC-102/);
});
