// Who is looking: a signed cookie that names a sign-in, replaced again and again. What they may see is judged each time.
import { z } from "zod";
import { isForScript } from "../../../console/access/reading.ts";
import { mayAddPasskey } from "../../../domain/passkeys.ts";
import { utf8 } from "../../../protocol/bytes.ts";
import type { Role } from "../../../protocol/people.ts";
import type { Provider } from "../../../protocol/read/sign-ins.ts";
import type { Begun, Found } from "../../contracts/directory.ts";
import type { SignedIn } from "../../contracts/values/caller.ts";
import { directoryOf } from "../../durable/places.ts";
import type { Env } from "../../env.ts";
import { newToken, same, sha256Hex, tag } from "../../keys/crypto.ts";
import { keep } from "../audit.ts";
import { readCookie, writeCookie } from "../cookies.ts";
import { browserName } from "./browser-name.ts";

const cookieName = "caisey";
const hours = 12;

/** The sign-in's secret, the cookie's generation, and our tag over both. */
const Cookie = z.tuple([
	z.string().regex(/^[\w-]{43}$/),
	z
		.string()
		.regex(/^\d{1,9}$/)
		.transform(Number),
	z.string(),
]);

const tagOf = (env: Env, secret: string, generation: number) =>
	tag(env, `sign-in v2 ${secret} ${generation}`);

const cookieOf = async (env: Env, secret: string, generation: number, seconds: number): Promise<string> =>
	writeCookie(env, cookieName, `${secret}.${generation}.${await tagOf(env, secret, generation)}`, seconds);

const idOf = (secret: string) => sha256Hex(utf8(secret));

/** The sign-in that a request's cookie names, if the cookie is ours; for others it doesn't ask the Directory. */
const named = async (env: Env, request: Request) => {
	const cookie = Cookie.safeParse(readCookie(env, request, cookieName).split("."));
	if (!cookie.success) return null;
	const [secret, generation, given] = cookie.data;
	return same(given, await tagOf(env, secret, generation)) ? { secret, generation, id: idOf(secret) } : null;
};

type Current = Extract<Found, { state: "in" }> & { secret: string; id: string };

const asked = new WeakMap<Request, Promise<Current | null>>();

/** Asked once for each request. */
const current = (env: Env, request: Request): Promise<Current | null> => {
	const known = asked.get(request);
	if (known) return known;
	const found = find(env, request);
	asked.set(request, found);
	return found;
};

/** An open page that no one attends to asks, too. */
const isActive = (request: Request): boolean => !isForScript(new URL(request.url).pathname);

const find = async (env: Env, request: Request): Promise<Current | null> => {
	const cookie = await named(env, request);
	if (!cookie) return null;
	const { id, secret, generation } = cookie;
	const found = await directoryOf(env.DIRECTORY).signedIn(id, generation, isActive(request));
	if (found?.state !== "copied") return found && { ...found, secret, id };
	await keep(env, found, {
		kind: "failed sign-in",
		who: found.name,
		person: found.person,
		what: "was signed out: someone used a copy of the cookie",
		detail: browserName(request),
	});
	return null;
};

/** The person of a request's sign-in, while it lasts. */
export const signedIn = async (
	env: Env,
	request: Request,
): Promise<(SignedIn & { roles: Role[] }) | null> => {
	const found = await current(env, request);
	return found && { person: found.person, name: found.name, roles: found.roles };
};

/** The request's sign-in, as the list of them names it; empty: none. */
export const signInOf = async (env: Env, request: Request): Promise<string> =>
	(await current(env, request))?.id ?? "";

/** Whether the request's sign-in may add a passkey now. */
export const mayAddNow = async (
	env: Env,
	request: Request,
	providers: readonly Provider[],
): Promise<boolean> => {
	const found = await current(env, request);
	return found !== null && mayAddPasskey(found, providers, Date.now());
};

/** The answer, with the next cookie if the request's has become old. One that sets or clears the cookie stays. */
export const renewed = async (env: Env, request: Request, answer: Response): Promise<Response> => {
	const found = await current(env, request);
	if (!found || found.next === null || answer.headers.has("Set-Cookie")) return answer;
	const seconds = Math.max(1, Math.round((found.expires - Date.now()) / 1000));
	const renewed = new Response(answer.body, answer);
	renewed.headers.append("Set-Cookie", await cookieOf(env, found.secret, found.next, seconds));
	return renewed;
};

/** Begins a sign-in in the request's browser; `id` ends it again. Nothing has it before the cookie is given away. */
export const begin = async (
	env: Env,
	request: Request,
	who: Pick<Begun, "person" | "way" | "identity">,
): Promise<{ id: string; cookie: string; browser: string }> => {
	const secret = newToken();
	const [id, browser] = [idOf(secret), browserName(request)];
	await directoryOf(env.DIRECTORY).signIn({ id, browser, ...who });
	return { id, browser, cookie: await cookieOf(env, secret, 0, hours * 3600) };
};

/** What a browser does that was signed in until now: its former sign-in ends. */
export const endFormer = async (env: Env, request: Request): Promise<void> => {
	const former = await named(env, request);
	if (former) await directoryOf(env.DIRECTORY).signOut(former.id);
};

/** Ends the request's sign-in: its cookie is worth nothing from now on, wherever it was copied. What clears it. */
export const signOut = async (env: Env, request: Request): Promise<string> => {
	const found = await current(env, request);
	if (found) {
		const { person, name: who } = found;
		const detail = browserName(request);
		await keep(env, { person }, { kind: "sign-in", who, person, what: "signed out", detail });
		await directoryOf(env.DIRECTORY).signOut(found.id);
	}
	return writeCookie(env, cookieName, "", 0);
};
