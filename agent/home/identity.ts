// What an enrollment leaves behind: which endpoint this is, which Worker it obeys, and its key.
import {
	accessSync,
	constants,
	existsSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { z } from "zod";
import { utf8 } from "../../protocol/bytes.ts";
import { ClientId, EndpointId, PublicKey } from "../../protocol/ids.ts";
import { Approvers } from "../../protocol/plan/passkey.ts";
import { type Failure, failure, words } from "../commands/failure.ts";
import { keepToAccount } from "../windows/access.ts";
import { type Folder, othersInside } from "./folder.ts";
import { type AgentKey, keyText, readKey } from "./keys.ts";

export const Enrolment = z.strictObject({
	v: z.literal(1),
	/** The Worker's origin, e.g. `https://caisey.example.com`. */
	url: z.string(),
	endpoint: EndpointId,
	name: z.string(),
	client: ClientId,
	clientName: z.string(),
	/** The key whose grants are obeyed, until it vouches for another (trust.ts). */
	worker: z.strictObject({ keyId: z.string(), key: PublicKey }),
	/** Whose passkeys decide (approvers/); missing: no one's, as far as the Worker said then. */
	approvers: Approvers.exactOptional(),
});
export type Enrolment = z.infer<typeof Enrolment>;

export type Identity = { ok: true; enrolment: Enrolment; key: AgentKey };

export const isEnrolled = (folder: Folder): boolean => existsSync(folder.identity);

export const readIdentity = (folder: Folder): Identity | Failure => {
	if (isForbidden(folder.path))
		return failure("failed", `This account can't read ${folder.path}. Use the account that runs the agent.`);
	if (!isEnrolled(folder)) return failure("notEnrolled", notEnrolled(folder));
	const exposed = exposure(folder);
	if (exposed) return failure("failed", exposed);
	try {
		const enrolment = Enrolment.parse(JSON.parse(readFileSync(folder.identity, "utf8")));
		return { ok: true, enrolment, key: readKey(readFileSync(folder.key, "utf8")) };
	} catch (thrown) {
		return failure(
			"failed",
			`The enrollment in ${folder.path} is unreadable (${words(thrown)}). Re-enroll with --replace and a new token.`,
		);
	}
};

/** Written before the token is spent, so that a spent token always has its key. */
export const writeKey = (folder: Folder, key: AgentKey): void => {
	writeFileSync(folder.key, keyText(key), { mode: 0o600, flush: true });
	if (process.platform === "win32") keepToAccount(folder.key);
};

/** Takes the room that an enrollment needs on disk, before the token is spent. Throws where there is none. */
export const prepareEnrolment = (folder: Folder): void =>
	writeFileSync(draftOf(folder), " ".repeat(enrolmentBytes), { mode: 0o600, flush: true });

export const dropPrepared = (folder: Folder): void => rmSync(draftOf(folder), { force: true });

/** Whole or not at all: an interrupted enrollment leaves no half of one. Into the room that was taken for it. */
export const writeEnrolment = (folder: Folder, enrolment: Enrolment): void => {
	const bytes = utf8(JSON.stringify(enrolment, null, "\t"));
	writeFileSync(draftOf(folder), bytes, { flag: "r+", flush: true });
	truncateSync(draftOf(folder), bytes.length);
	renameSync(draftOf(folder), folder.identity);
};

const draftOf = (folder: Folder): string => `${folder.identity}.new`;
/** More than the names and keys of an enrollment take, of as many approvers as may be named. */
const enrolmentBytes = 1_048_576;

const notEnrolled = (folder: Folder): string =>
	`This machine isn't enrolled (no enrollment in ${folder.path}). Ask your MSP for a token, then run: caisey-agent enroll <url> <token>`;

const isForbidden = (path: string): boolean => {
	if (!existsSync(path)) return false;
	try {
		accessSync(path, constants.R_OK | constants.X_OK);
		return false;
	} catch {
		return true;
	}
};

/** Why the key isn't secret, and how to make it so; null: it is. */
const exposure = (folder: Folder): string | null => {
	if (!existsSync(folder.key)) return null;
	if (process.platform !== "win32") {
		const open = [folder.key, folder.sealing].find(
			(one) => existsSync(one) && (statSync(one).mode & 0o077) !== 0,
		);
		return open === undefined ? null : `Other users can read ${open}. Run: chmod 600 '${open}'`;
	}
	const others = othersInside(folder);
	if (others === null) return null;
	return `The agent doesn't start: ${others}. Move ${folder.path} away, then enroll with a new token: from an administrator's console if the agent runs as SYSTEM, else as its account.`;
};
