// The console's pages, given what they need of this deployment.
import { Hono } from "hono";
import { consoleRoutes } from "../../console/routes.ts";
import { may } from "../../domain/authority.ts";
import { refuse } from "../../protocol/refusal.ts";
import { textsOfAnswer, textsOfSnippet } from "../contracts/values/scan.ts";
import { directoryOf, objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { scanned } from "../scan.ts";
import * as amendments from "./amendments.ts";
import * as approvers from "./approvers.ts";
import { awayFor, nameDeputy } from "./away.ts";
import { audited, auditLogs, record } from "./logs.ts";
import * as machines from "./machines.ts";
import { paced } from "./paced.ts";
import * as proposing from "./proposing.ts";
import { reportFor } from "./report.ts";
import { searchFor } from "./search.ts";
import { sessionsFor } from "./sessions.ts";
import * as setUps from "./set-ups.ts";
import { sharesOf } from "./share.ts";
import { mayAddNow, renewed, signedIn, signOut } from "./signing-in/browser.ts";
import { mailAgain, ownLink, peek, spend } from "./signing-in/link.ts";
import * as passkey from "./signing-in/passkey.ts";
import { offered } from "./signing-in/provider.ts";
import { endSignIn, signInsOf } from "./signing-in/sign-ins.ts";
import { snippetsFor } from "./snippets.ts";
import { sourceFor } from "./source.ts";
import * as standings from "./standings.ts";

const made = new WeakMap<Env, ReturnType<typeof consoleRoutes>>();

const consoleOf = (env: Env) => {
	const known = made.get(env);
	if (known) return known;
	const pages = consoleRoutes({
		source: (session, person) => sourceFor(env, session, person),
		signedIn: (request) => signedIn(env, request),
		signOut: (request) => signOut(env, request),
		spend: (request, token) => spend(env, request, token),
		peek: (token) => peek(env, token),
		mailAgain: (token) => mailAgain(env, token),
		ownLink: (token, person) => ownLink(env, token, person),
		providers: offered(env),
		signIns: (request, me) => signInsOf(env, request, me),
		endSignIn: (me, which) => endSignIn(env, me, which),
		passkeys: {
			ask: (request) => passkey.askForPasskey(env, request),
			signIn: (request, answered) => passkey.signInWithPasskey(env, request, answered),
			askToAdd: (request, me) => passkey.askToAddPasskey(env, request, me),
			add: (request, me, answered) => passkey.addPasskey(env, request, me, answered),
			rename: (me, id, name) => passkey.renamePasskey(env, me, id, name),
			remove: (me, id) => passkey.removePasskey(env, me, id),
		},
		record: (request, me, done) => record(env, request, me, done),
		auditLogs: (person) => auditLogs(env, person),
		audited: (logs, asked) => audited(env, logs, asked),
		vote: async (session, vote) =>
			objectOf(env.SESSION, session).vote({ ...vote, pressed: null }, await scanned(vote.reason ?? "")),
		cancel: (session, asked) => objectOf(env.SESSION, session).cancel({ ...asked, pressed: null }),
		toSign: async (session, asked) => {
			const answer = await objectOf(env.SESSION, session).show({ ...asked, pressed: null });
			if (!answer.ok) return answer;
			const { passkey, decides } = answer;
			return passkey && decides && passkey.credentials.length > 0
				? { ok: true, toSign: passkey }
				: refuse({ code: "passkey-wanted", registered: false });
		},
		proposing: {
			form: (session, by, chosen, again) => proposing.form(env, session, by, chosen, again),
			snippets: (session, by) => proposing.snippets(env, session, by),
			find: (session, by, query) => proposing.find(env, session, by, query),
			check: (asked) => proposing.check(env, asked),
			preview: (asked) => proposing.preview(env, asked),
			propose: (wish, once) => proposing.propose(env, wish, once),
		},
		approvers: {
			of: (person) => approvers.approversFor(env, person),
			register: (me, client, credential) => approvers.register(env, me, client, credential),
			change: (me, client, step) => approvers.change(env, me, client, step),
			toVouch: (me, client, credential) => approvers.toVouch(env, me, client, credential),
		},
		amendments: {
			of: (person) => amendments.amendmentsFor(env, person),
			answer: (me, client, wish) => amendments.answer(env, me, client, wish),
			toSign: (me, client, amendment) => amendments.toSign(env, me, client, amendment),
		},
		away: {
			of: (person) => awayFor(env, person),
			name: (me, client, wish) => nameDeputy(env, me, client, wish),
		},
		standings: {
			of: (person) => standings.standingsFor(env, person),
			give: (session, given) => objectOf(env.SESSION, session).approveFromNowOn(given),
			change: (me, client, step) => standings.change(env, me, client, step),
		},
		secretForm: (session, asked) => objectOf(env.SESSION, session).secretForm({ ...asked, pressed: null }),
		enterSecrets: (session, entered) =>
			objectOf(env.SESSION, session).enterSecrets({ ...entered, pressed: null }),
		answerForm: (session, asked) => objectOf(env.SESSION, session).answerForm({ ...asked, pressed: null }),
		answer: async (session, given) =>
			objectOf(env.SESSION, session).answer(
				{ ...given, pressed: null },
				await scanned(...textsOfAnswer(given.answer)),
			),
		shares: sharesOf(env),
		askErasure: async (session, asked) =>
			objectOf(env.SESSION, session).askErasure(asked, await scanned(asked.reason)),
		answerErasure: (session, answered) => objectOf(env.SESSION, session).answerErasure(answered),
		sessions: (person, wish) => sessionsFor(env, person, wish),
		report: (person) => reportFor(env, person),
		search: (person, wish, keep) => searchFor(env, person, wish, keep),
		machines: {
			list: (person) => machines.listFor(env, person),
			one: (person, client, machine) => machines.machineFor(env, person, client, machine),
			runs: (found, before) => machines.runsOn(env, found, before),
			makeToken: (by, client, machine) => machines.makeToken(env, by, client, machine),
			endToken: (by, client, machine) => objectOf(env.CLIENT, client).revokeKey(by, machine),
			confirm: ({ person, name }, client, machine, shown) =>
				objectOf(env.CLIENT, client).confirmShown({ person, name }, machine, shown),
		},
		setUps: {
			list: (person) => setUps.listFor(env, person),
			one: (person, client) => setUps.oneFor(env, person, client),
			change: (by, client, edit, confirmed) =>
				directoryOf(env.DIRECTORY).changeSetUp({ by, client, edit, confirmed }),
			file: (person) => setUps.fileFor(env, person),
		},
		snippets: {
			list: (person) => snippetsFor(env, person),
			change: async (by, asked) =>
				directoryOf(env.DIRECTORY).changeSnippet(
					{ by, ...asked },
					await scanned(...(asked.text ? textsOfSnippet(asked.text) : [])),
				),
		},
		isFresh: (request) => mayAddNow(env, request, offered(env)),
		quarantined: (person) => quarantinedOf(env, person),
		asset: (name) => env.ASSETS.fetch(new Request(`https://assets/assets/${name}`)),
		now: Date.now,
	});
	made.set(env, pages);
	return pages;
};

const quarantinedOf = async (env: Env, person: string) => {
	const members = await directoryOf(env.DIRECTORY).memberships({ person });
	const lists = await Promise.all(
		members.map(async ({ client }) => {
			const { name, people, endpoints } = await objectOf(env.CLIENT, client).snapshot();
			const roles = people.find(({ id }) => id === person)?.roles ?? [];
			return may("see quarantine", roles)
				? endpoints
						.filter(({ quarantined }) => quarantined)
						.map((one) => ({ client: name, endpoint: one.name }))
				: [];
		}),
	);
	return lists.flat();
};

export const pages = new Hono<{ Bindings: Env }>()
	.post("*", paced)
	.all("*", async (c) => renewed(c.env, c.req.raw, await consoleOf(c.env).fetch(c.req.raw)));
