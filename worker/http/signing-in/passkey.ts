// Signing in with a passkey, and adding one: each is begun with a state for this browser, whose secret is the challenge.
import { mostPasskeys } from "../../../domain/passkeys.ts";
import { utf8 } from "../../../protocol/bytes.ts";
import { failureNames } from "../../../words/sign-ins.ts";
import type { SignedIn } from "../../contracts/values/caller.ts";
import { directoryOf } from "../../durable/places.ts";
import type { Env } from "../../env.ts";
import { toBase64url } from "../../keys/crypto.ts";
import {
	Assertion,
	assertionOptions,
	Registration,
	registrationOptions,
	verifyAssertion,
	verifyRegistration,
} from "../../passkeys/passkeys.ts";
import { revokeEverywhere } from "../approvers.ts";
import { keep, keepFailed } from "../audit.ts";
import { browserOf, newState, secretOf, spendState } from "../browser-state.ts";
import { begin, endFormer, mayAddNow } from "./browser.ts";
import { browserName } from "./browser-name.ts";
import { offered } from "./provider.ts";

/** What the page's script gives to the browser; `state` comes back with the answer. */
export type Asked = { cookie: string; body: { state: string; options: object } };

export const askForPasskey = async (env: Env, request: Request): Promise<Asked> => {
	const { browser, cookie } = browserOf(env, request);
	const state = await newState(env, "passkey:sign-in", browser);
	const options = await assertionOptions(env, await secretOf(env, state, "challenge"));
	return { cookie, body: { state, options } };
};

type Refused = { ok: false; why: "strange" | "expired" | "used" | "unknown" | "refused" };
/** `stale`: this needs a sign-in that began just now. `enough`: the person has as many passkeys as they may have. */
type NotAdded = Refused | { ok: false; why: "stale" | "enough" };

/** The cookie of the new sign-in. `unknown`: the passkey was removed here, or its person has no role any more. */
export const signInWithPasskey = async (
	env: Env,
	request: Request,
	{ state, answer }: { state: string; answer: unknown },
): Promise<{ ok: true; cookie: string } | Refused> => {
	const failed = async (why: Refused["why"], detail: string): Promise<Refused> => {
		await keepFailed(env, `with a passkey: ${failureNames[why]}`, detail);
		return { ok: false, why };
	};
	const spent = await spendState(env, request, "passkey:sign-in", state);
	if (!spent.ok) return failed(spent.why, `passkey ${spent.why}`);
	const given = Assertion.safeParse(answer);
	if (!given.success) return failed("refused", "passkey malformed");
	const directory = directoryOf(env.DIRECTORY);
	const kept = await directory.passkey(given.data.id);
	if (!kept || !isOf(kept.person, given.data)) return failed("unknown", "a passkey that no one has");
	const verified = await verifyAssertion(env, await secretOf(env, state, "challenge"), given.data, kept);
	if (!verified) return failed("refused", `passkey of ${kept.person}`);
	const [member] = await directory.memberships({ person: kept.person });
	if (!member) return failed("unknown", `passkey of ${kept.person}, who has no role`);
	await directory.passkeyUsed(kept.id, verified.counter, verified.synced);
	const { person, name: who } = member;
	const begun = await begin(env, request, { person, way: "passkey", identity: null });
	await endFormer(env, request);
	const detail = `${kept.name}, ${begun.browser}`;
	await keep(env, { person }, { kind: "sign-in", who, person, what: "with a passkey", detail });
	return { ok: true, cookie: begun.cookie };
};

const isOf = (person: string, { response }: Assertion): boolean =>
	response.userHandle === toBase64url(utf8(person));

export const askToAddPasskey = async (
	env: Env,
	request: Request,
	me: SignedIn,
): Promise<({ ok: true } & Asked) | NotAdded> => {
	const known = await directoryOf(env.DIRECTORY).passkeysOf(me.person);
	if (known.length >= mostPasskeys) return { ok: false, why: "enough" };
	if (!(await mayAddNow(env, request, offered(env)))) return { ok: false, why: "stale" };
	const { browser, cookie } = browserOf(env, request);
	const state = await newState(env, "passkey:add", browser, me.person);
	const options = await registrationOptions(env, await secretOf(env, state, "challenge"), { ...me, known });
	return { ok: true, cookie, body: { state, options } };
};

export const addPasskey = async (
	env: Env,
	request: Request,
	me: SignedIn,
	{ state, answer }: { state: string; answer: unknown },
): Promise<{ ok: true } | NotAdded> => {
	const spent = await spendState(env, request, "passkey:add", state);
	if (!spent.ok) return spent;
	const given = Registration.safeParse(answer);
	if (spent.text !== me.person || !given.success) return { ok: false, why: "refused" };
	const made = await verifyRegistration(env, await secretOf(env, state, "challenge"), given.data);
	if (!made || (await directoryOf(env.DIRECTORY).passkey(made.id))) return { ok: false, why: "refused" };
	const name = `Passkey from ${browserName(request)}`;
	await changed(env, me, "added a passkey", name);
	const kept = await directoryOf(env.DIRECTORY).keepPasskey({ ...made, person: me.person, name });
	return kept ? { ok: true } : { ok: false, why: "enough" };
};

export const renamePasskey = async (env: Env, me: SignedIn, id: string, name: string): Promise<void> => {
	const before = await nameOf(env, me, id);
	if (before === null) return;
	await changed(env, me, "renamed a passkey", `${before} → ${name}`);
	await directoryOf(env.DIRECTORY).renamePasskey(me.person, id, name);
};

export const removePasskey = async (env: Env, me: SignedIn, id: string): Promise<void> => {
	const before = await nameOf(env, me, id);
	if (before === null) return;
	await changed(env, me, "removed a passkey", before);
	await revokeEverywhere(env, me, id);
	await directoryOf(env.DIRECTORY).removePasskey(me.person, id);
};

/** Null: this person has no such passkey. */
const nameOf = async (env: Env, { person }: SignedIn, id: string): Promise<string | null> =>
	(await directoryOf(env.DIRECTORY).passkeysOf(person)).find((one) => one.id === id)?.name ?? null;

/** Before it is done: what can't be kept isn't done. */
const changed = (env: Env, { person, name: who }: SignedIn, what: string, detail: string) =>
	keep(env, { person }, { kind: "changed", who, person, what, detail });
