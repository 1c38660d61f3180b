// The Worker's key, which all objects of a process share.
import { generateKeyPairSync } from "node:crypto";
import { expect, test, vi } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import { settingsOnly } from "../session/testing/session.ts";
import { sign, verify, workerKey } from "./crypto.ts";

const { privateKey } = generateKeyPairSync("ed25519");
const SIGNING_KEY = privateKey.export({ type: "pkcs8", format: "der" }).toString("base64");
const env = () => ({ ...settingsOnly, SIGNING_KEY }) as unknown as Parameters<typeof sign>[0];

test.each([
	["never ends, as its object was restarted amid it", () => new Promise<never>(() => {})],
	["fails", () => Promise.reject(new Error("interrupted"))],
])("an import of the key that %s holds up no one else", async (_, first) => {
	const own = env();
	vi.spyOn(crypto.subtle, "importKey").mockImplementationOnce(first);
	sign(own, utf8("lost")).catch(() => {});
	const signature = await sign(own, utf8("a head"));
	const { key } = await workerKey(own);
	expect(await verify(key, utf8("a head"), signature)).toBe(true);
});
