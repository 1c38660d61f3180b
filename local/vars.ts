// The local mode's secrets: made at the first start, kept in a file that only its user can read.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

export const Secrets = z.object({
	SIGNING_KEY: z.string(),
	SECRET_KEY: z.string(),
	OWNER_TOKEN: z.string(),
	SLACK_SIGNING_SECRET: z.string(),
});
export type Secrets = z.infer<typeof Secrets>;

/** The secrets of a folder: those of the last start, or new ones. */
export const secretsIn = (file: string): Secrets => {
	if (existsSync(file)) return Secrets.parse(JSON.parse(readFileSync(file, "utf8")));
	const secrets = newSecrets();
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
	writeFileSync(file, `${JSON.stringify(secrets, null, "\t")}\n`, { mode: 0o600 });
	return secrets;
};

export const newSecrets = (): Secrets => ({
	SIGNING_KEY: generateKeyPairSync("ed25519")
		.privateKey.export({ type: "pkcs8", format: "der" })
		.toString("base64"),
	SECRET_KEY: randomBytes(32).toString("base64"),
	OWNER_TOKEN: randomBytes(32).toString("hex"),
	SLACK_SIGNING_SECRET: randomBytes(16).toString("hex"),
});
