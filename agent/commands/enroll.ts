// Enrollment: makes this machine's key, asks with the token, connects, and pins the Worker's key.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { base64 } from "../../protocol/bytes.ts";
import { agentPaths, type EnrollRequest, EnrollResponse } from "../../protocol/wire.ts";
import { readMessage } from "../connection/message.ts";
import { explain } from "../connection/trouble.ts";
import { post, type Way, wayTo } from "../connection/way.ts";
import { type Connection, writeConnection } from "../home/connection.ts";
import { type Folder, makeFolder } from "../home/folder.ts";
import {
	dropPrepared,
	type Enrolment,
	isEnrolled,
	prepareEnrolment,
	readIdentity,
	writeEnrolment,
	writeKey,
} from "../home/identity.ts";
import { type AgentKey, newKey, readKey } from "../home/keys.ts";
import { lockFolder } from "../home/lock.ts";
import type { Settings } from "../home/settings.ts";
import { closeState, type Log, openState } from "../home/state.ts";
import { takeInventory } from "../machine/inventory.ts";
import { confirm } from "./confirm.ts";
import { deliverRest } from "./deliver.ts";
import { type Failure, failure, words } from "./failure.ts";

export type EnrollOptions = {
	url: string;
	token: string;
	folder: Folder;
	/** Re-enroll a machine that is already enrolled. */
	replace: boolean;
	/** Re-enroll even if the Worker lacks records of the old enrollment: they stay here, and the agent never delivers them. */
	setAside: boolean;
	settings: Settings;
	log: Log;
};

export const enroll = async (
	options: EnrollOptions,
): Promise<{ ok: true; enrolment: Enrolment } | Failure> => {
	const origin = originOf(options.url);
	if (typeof origin !== "string") return origin;
	const { folder } = options;
	const made = attempt(
		() => makeFolder(folder),
		(why) => `Can't make ${folder.path} (${why}). Run as an administrator, or choose a folder with --state.`,
	);
	if (made) return made;
	const lock = lockFolder(folder);
	if (!lock.ok) return lock;
	try {
		const to = wayTo(origin, options.settings, folder);
		if (!to.ok) return to;
		if (isEnrolled(folder)) {
			if (!options.replace) return alreadyEnrolled(folder);
			const delivered = await deliverRest(folder, options.settings, options.log);
			if (!delivered && !options.setAside) return undelivered(folder);
		}
		const enrolled = await spend(options, origin, to);
		if (enrolled.ok) prepare(folder, to.way, options);
		return enrolled;
	} finally {
		dropPrepared(folder);
		lock.release();
	}
};

/** The key and the answer are kept until the agent has connected: a second try with the same token is the same endpoint. */
const spend = async (
	{ token, folder, settings }: EnrollOptions,
	origin: string,
	{ way, connection }: { way: Way; connection: Connection },
) => {
	const fresh = { ...folder, key: `${folder.key}.new` };
	const noRoom = attempt(
		() => {
			prepareEnrolment(folder);
			if (!isEnrolled(folder)) takeUp(folder, fresh);
			pendingKey(fresh);
		},
		(why) => `Can't save the enrollment on this machine (${why}). Free some space. ${stillValid}`,
	);
	if (noRoom) return noRoom;
	const key = pendingKey(fresh);
	const inventory = await takeInventory();
	const answer = await ask(origin, { v: 1, token, key: base64(key.raw), inventory }, way);
	if (!answer.ok) {
		if (answer.rejected) rmSync(fresh.key);
		return answer;
	}
	const { ok: _, ...found } = answer;
	const enrolment: Enrolment = { v: 1, url: origin, ...found };
	const confirmed = await confirm(enrolment, key, inventory, { way, settings });
	if (!confirmed.ok) {
		if (confirmed.rejected) rmSync(fresh.key);
		return unconfirmed(origin, confirmed);
	}
	if (isEnrolled(folder)) setAside(folder);
	renameSync(fresh.key, folder.key);
	// The next start makes one that goes with this key.
	rmSync(folder.sealing, { force: true });
	writeConnection(folder, connection);
	writeEnrolment(folder, enrolment);
	return { ok: true, enrolment } as const;
};

/** What the agent needs on disk is there from now on, where there is room: it starts also if the disk is full by then. */
const prepare = (folder: Folder, way: Way, { settings, log }: EnrollOptions): void => {
	const identity = readIdentity(folder);
	if (identity.ok) closeState(openState(folder, identity, way, settings, log, ""));
};

/** A try that was cut off after it had put its key in place: the token was spent with that key. */
const takeUp = (folder: Folder, fresh: Folder): void => {
	if (existsSync(folder.key) && !existsSync(fresh.key)) renameSync(folder.key, fresh.key);
};

/** The one of an earlier try, or a new one. */
const pendingKey = (fresh: Folder): AgentKey => {
	try {
		return readKey(readFileSync(fresh.key, "utf8"));
	} catch {
		const key = newKey();
		writeKey(fresh, key);
		return key;
	}
};

type Answer = Extract<EnrollResponse, { ok: true }> | (Failure & { rejected: boolean });

const ask = async (origin: string, request: EnrollRequest, way: Way): Promise<Answer> => {
	const url = `${origin}${agentPaths.enroll}`;
	try {
		const { status, text } = await post(url, JSON.stringify(request), way, 30_000);
		return readAnswer(origin, status, text);
	} catch (thrown) {
		const why = await explain(thrown, url, way);
		return { ...failure("failed", `Can't reach ${origin}: ${why}. ${stillValid}`), rejected: false };
	}
};

const readAnswer = (origin: string, status: number, text: string): Answer => {
	const answer = readMessage(EnrollResponse, text);
	if (!answer)
		return {
			...failure("failed", `${origin} answered (HTTP ${status}), but it isn't Caisey. Check the address.`),
			rejected: false,
		};
	if (answer.ok) return answer;
	return { ...failure("failed", `${origin} rejected the token: ${answer.error}`), rejected: true };
};

const unconfirmed = (origin: string, { rejected, why }: { rejected: boolean; why: string }): Failure =>
	failure(
		"failed",
		rejected
			? `${origin} rejected this machine: ${why}`
			: `${origin} answers, but the agent can't connect: ${why}. ${stillValid}`,
	);

const stillValid = "The token is still valid: enroll again with it.";

/** Requires https, except on this machine. */
const originOf = (text: string): string | Failure => {
	const url = URL.parse(text);
	if (!url || !["http:", "https:"].includes(url.protocol))
		return failure("usage", `${text} isn't an address. Use one such as https://caisey.example.com`);
	const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
	if (url.protocol === "http:" && !loopback)
		return failure(
			"usage",
			`${url.origin} isn't encrypted. Use https:// (http:// works only on this machine).`,
		);
	return url.origin;
};

/** In words why it failed; undefined where it did not. */
const attempt = (work: () => void, failed: (why: string) => string): Failure | undefined => {
	try {
		work();
		return undefined;
	} catch (thrown) {
		return failure("failed", failed(words(thrown)));
	}
};

const alreadyEnrolled = (folder: Folder): Failure =>
	failure(
		"failed",
		`This machine is already enrolled (${folder.path}). To re-enroll it with a new key, add --replace.`,
	);

const undelivered = (folder: Folder): Failure =>
	failure(
		"failed",
		`Nothing changed: the Worker still lacks records of earlier plans, and the agent can't deliver them now. They are in ${folder.path}. The token is still valid. Try again when the Worker is reachable (caisey-agent status). Or add --set-aside to keep them here, undelivered.`,
	);

/** Keeps the old endpoint's key, journal and spool, out of the way. While its identity is here, a try that was cut off is
 * taken up from this point. */
const setAside = (folder: Folder): void => {
	const aside = join(folder.path, `replaced-${new Date().toISOString().replaceAll(":", "-")}`);
	mkdirSync(aside, { mode: 0o700 });
	for (const path of [folder.store, `${folder.store}-wal`, folder.key, folder.identity])
		if (existsSync(path)) renameSync(path, join(aside, basename(path)));
};
