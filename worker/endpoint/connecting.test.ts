import { generateKeyPairSync, sign } from "node:crypto";
import { expect, test } from "vitest";
import { base64, fromBase64 } from "../../protocol/bytes.ts";
import { helloMessage } from "../../protocol/wire.ts";
import type { Env } from "../env.ts";
import { settingsOnly } from "../session/testing/session.ts";
import { hello, quarantine, retire } from "./connecting.ts";
import type { Core } from "./core.ts";
import { endpointWith, inventory, socketAs } from "./testing/endpoint.ts";

const id = "e_g0000000000000001";
const nonce = "n";

/** A first hello, and what happens to the endpoint while its client hears of it. */
const helloWhile = async (happens: (core: Core) => void) => {
	const { core, store, open } = endpointWith();
	const keys = generateKeyPairSync("ed25519");
	const raw = fromBase64(
		(keys.publicKey.export({ format: "jwk" }).x ?? "").replace(/-/g, "+").replace(/_/g, "/"),
	);
	store.enroll({ id, client: "c_g0000000000000001", key: base64(raw), inventory });
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
	const { it, socket } = socketAs({ stage: "challenged", nonce });
	open.push(socket);
	const signature = sign(null, helloMessage(id, "r", "i", nonce, undefined), keys.privateKey).toString(
		"base64",
	);
	const said = { endpoint: id, runtime: "r", instance: "i", signature, inventory, plans: [] };
	await hello({ ...core, env }, socket, nonce, { type: "hello", versions: [1], ...said });
	return it.sent.map(({ type }) => type);
};

test("an agent that says hello is welcomed, unless its endpoint is removed or blocked meanwhile", async () => {
	expect(await helloWhile(() => {})).toEqual(["welcome"]);
	for (const happens of [retire, quarantine]) expect(await helloWhile(happens)).toEqual(["rejected"]);
});
