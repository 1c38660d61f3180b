// The person whom a client named for when no approver can be reached, in the whole system: they confirm the next approver, and that is
// marked for ever.
import { afterAll, beforeAll, expect, test } from "vitest";
import { actions } from "../cards/model/actions.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { deliver, pressBody } from "./world/forged/requests.ts";
import { ask, propose } from "./world/people/acts.ts";
import { answerChange } from "./world/people/changes.ts";
import { hasButton, textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { auditOf, checkedOutside, entries } from "./world/record.ts";
import { changes, inStorage } from "./world/storage.ts";
import { acmeSetup, channel, startWorld, type World } from "./world/world.ts";

/** Dana is the person named. */
const setup = (approvers: object) => {
	const given = acmeSetup();
	const acme = given.clients["acme-dental"];
	const dana = acme?.people?.dana;
	if (!acme || !dana) throw new Error("Acme is missing");
	const people = { dana, ...approvers };
	return { ...given, clients: { "acme-dental": { ...acme, people, breakGlass: "dana" } } };
};
const ada = {
	name: "Ada Lindqvist",
	identities: ["slack:T0LOCAL1:U0ADA"],
	roles: ["approver" as const],
};
const eve = { name: "Eve Stone", identities: ["slack:T0LOCAL1:U0EVE"], roles: ["approver" as const] };
const mark = "approver by break-glass: confirmed by the named person alone";

let world: World;
let client: string;
beforeAll(async () => {
	world = await startWorld({ setup: setup({ ada }) });
	client = world.applied.enrolment[0]?.token.split(".")[0] as string;
});
afterAll(() => world?.stop());

const saidInChannel = (...texts: string[]) =>
	world
		.person("dana")
		.until(texts.join(" and "), ({ messages }) =>
			messages.find((one) => one.channel === channel && texts.every((text) => textOf(one).includes(text))),
		);

/** Eve approves; resolves with the session, once its card says that it is done, and the mark. */
const approvedByEve = async (what: string): Promise<ClientMessage> => {
	const session = await ask(world);
	const card = await propose(world, session, { command: "echo hello", changes: what });
	await world.person("eve").press(card, "Approve");
	await world
		.person("dana")
		.until(`the mark on ${what}`, ({ messages }) =>
			messages.find(
				(one) =>
					one.ts === card.ts && ["Done on CLIENT", `(${mark})`].every((text) => textOf(one).includes(text)),
			),
		);
	return session;
};

/** On page, transcript and export, in the record, and in what both verifiers take for true. */
const isMarked = async (session: ClientMessage) => {
	const reader = await signIn(world, world.person("tom"), session);
	expect(await entries(reader, "vote.cast")).toMatchObject([
		{ actor: { name: "Eve Stone" }, unconfirmed: "break-glass" },
	]);
	expect(await reader.text("")).toContain(mark);
	expect(await reader.text("transcript.txt")).toContain(`(${mark})`);
	expect(await reader.json("verify")).toMatchObject({ ok: true });
	const exported = await reader.text("transcript.json");
	expect(exported).toContain('"unconfirmed":"break-glass"');
	expect(await checkedOutside(world, exported)).toContain("Everything holds.");
	return { reader, exported };
};

let first: ClientMessage;

test("with every approver gone, the owner's next one waits for the named person, who confirms in the console alone", async () => {
	const session = await ask(world);
	const { proposed } = await world.apply(setup({ eve }));
	expect(proposed).toMatchObject([{ state: "waits", waitsFor: ["Dana Reyes"] }]);
	const told = await saidInChannel("The owner (a test) wants to change", "Eve Stone can now approve");
	const dana = world.person("dana");
	const all = (await dana.state()).messages;
	expect([hasButton(told, "Confirm"), all.filter((one) => hasButton(one, "Confirm"))]).toEqual([false, []]);

	const reader = await signIn(world, dana, session);
	const at = { headers: { cookie: reader.cookie, origin: new URL(world.workerUrl).origin } };
	const page = await (await fetch(`${world.workerUrl}/changes`, at)).text();
	expect(page).toContain("Eve Stone can now approve from slack:T0LOCAL1:U0EVE");
	const path = /action="(\/changes\/[^"]+\/confirm)"/.exec(page)?.[1] ?? "";
	const amendment = path.split("/").at(-2) ?? "";
	// Her account in chat isn't enough, whoever presses in its name.
	const value = `${client}.${amendment}`;
	const forged = { by: "dana", action: actions.changeConfirm, value, thread: null };
	await deliver(world, pressBody({ ...forged, message: told.ts, channel }));
	await expect
		.poll(async () => (await auditOf(world, client)).join("\n"))
		.toContain("in place of an approver, you confirm it there");
	expect(await (await fetch(`${world.workerUrl}/changes`, at)).text()).toContain(path);

	const done = await fetch(`${world.workerUrl}${path}`, { ...at, method: "POST", redirect: "manual" });
	expect(done.status).toBe(303);
	await saidInChannel(
		"The owner (a test) changed the set-up of Acme Dental",
		"Eve Stone can now approve",
		"Dana Reyes confirmed it, whom the set-up names for when no approver can be reached. This stays marked",
	);
});

test("what that approver approves is marked on card, page, transcript and export, and both verifiers know it", async () => {
	first = await approvedByEve("by Eve");
	const { reader, exported } = await isMarked(first);
	const bare = exported.replaceAll(',"unconfirmed":"break-glass"', "");
	expect(bare.length).toBeLessThan(exported.length);
	await expect(checkedOutside(world, bare)).rejects.toMatchObject({
		stdout: expect.stringMatching(/^BROKEN.*plan /m),
	});
	const unmark = (from: string, to: string) =>
		inStorage(world, (database) =>
			changes(
				database,
				"things",
				`UPDATE things SET body = replace(body, '${from}', '${to}') WHERE kind = 'vote'`,
			),
		).reduce((sum, rows) => sum + rows, 0);
	expect(unmark('"unconfirmed":"break-glass"', '"unconfirmed":"first"')).toBeGreaterThan(0);
	expect(await reader.json("verify")).toMatchObject({ ok: false });
	unmark('"unconfirmed":"first"', '"unconfirmed":"break-glass"');
	expect(await reader.json("verify")).toMatchObject({ ok: true });
});

test("the mark stays whatever that approver confirms later, and in the old record once they have left", async () => {
	const more = { ...eve, identities: [...eve.identities, "slack:T0LOCAL1:U0SAM"] };
	await world.apply(setup({ eve: more, ada }));
	await answerChange(world, "eve", "Confirm");
	await isMarked(await approvedByEve("by Eve, later"));
	await world.apply(setup({ ada }));
	await saidInChannel("Eve Stone can no longer approve");
	await isMarked(first);
});
