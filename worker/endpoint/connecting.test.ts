import { generateKeyPairSync, sign } from "node:crypto";
import { expect, test } from "vitest";
import { helloMessage, type Journalled } from "../../protocol/wire.ts";
import type { Env } from "../env.ts";
import { settingsOnly } from "../session/testing/session.ts";
import { alive, endDoubt, hello, quarantine } from "./connecting.ts";
import type { Core } from "./core.ts";
import { enqueue } from "./delivering.ts";
import { retire } from "./removing.ts";
import { attachmentOf } from "./sockets.ts";
import { endpointWith, inventory, socketAs } from "./testing/endpoint.ts";

const id = "e_g0000000000000001";
const nonce = "n";

/** A first hello, and what happens to the endpoint while its client hears of it. `before`: connections that are there already. */
const helloWhile = async (
	happens: (core: Core) => void,
	{ agentVersion = "0", before = [] as WebSocket[], plans = [] as Journalled[] } = {},
) => {
	const { core, store, open } = endpointWith();
	open.push(...before);
	const keys = generateKeyPairSync("ed25519");
	const key = Buffer.from(keys.publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("base64");
	store.enroll({ id, client: "c_g0000000000000001", key, inventory });
	const activate = async () => {
		happens(core);
		return { ok: true };
	};
	const env = {
		...settingsOnly,
		SIGNING_KEY: keys.privateKey.export({ type: "pkcs8", format: "der" }).toString("base64"),
		DIRECTORY: { getByName: () => ({ succession: async () => [] }) },
		CLIENT: { getByName: () => ({ activate }) },
	} as unknown as Env;
	const challenged = { stage: "challenged", nonce, at: 0, order: 2 } as const;
	const { it, socket } = socketAs(challenged);
	open.push(socket);
	const signature = sign(null, helloMessage(id, "r", "i", nonce, undefined), keys.privateKey).toString(
		"base64",
	);
	const about = { ...inventory, agentVersion };
	const said = { endpoint: id, runtime: "r", instance: "i", signature, inventory: about, plans };
	let woken = 0;
	const wake = () => void woken++;
	await hello({ ...core, env, wake }, socket, challenged, { type: "hello", versions: [1], ...said });
	return { ...it, woken, as: attachmentOf(socket) };
};

test("an agent that says hello is welcomed, unless its endpoint is removed or blocked meanwhile", async () => {
	const types = async (happens: (core: Core) => void) =>
		(await helloWhile(happens)).sent.map(({ type }) => type);
	expect(await types(() => {})).toEqual(["welcome"]);
	const remove = (core: Core) => retire(core, Date.now());
	for (const happens of [remove, quarantine]) expect(await types(happens)).toEqual(["rejected"]);
});

test.each([
	["removed", (core: Core) => core.store.retire()],
	["blocked", (core: Core) => core.store.quarantine()],
])(
	"the agent of a %s endpoint tells anew how its disk is if it still runs something; a copy does not",
	async (_, happens) => {
		const cores: Core[] = [];
		const fullBefore = (core: Core) => {
			enqueue(core, { plan: "a", session: "s", approvedAt: 1, notBefore: 0, runBy: Number.MAX_SAFE_INTEGER });
			core.store.setState("a", "accepted");
			core.store.disk("full");
			happens(core);
			cores.push(core);
		};
		for (const [state, runs] of [
			["running", true],
			["ended", false],
		] as const) {
			const { as, woken } = await helloWhile(fullBefore, { plans: [{ plan: "a", state }] });
			expect(as).toEqual({ stage: "leaving", runtime: "r", runs });
			expect(woken).toBeGreaterThan(0);
		}
		expect(cores.map(({ store }) => store.self()?.disk)).toEqual(["room", "full"]);
	},
);

test("a welcome says that questions are taken, to agents from 0.4.0: older ones would take none with a field more", async () => {
	const welcomes = ["0.3.9", "0.4.0"].map((version) => helloWhile(() => {}, { agentVersion: version }));
	const [older, newer] = (await Promise.all(welcomes)).map(({ sent: [first] }) => first);
	expect(older).not.toHaveProperty("questions");
	expect(newer).toMatchObject({ type: "welcome", questions: true });
});

const older = { stage: "doubted", instance: "a", runtime: "r", order: 1 } as const;
/** Another connection with its key has just come. */
const doubted = () => {
	const it = endpointWith();
	it.store.doubt(5_000);
	return it;
};

test("two machines share a key where the older connection answers while it is doubted", () => {
	const { core } = doubted();
	alive(core, older);
	expect(core.store.self()).toMatchObject({ quarantined: true });
});

test("an older connection that needs ten seconds to answer is alive, and the new one isn't welcomed meanwhile", async () => {
	const before = socketAs({ stage: "live", instance: "a", runtime: "r", order: 1 });
	const cores: Core[] = [];
	const { sent } = await helloWhile((core) => void cores.push(core), { before: [before.socket] });
	expect([sent, before.it.sent]).toEqual([[], [{ type: "alive?" }]]);
	for (const core of cores) {
		endDoubt(core, Date.now() + 10_000);
		alive(core, older);
		expect(core.store.self()).toMatchObject({ quarantined: true });
	}
});

test("a hello that comes after a later connection is live doubts no one: its agent may be gone, or comes again", async () => {
	const later = socketAs({ stage: "live", instance: "b", runtime: "r", order: 3 });
	const cores: Core[] = [];
	const held = await helloWhile((core) => void cores.push(core), { before: [later.socket] });
	expect([held.sent, held.readyState]).toEqual([[], WebSocket.CLOSING]);
	expect([later.it.sent, later.it.readyState]).toEqual([[], WebSocket.OPEN]);
	expect(cores.map(({ store }) => store.self()?.doubt_until)).toEqual([null]);
});

test("an answer that comes after the doubt has ended quarantines no one", () => {
	const { core } = doubted();
	endDoubt(core, 5_000);
	alive(core, older);
	expect(core.store.self()).toMatchObject({ quarantined: false });
});
