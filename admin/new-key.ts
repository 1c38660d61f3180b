// `new-key`: makes the Worker's next signing key, and lets the Worker vouch for it with the current one.
import { createHash, generateKeyPairSync } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { keyIdOf } from "../protocol/keys.ts";
import { SucceedResponse } from "../protocol/setup.ts";
import { askOwnerApi, ownerAccess } from "./owner.ts";

type Ended = { ok: boolean; lines: string[] };

/** Writes the private key into a file of the current folder that only its user can read, and nowhere else. */
export const newKey = async (options: { url?: string }, env: NodeJS.ProcessEnv): Promise<Ended> => {
	const { url, ownerToken, problems } = ownerAccess(options, env);
	if (problems.length > 0) return { ok: false, lines: problems };
	const pair = generateKeyPairSync("ed25519");
	const key = Buffer.from(pair.publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("base64");
	const id = keyIdOf(key, (...parts) => createHash("sha256").update(Buffer.concat(parts)).digest());
	const file = `signing-key-${id}.txt`;
	const text = pair.privateKey.export({ type: "pkcs8", format: "der" }).toString("base64");
	writeFileSync(file, text, { mode: 0o600, flag: "wx" });
	const asked = await askOwnerApi(url, ownerToken, "/admin/keys", { key }, SucceedResponse);
	if (!asked.ok) {
		rmSync(file);
		return { ok: false, lines: asked.problems };
	}
	return {
		ok: true,
		lines: [
			`The Worker's key ${asked.response.from} now vouches for the new key ${id}, which is in ${file}. Give it to the Worker:`,
			`  npx wrangler secret put SIGNING_KEY < ${file}`,
			"Then delete the file, or keep it where you keep secrets. Agents follow at their next connection.",
		],
	};
};
