// A change of the Worker's signing key: what the old one signed still verifies, and an id stands for one key for ever.
import { afterAll, beforeAll, expect, test } from "vitest";
import { newSecrets } from "../local/vars.ts";
import { ask, planCard, propose } from "./world/acts.ts";
import { textOf } from "./world/chat.ts";
import { type Reader, signIn } from "./world/console.ts";
import { acmeSetup, startWorld, type World } from "./world/world.ts";

type Keys = { header: { workerKeys: { keyId: string; key: string }[] } };

let world: World;
let reader: Reader;
beforeAll(async () => {
	world = await startWorld();
	const ada = world.person("ada");
	const session = await ask(world);
	const card = await propose(world, session, { command: "echo done", changes: "little" });
	await ada.press(card, "Approve");
	await ada.until("the end", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && textOf(one).includes("exit 0")),
	);
	reader = await signIn(world, ada, await planCard(ada, session, "little"));
});
afterAll(() => world?.stop());

/** The same Worker with another key, under this id. */
const changeKey = async (keyId: string): Promise<void> => {
	await world.worker().stop();
	await world.restartWorker({ SIGNING_KEY: newSecrets().SIGNING_KEY, SIGNING_KEY_ID: keyId });
};

const apply = () =>
	world.owner("/admin/apply", { setup: acmeSetup(), tokens: {}, dryRun: true, reissue: [] });

test("an older transcript verifies, and names both keys", async () => {
	await changeKey("k2");
	expect(await reader.json("verify")).toMatchObject({ ok: true });
	const { header } = await reader.json<Keys>("transcript.json");
	expect(header.workerKeys.map(({ keyId }) => keyId)).toEqual(["k1", "k2"]);
	expect((await apply()).status).toBe(200);
});

test("another key under a used id is refused by name", async () => {
	await changeKey("k1");
	const { status, body } = await apply();
	expect(status).toBe(422);
	expect(JSON.stringify(body)).toContain("SIGNING_KEY_ID k1 was used with another SIGNING_KEY");
	expect(await reader.json("verify")).toMatchObject({ ok: true });
});
