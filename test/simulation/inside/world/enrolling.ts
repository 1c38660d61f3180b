// Enrolls a machine, as `caisey-agent enroll` does: a token of the owner's, a key of its own, and what the Worker answers.
import { readKey } from "../../../../agent/home/keys.ts";
import { keyIdOf } from "../../../../protocol/keys.ts";
import type { Enrolled } from "../../../../worker/contracts/client.ts";
import { sha256 } from "../../../../worker/keys/crypto.ts";
import { inventoryOf } from "../replaced/agent-machine.ts";
import { keyFrom, newSecret } from "../replaced/node-crypto.ts";
import type { Company } from "./company.ts";
import type { Host } from "./machines.ts";
import type { Objects } from "./objects.ts";

/** From its next start on it is that endpoint; `publicKey`: the Worker's, base64. */
export const enroll = async (
	{ call, find }: Objects,
	host: Host,
	{ id: client }: Company,
	publicKey: string,
): Promise<void> => {
	const ask = (method: string, ...args: unknown[]) => call(find("CLIENT", client), method, args);
	const key = readKey(keyFrom(newSecret()).export({ format: "pem", type: "pkcs8" }).toString());
	const { token } = (await ask("enrollmentToken", host.name)) as { token: string };
	const enrolled = (await ask("enroll", {
		...{ v: 1, token, key: Buffer.from(key.raw).toString("base64"), inventory: inventoryOf("boot-1") },
	})) as Enrolled;
	if (!enrolled.ok) throw new Error(enrolled.error);
	const { endpoint, clientName } = enrolled;
	const worker = { keyId: keyIdOf(publicKey, sha256), key: publicKey };
	const { name } = host;
	host.key = key;
	host.was.add(endpoint);
	host.enrolment = { v: 1, url: "https://caisey.example", endpoint, name, client, clientName, worker };
};
