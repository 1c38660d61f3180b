// “Your sign-ins”: a person's browsers and passkeys, and ending them.
import type { Passkey, SignIn } from "../../../protocol/read/sign-ins.ts";
import type { SignedIn } from "../../contracts/values/caller.ts";
import { directoryOf } from "../../durable/places.ts";
import type { Env } from "../../env.ts";
import { keep } from "../audit.ts";
import { signInOf } from "./browser.ts";
import { removePasskey } from "./passkey.ts";

/** `here`: the id of the request's own sign-in. */
export const signInsOf = async (
	env: Env,
	request: Request,
	{ person }: SignedIn,
): Promise<{ here: string; signIns: SignIn[]; passkeys: Passkey[] }> => {
	const directory = directoryOf(env.DIRECTORY);
	const [here, signIns, passkeys] = await Promise.all([
		signInOf(env, request),
		directory.signInsOf(person),
		directory.passkeysOf(person),
	]);
	return { here, signIns, passkeys };
};

/** One of this person's browsers; or all of them, and perhaps all passkeys. */
export const endSignIn = async (
	env: Env,
	me: SignedIn,
	which: { id: string } | { passkeys: boolean },
): Promise<void> => {
	const { person, name: who } = me;
	const directory = directoryOf(env.DIRECTORY);
	const id = "id" in which ? which.id : null;
	if ("passkeys" in which && which.passkeys)
		for (const { id: passkey } of await directory.passkeysOf(person)) await removePasskey(env, me, passkey);
	const ended = (await directory.signInsOf(person)).filter((one) => id === null || one.id === id);
	const what = id === null ? "signed out everywhere" : "signed out another browser";
	if (ended.length > 0)
		await keep(
			env,
			{ person },
			{ kind: "sign-in", who, person, what, detail: ended.map(({ browser }) => browser).join(", ") },
		);
	await directory.endSignIn(person, id);
};
