// Signing in with Slack or Microsoft: to the provider and back, then as the person whose account it is.
import { type Context, Hono } from "hono";
import { z } from "zod";
import { crossSitePage, notFoundPage } from "../../../console/access/plain-pages.ts";
import { bounded, fromHere, pathHere, safe } from "../../../console/access/safety.ts";
import { chooseWhoPage, notSignedInPage } from "../../../console/access/sign-in-pages.ts";
import { PersonId } from "../../../protocol/ids.ts";
import { Identity } from "../../../protocol/platform.ts";
import { Provider } from "../../../protocol/read/sign-ins.ts";
import { type Failure, failureNames, providerNames } from "../../../words/sign-ins.ts";
import type { Member } from "../../contracts/directory.ts";
import { tryJson } from "../../durable/columns.ts";
import { directoryOf, objectOf } from "../../durable/places.ts";
import { type Env, settings } from "../../env.ts";
import { keep, keepFailed } from "../audit.ts";
import { browserOf, newState, spendState } from "../browser-state.ts";
import { accountIn, peopleBehind } from "./accounts.ts";
import { begin, endFormer } from "./browser.ts";
import { askUrl, claimsOf, offered, registered } from "./provider.ts";

type At = Context<{ Bindings: Env }>;

const notHere = notFoundPage("This deployment doesn't offer this way to sign in.");

export const providerRoutes = new Hono<{ Bindings: Env }>()
	.use("/sign-in/with/*", safe, bounded)
	// Opening it changes nothing: the browser goes to the provider with a state that only it can bring back.
	.get("/sign-in/with/:provider", async (c) => {
		const provider = Provider.safeParse(c.req.param("provider"));
		const to = provider.success ? registered(c.env, provider.data) : null;
		if (!provider.success || !to) return c.html(notHere, 404);
		const { browser, cookie } = browserOf(c.env, c.req.raw);
		const next = pathHere(c.req.query("next") ?? "/");
		const state = await newState(c.env, `sign-in:${provider.data}`, browser, next);
		const address = await askUrl(c.env, to, state, backTo(c.env, provider.data)).catch(() => null);
		if (address === null) return no(c, provider.data, "unanswered", 502);
		c.header("Set-Cookie", cookie);
		return c.redirect(address);
	})
	.get("/sign-in/with/:provider/callback", async (c) => {
		const provider = Provider.safeParse(c.req.param("provider"));
		const to = provider.success ? registered(c.env, provider.data) : null;
		if (!provider.success || !to) return c.html(notHere, 404);
		return comeBack(c, provider.data, to);
	})
	.post("/sign-in/with/:provider/as", async (c) => {
		const provider = Provider.safeParse(c.req.param("provider"));
		if (!provider.success) return c.html(notHere, 404);
		if (!fromHere(c)) return c.html(crossSitePage(), 403);
		const { state } = await c.req.parseBody();
		const spent = await spendState(c.env, c.req.raw, "choose", typeof state === "string" ? state : "");
		if (!spent.ok) return no(c, provider.data, spent.why, 400);
		const { person, identity, next } = Choice.parse(tryJson(spent.text));
		const members = await directoryOf(c.env.DIRECTORY).behind(identity);
		const member = members.find((one) => one.person === person);
		return member
			? enter(c, provider.data, member, identity, next)
			: no(c, provider.data, "unknown", 403, identity);
	});

/** What a person who is several people chooses; signed. */
const Choice = z.object({ person: PersonId, identity: Identity, next: z.string() });

const backTo = (env: Env, provider: Provider): string =>
	`${settings(env).PUBLIC_URL}/sign-in/with/${provider}/callback`;

const comeBack = async (c: At, provider: Provider, to: Parameters<typeof claimsOf>[1]) => {
	const { search, searchParams } = new URL(c.req.url);
	const state = searchParams.get("state") ?? "";
	const spent = await spendState(c.env, c.req.raw, `sign-in:${provider}`, state);
	if (!spent.ok) return no(c, provider, spent.why, 400);
	if (searchParams.get("error") === "access_denied") return no(c, provider, "denied", 400);
	const came = new URL(`${backTo(c.env, provider)}${search}`);
	const claims = await claimsOf(c.env, to, state, came).catch((error: unknown) => ({ error }));
	const account = accountIn(provider, claims);
	if (!account) return no(c, provider, "refused", 400, reasonOf(claims));
	const { listed, identity, people } = await peopleBehind(c.env, account);
	const [person] = people;
	if (!listed) return no(c, provider, "unlisted", 403, account.workspace);
	if (!person) return no(c, provider, "unknown", 403, identity);
	return people.length === 1
		? enter(c, provider, person, identity, spent.text)
		: choose(c, provider, people, identity, spent.text);
};

/** The library's word for what it didn't accept, such as `OAUTH_JWT_CLAIM_COMPARISON_FAILED`; or which claims are missing. */
const reasonOf = (claims: unknown): string => {
	const failed = z.object({ error: z.looseObject({ code: z.string() }) }).safeParse(claims);
	return failed.success ? failed.data.error.code : "no account in it";
};

const enter = async (c: At, provider: Provider, { person, name }: Member, identity: string, next: string) => {
	const begun = await begin(c.env, c.req.raw, { person, way: provider, identity });
	await endFormer(c.env, c.req.raw);
	await keep(
		c.env,
		{ person },
		{ kind: "sign-in", who: name, person, what: `with ${providerNames[provider]}`, detail: begun.browser },
	);
	c.header("Set-Cookie", begun.cookie);
	return c.redirect(pathHere(next), 303);
};

const choose = async (c: At, provider: Provider, people: Member[], identity: string, next: string) => {
	const { browser, cookie } = browserOf(c.env, c.req.raw);
	const choices = await Promise.all(
		people.map(async ({ person, name, client }) => ({
			name,
			client: (await objectOf(c.env.CLIENT, client).snapshot()).name,
			state: await newState(c.env, "choose", browser, JSON.stringify({ person, identity, next })),
		})),
	);
	c.header("Set-Cookie", cookie);
	return c.html(chooseWhoPage(`/sign-in/with/${provider}/as`, choices));
};

/** `detail`: what was unknown, or the library's word. */
const no = async (c: At, provider: Provider, why: Failure, status: 400 | 403 | 502, detail = "") => {
	await keepFailed(
		c.env,
		`with ${providerNames[provider]}: ${failureNames[why]}`,
		detail || `${provider} ${why}`,
	);
	return c.html(notSignedInPage(provider, why, detail, { providers: offered(c.env), next: "/" }), status);
};
