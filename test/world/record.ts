// The records afterwards: a session's transcript, the client's audit log, the deployment's.
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import type { ClientMessage } from "../../local/slack/people/wire.ts";
import type { Actor } from "../../protocol/people.ts";
import { type Attachment, readEventPayload, type SessionEventBody } from "../../protocol/record/events.ts";
import type { Person } from "./people/chat.ts";
import type { Reader } from "./people/console.ts";
import type { World } from "./world.ts";

type Kind = SessionEventBody["kind"];
export type Entry<K extends Kind = Kind> = Extract<SessionEventBody, { kind: K }> & { actor: Actor };

const Keys = z.looseObject({
	header: z.looseObject({ workerKeys: z.array(z.object({ keyId: z.string(), key: z.string() })) }),
});
const checker = join(import.meta.dirname, "../../docs/verify-transcript.mjs");

/** What the script in docs/ says of a JSON export, given the keys in it. Throws unless everything holds. */
export const checkedOutside = async ({ folder }: World, exported: string): Promise<string> => {
	const file = join(folder, "transcript.json");
	writeFileSync(file, exported);
	const keys = Keys.parse(JSON.parse(exported)).header.workerKeys.flatMap(({ key }) => ["--key", key]);
	const { stdout } = await promisify(execFile)(process.execPath, [checker, file, ...keys], {
		maxBuffer: 1e8,
	});
	return stdout;
};

const Export = z.looseObject({ events: z.array(z.looseObject({ payload: z.string() })) });

/** Every entry of a session's transcript, in order. */
export const entriesOf = async (reader: Reader): Promise<Entry[]> => {
	const { events } = Export.parse(await reader.json("transcript.json"));
	return events.map(({ payload }) => {
		const { actor, body } = readEventPayload(new TextEncoder().encode(payload));
		return { ...body, actor };
	});
};

/** The entries of one kind. */
export const entries = async <K extends Kind>(reader: Reader, kind: K): Promise<Entry<K>[]> =>
	(await entriesOf(reader)).filter((entry): entry is Entry<K> => entry.kind === kind);

/** What was attached; throws if it could not be recorded. */
export const attachmentIn = (entry: Entry<"message.attached"> | undefined): Attachment => {
	if (!entry || !("attachment" in entry.attached)) throw new Error(`no attachment: ${JSON.stringify(entry)}`);
	return entry.attached.attachment;
};

/** Who tried what, and how it was refused: `Dana Reyes approve not-an-approver`. */
export const refusals = async (reader: Reader): Promise<string[]> =>
	(await entries(reader, "attempt.refused")).map(
		({ actor, action, refusal }) => `${actor.name} ${action} ${refusal.code}`,
	);

const Audit = z.array(z.object({ who: z.string(), what: z.string(), detail: z.string() }));

/** What the owner API answers. */
const asked = async (world: World, path: string): Promise<unknown> => {
	const headers = { authorization: `Bearer ${world.secrets.OWNER_TOKEN}` };
	const response = await fetch(`${world.workerUrl}${path}`, { headers });
	if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
	return response.json();
};

/** A log of the owner's, a line each: who, what, detail. */
const log = async (world: World, path: string): Promise<string[]> =>
	Audit.parse(await asked(world, path)).map(({ who, what, detail }) => `${who} ${what} ${detail}`);

const Workspaces = z.array(z.looseObject({ workspace: z.string() }));

/** Every workspace that the deployment has heard from, and its state. */
export const workspaces = async (world: World) => Workspaces.parse(await asked(world, "/admin/workspaces"));

/** A client's audit log. */
export const auditOf = (world: World, client: string): Promise<string[]> =>
	log(world, `/admin/clients/${client}/audit`);

/** Acme's audit log. An enrollment token starts with its client's id. */
export const audit = (world: World): Promise<string[]> =>
	auditOf(world, world.applied.enrolment[0]?.token.split(".")[0] ?? "");

/** Attempts in conversations without a client. */
export const strays = (world: World): Promise<string[]> => log(world, "/admin/audit");

/** Does something, and waits for a new private answer to this person that holds all of these. */
export const answered = async (
	person: Person,
	doing: () => Promise<unknown>,
	...texts: (string | RegExp)[]
): Promise<ClientMessage> => {
	const before = new Set((await person.state()).messages.map(({ ts }) => ts));
	await doing();
	return person.until(`a private answer with ${texts.join(" and ")}`, ({ messages }) =>
		messages.find((one) => one.onlyYou && !before.has(one.ts) && texts.every((text) => holds(one, text))),
	);
};

const holds = (message: ClientMessage, text: string | RegExp): boolean => {
	const shown = JSON.stringify([message.text, message.blocks]);
	return typeof text === "string" ? shown.includes(text) : text.test(shown);
};
