// Nobody reads across clients: every address of the console, as everyone, with one's own client's ids and another's.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { consoleRoutes } from "../console/routes.ts";
import { door } from "../console/testing/door.ts";
import { newId } from "../protocol/ids.ts";
import { type Belongings, belongings, recorded, sends, told } from "./world/companies/belongings.ts";
import { ask } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { type Jar, openJar } from "./world/people/jar.ts";
import { offerSignIn, throughSlack } from "./world/people/sign-in.ts";
import { acmeSetup, channel, other, startWorld, type World } from "./world/world.ts";

const elsewhere = "0b0b0b0b-0000-4000-8000-00000000beef";
const person = (name: string, id: string, role: "requester" | "approver" | "technician" | "owner") => ({
	name,
	identities: [`slack:${id}`],
	roles: [role],
});
/** A machine of Globex that has an agent. */
const lab = "LAB-GLOBEX";
const setup = () => {
	const given = acmeSetup();
	const acme = given.clients["acme-dental"];
	return {
		...given,
		staff: { ...given.staff, olga: person("Olga Berg", "T0LOCAL1:U0OLGA", "owner") },
		clients: {
			"acme-dental": {
				...acme,
				name: "Acme Dental",
				endpoints: { "FRONT-ACME": { description: "beside the aquarium" } },
				people: {
					...acme?.people,
					nia: person("Nia Stone", "T0LOCAL1:U0NIA", "requester"),
					ted: person("Ted Vale", "T0LOCAL1:U0TED", "technician"),
				},
			},
			globex: {
				name: "Globex",
				endpoints: { "BACK-GLOBEX": { description: "under the globe" }, [lab]: {} },
				people: { mal: person("Mal Content", "T0OTHER:U0MAL", "approver") },
				channels: ["slack:T0OTHER:C0OTHER"],
			},
		},
	};
};

/** Everyone, and whose transcripts they read. */
const people = {
	"no one": { as: null, reads: [] },
	"the office manager who asked": { as: "T0LOCAL1-U0DANA", reads: ["acme"] },
	"another office manager": { as: "T0LOCAL1-U0NIA", reads: [] },
	"the client's approver": { as: "T0LOCAL1-U0ADA", reads: ["acme"] },
	"another client's approver": { as: "T0OTHER-U0MAL", reads: ["globex"] },
	"a technician": { as: "T0LOCAL1-U0TOM", reads: ["acme", "globex"] },
	"a client's own technician": { as: "T0LOCAL1-U0TED", reads: ["acme"] },
	"the owner": { as: "T0LOCAL1-U0OLGA", reads: ["acme", "globex"] },
} as const satisfies Record<string, { as: string | null; reads: readonly ("acme" | "globex")[] }>;
type Who = keyof typeof people;
const everyone = Object.keys(people) as Who[];
const auditors: Who[] = ["the client's approver", "another client's approver", "the owner"];

/** `open`: to anyone. `self`: to anyone who is signed in, about themselves. `session`: to its readers. `audit`: to auditors.
 * `machines`: to anyone who sees machines of a client; `machine`: to those of its client. `set-up`: to the MSP's owner. `snippets`: to the MSP's technicians and owner.
 * `approvers`: to who decides, proposes or administers, of their own clients.
 * `leaves`: ends the sign-in of who asks, so it is asked apart. A route without a row fails the first test. */
const rows: Record<
	string,
	| "open"
	| "self"
	| "session"
	| "audit"
	| "machines"
	| "machine"
	| "set-up"
	| "snippets"
	| "approvers"
	| "leaves"
> = {
	"GET /": "open",
	"GET /assets/:name{[a-z]+\\.(?:js|css|svg|wasm)}": "open",
	"GET /sign-in": "open",
	"GET /sign-in/:token": "open",
	"POST /sign-in/:token": "open",
	"POST /sign-in/:token/again": "open",
	"POST /sign-in/with/passkey/options": "open",
	"POST /sign-in/with/passkey": "open",
	"GET /signed-out": "open",
	"POST /sign-out": "leaves",
	"GET /sign-ins": "self",
	"POST /sign-ins/end": "leaves",
	"POST /sign-ins/:id{[0-9a-f]{64}}/end": "self",
	"POST /sign-ins/passkeys/options": "self",
	"POST /sign-ins/passkeys": "self",
	"POST /sign-ins/passkeys/:id{[\\w-]+}/name": "self",
	"POST /sign-ins/passkeys/:id{[\\w-]+}/remove": "self",
	"GET /search": "self",
	"GET /approvers": "approvers",
	"GET /changes": "approvers",
	"POST /changes/:client/:amendment/confirm": "self",
	"POST /changes/:client/:amendment/refuse": "self",
	"POST /changes/:client/:amendment/passkey": "self",
	"GET /standing": "approvers",
	"POST /standing/:client/:standing/:step{join|revoke}": "self",
	"POST /approvers/:client/keys": "self",
	"POST /approvers/:client/keys/:credential{[\\w-]+}/:step{confirm|revoke}": "self",
	"POST /approvers/:client/keys/:credential{[\\w-]+}/vouch/options": "self",
	"POST /approvers/:client/keys/:credential{[\\w-]+}/vouch": "self",
	"GET /away": "self",
	"POST /away/:client": "self",
	"GET /report": "self",
	"GET /report.csv": "self",
	"GET /audit": "audit",
	"GET /audit.csv": "audit",
	"GET /clients": "machines",
	"GET /clients/:client": "machine",
	"POST /clients/:client/change": "machine",
	"GET /setup.yaml": "set-up",
	"GET /snippets": "snippets",
	"GET /snippets/new": "snippets",
	"POST /snippets": "snippets",
	"GET /snippets/:snippet": "snippets",
	"POST /snippets/:snippet": "snippets",
	"POST /snippets/:snippet/remove": "snippets",
	"GET /machines": "machines",
	"GET /machines.csv": "machines",
	"GET /machines/:client/:machine": "machine",
	"POST /machines/:client/:machine/token": "machine",
	"POST /machines/:client/:machine/token/end": "machine",
	"POST /machines/:client/:machine/confirm": "machine",
	"GET /machines/:client/:machine/environment": "machine",
	"GET /machines/:client/:machine/environment/compare": "machine",
	"GET /shared/:session/:token": "open",
	"POST /shared/:session/:token": "open",
	"GET /s/:session": "session",
	"GET /s/:session/transcript.txt": "session",
	"GET /s/:session/transcript.json": "session",
	"GET /s/:session/transcript.html": "session",
	"GET /s/:session/evidence.zip": "session",
	"POST /s/:session/plans/:plan/vote": "session",
	"POST /s/:session/plans/:plan/cancel": "session",
	"POST /s/:session/plans/:plan/standing": "session",
	"POST /s/:session/plans/:plan/passkey": "session",
	"GET /s/:session/plans/:plan/secrets": "session",
	"POST /s/:session/plans/:plan/secrets": "session",
	"GET /s/:session/plans/:plan/runs/:run/questions/:question": "session",
	"POST /s/:session/plans/:plan/runs/:run/questions/:question": "session",
	"GET /s/:session/propose": "session",
	"POST /s/:session/propose": "session",
	"POST /s/:session/propose/check": "session",
	"GET /s/:session/propose/machines": "session",
	"GET /s/:session/erase": "session",
	"POST /s/:session/erasures": "session",
	"POST /s/:session/erasures/:erasure": "session",
	"GET /s/:session/share": "session",
	"POST /s/:session/share": "session",
	"POST /s/:session/share/:share/publish": "session",
	"POST /s/:session/share/:share/revoke": "session",
	"GET /s/:session/events": "session",
	"GET /s/:session/verify": "session",
	"GET /s/:session/blobs/:id": "session",
	"GET /s/:session/runs/:run/records": "session",
	"GET /s/:session/runs/:run/blocks": "session",
	"GET /s/:session/runs/:run/blocks/:id": "session",
	"GET /s/:session/runs/:run/compared": "session",
	"GET /s/:session/runs/:run/replay": "session",
	"GET /s/:session/runs/:run/replay.cast": "session",
	"GET /s/:session/runs/:run/replay/played": "session",
	"GET /s/:session/runs/:run/replay/part": "session",
	"GET /s/:session/runs/:run/replay/marks": "session",
	"GET /s/:session/runs/:run/replay/place": "session",
	"GET /s/:session/runs/:run/:stream{stdout|stderr}": "session",
};
const rowsOf = (kind: (typeof rows)[string]) => Object.keys(rows).filter((row) => rows[row] === kind);

let world: World;
let stop: () => Promise<void>;
const jars = new Map<Who, Jar>();
const sessions = { acme: "", globex: "" };
const clients = { acme: "", globex: "" };
const machines = { acme: "FRONT-ACME", globex: "BACK-GLOBEX" };
/** As only who sees the machine can know it. */
const named = { acme: "Acme Dental", globex: "Globex" };
const described = { acme: "beside the aquarium", globex: "under the globe" };
const words = { acme: "the printer of Acme", globex: "the scanner of Globex" };

const signIn = async (as: string | null): Promise<Jar> => {
	const jar = openJar();
	if (as !== null) await jar.open(await throughSlack(world, jar, as));
	return jar;
};

beforeAll(async () => {
	world = await startWorld({ setup: setup(), agents: [lab] });
	await ask(world, words.acme);
	const mal = world.person("mal", other.id);
	await mal.say("C0OTHER", `/caisey ${words.globex}`);
	const { ts } = await mal.message("Caisey session", words.globex);
	const file = { name: told.attached, base64: Buffer.from(told.written).toString("base64") };
	await mal.say("C0OTHER", "a plan of the house", ts, [file]);
	const slackPeople = Object.values(people).flatMap(({ as }) => {
		const [team = "", user = ""] = as?.split("-") ?? [];
		return as === null ? [] : [{ team, user, name: user }];
	});
	({ stop } = await offerSignIn(world, slackPeople, elsewhere, []));
	for (const who of everyone) jars.set(who, await signIn(people[who].as));
	for (const of of ["acme", "globex"] as const) sessions[of] = await listed(words[of]);
	const { text } = await asked("the owner", "GET /machines", "");
	for (const of of ["acme", "globex"] as const)
		clients[of] = new RegExp(`/machines/(c_[0-9a-z]+)/${machines[of]}"`).exec(text)?.[1] ?? "";
});
afterAll(async () => {
	await stop?.();
	await world?.stop();
});

/** The id of the session that asks for this. The list of sessions is up to date within a second. */
const listed = async (request: string): Promise<string> => {
	for (let tries = 0; tries < 1_000; tries++) {
		const { text } = await asked("the owner", "GET /", "");
		const line = text.split("<li>").find((one) => one.includes(request));
		const session = line?.match(/\/s\/(s_[0-9a-z]+)/)?.[1];
		if (session) return session;
	}
	throw new Error(`no session about ${request}`);
};

/** Made-up ids but for the session's. */
const filled = (path: string, session: string): string =>
	path
		.replace(":session", session)
		.replace(":client", newId("client", "none"))
		.replace(":credential{[\\w-]+}", "a2V5")
		.replace(":step{confirm|revoke}", "confirm")
		.replace(":amendment", newId("amendment", "none"))
		.replace(":plan", newId("plan", "none"))
		.replace(":run", newId("run", "none"))
		.replace(":question", "1")
		.replace(":share", newId("share", "none"))
		.replace(":erasure", newId("erasure", "none"))
		.replace(":name{[a-z]+\\.(?:js|css|svg|wasm)}", "app.js")
		.replace(":stream{stdout|stderr}", "stdout")
		.replace(":id{[0-9a-f]{64}}", "0".repeat(64))
		.replace(/:id(\{.*?\})?/, newId("blob", "none"))
		.replace(":token", "made-up");

const asked = (who: Who, row: string, session: string, jar = jarOf(who)) =>
	reached(row, jar, filled(row.slice(row.indexOf(" ") + 1), session));

const jarOf = (who: Who): Jar => {
	const jar = jars.get(who);
	if (!jar) throw new Error("no jar");
	return jar;
};

/** `row`: whose method it has. */
const reached = async (row: string, jar: Jar, path: string, form?: Record<string, string>) => {
	const [method = ""] = row.split(" ");
	const body = form && { body: new URLSearchParams(form) };
	const answer = await jar.once(`${world.workerUrl}${path}`, { method, ...body });
	// Whatever a page shows, to whomever: it runs no script and sets no style but ours.
	if (answer.headers.get("Content-Type")?.startsWith("text/html")) {
		const policy = answer.headers.get("Content-Security-Policy") ?? "none";
		expect([row, policy]).toEqual([
			row,
			expect.stringMatching(
				/^(sandbox; )?default-src 'none'(?!.*('unsafe-inline'|'unsafe-eval'|https?:|\*))/,
			),
		]);
	}
	return answer;
};
const got = ({ status, text }: { status: number; text: string }) => {
	if (status === 401) return "not signed in";
	if (/You can&#39;t see|You can't see|"no role"/.test(text)) return "no role";
	return status < 500 ? "in" : `${status}`;
};
const expected = (who: Who, may: boolean) =>
	may ? "in" : people[who].as === null ? "not signed in" : "no role";

test("every route of the console has a row here", () => {
	const routes = consoleRoutes(door([]).options).routes.filter(({ method }) => method !== "ALL");
	expect([...new Set(routes.map(({ method, path }) => `${method} ${path}`))].sort()).toEqual(
		Object.keys(rows).sort(),
	);
});

describe("a transcript", () => {
	test.each(rowsOf("session"))("%s is for its readers alone", async (row) => {
		const seen = await Promise.all(
			everyone.flatMap((who) =>
				(["acme", "globex"] as const).map(async (of) => {
					const answer = await asked(who, row, sessions[of]);
					const reads: readonly string[] = people[who].reads;
					if (!reads.includes(of)) expect(answer.text).not.toContain(words[of]);
					return [`${who}, ${of}: ${got(answer)}`, `${who}, ${of}: ${expected(who, reads.includes(of))}`];
				}),
			),
		);
		expect(seen.map(([is]) => is)).toEqual(seen.map(([, shall]) => shall));
	});

	test("is in the lists of its readers alone", async () => {
		for (const who of everyone) {
			const { text } = await asked(who, "GET /", "");
			const listed = (["acme", "globex"] as const).filter((of) => text.includes(words[of]));
			expect([who, ...listed]).toEqual([who, ...people[who].reads]);
		}
	});
});

describe("what another client has for real, named at one's own session,", () => {
	let theirs: Belongings;
	/** What its own side had done before anyone else tried. */
	let before: Awaited<ReturnType<typeof deeds>>;
	beforeAll(async () => {
		theirs = await belongings({
			...{ world, client: clients.globex, session: sessions.globex, machine: lab },
			technician: jarOf("a technician"),
			approver: jarOf("another client's approver"),
		});
		before = await deeds();
	}, 300_000);
	/** Those who read Acme's record, some of them Globex's, too. */
	const readers = everyone.filter((who) => (people[who].reads as readonly string[]).includes("acme"));
	/** What only Globex's record has, also as bytes in a JSON answer. */
	const secrets = [...Object.values(told), Buffer.from(told.printed).subarray(0, 24).toString("base64"), lab];
	const shown = (text: string) => secrets.filter((one) => text.includes(one));

	type Named = { plan?: "running" | "open" | "secret"; form?: Record<string, string>; is: 404 | 409 };
	const sealed = "A".repeat(64);
	/** Each address that names something of its session; what its form sends; how it's refused. */
	const named: Record<string, Named> = {
		"POST /s/:session/plans/:plan/vote": { plan: "open", form: { verdict: "approve" }, is: 409 },
		"POST /s/:session/plans/:plan/cancel": { plan: "running", form: {}, is: 409 },
		"POST /s/:session/plans/:plan/standing": {
			...{ plan: "open", form: { times: "2", until: "2027-01-01" }, is: 409 },
		},
		"POST /s/:session/plans/:plan/passkey": { plan: "open", form: {}, is: 409 },
		"GET /s/:session/plans/:plan/secrets": { plan: "secret", is: 409 },
		"POST /s/:session/plans/:plan/secrets": { plan: "secret", form: { sealed: "[]" }, is: 409 },
		"GET /s/:session/plans/:plan/runs/:run/questions/:question": { plan: "running", is: 409 },
		"POST /s/:session/plans/:plan/runs/:run/questions/:question": {
			...{ plan: "running", form: { sealed }, is: 409 },
		},
		"POST /s/:session/erasures/:erasure": { form: { answer: "confirm" }, is: 409 },
		"GET /s/:session/blobs/:id": { is: 404 },
		"GET /s/:session/runs/:run/records": { is: 404 },
		"GET /s/:session/runs/:run/blocks": { is: 404 },
		"GET /s/:session/runs/:run/blocks/:id": { is: 404 },
		"GET /s/:session/runs/:run/compared": { is: 404 },
		"GET /s/:session/runs/:run/replay": { is: 404 },
		"GET /s/:session/runs/:run/replay.cast": { is: 404 },
		"GET /s/:session/runs/:run/replay/played": { is: 404 },
		"GET /s/:session/runs/:run/replay/part": { is: 404 },
		"GET /s/:session/runs/:run/replay/marks": { is: 404 },
		"GET /s/:session/runs/:run/replay/place": { is: 404 },
		"GET /s/:session/runs/:run/:stream{stdout|stderr}": { is: 404 },
	};
	const wholePart = "n=1&skip=0&toN=50&toSkip=0&clock=0&start=0&end=9000000000000000&pauses=kept&final=1";
	const address = (row: string, session: string): string =>
		row
			.slice(row.indexOf(" ") + 1)
			.replace(":session", session)
			.replace(":plan", theirs[named[row]?.plan ?? "open"])
			.replace(":run", row.endsWith("/compared") ? theirs.repeated : theirs.run)
			.replace(":question", "1")
			.replace(":erasure", theirs.erasure)
			.replace("blocks/:id", "blocks/0")
			.replace("replay/part", `replay/part?${wholePart}`)
			.replace("replay/place", "replay/place?at=0&pauses=cut")
			.replace(":id", theirs.blob)
			.replace(":stream{stdout|stderr}", "stdout");
	const deeds = () =>
		recorded(
			...([world, jarOf("another client's approver"), sessions.globex] as const),
			...["vote.cast", "cancel.asked", "standing.given", "secrets.entered", "prompt.answered"],
			...["erasure.ended", "erased"],
		);

	test("is tried at every address that names something", () => {
		const ids = /^\S+ \/s\/:session\/.*:(?!share)/;
		expect(Object.keys(named).sort()).toEqual(
			rowsOf("session")
				.filter((row) => ids.test(row))
				.sort(),
		);
	});

	test("is there, for its own readers", async () => {
		const mal = jarOf("another client's approver");
		const has = async (row: string) => {
			const { status, text } = await reached(row, mal, address(row, sessions.globex));
			return [row, status, shown(text).length > 0];
		};
		const gets = Object.keys(named).filter((row) => row.startsWith("GET") && !/questions/.test(row));
		const others = /blocks|blobs|replay\/(?:played|marks|place)/;
		for (const row of gets.filter((one) => !others.test(one)))
			expect(await has(row)).toEqual([row, 200, true]);
		for (const row of ["blocks", "replay/played", "replay/marks", "replay/place"])
			expect((await has(`GET /s/:session/runs/:run/${row}`)).slice(1, 2)).toEqual([200]);
		const compared = "GET /s/:session/runs/:run/compared";
		expect((await reached(compared, mal, address(compared, sessions.globex))).text).toContain(told.printed);
		expect((await has("GET /s/:session/runs/:run/blocks/:id")).slice(1)).toEqual([200, true]);
		const blob = await reached("GET", mal, `/s/${sessions.globex}/blobs/${theirs.blob}`);
		expect([blob.status, blob.text]).toEqual([200, told.written]);
	});

	test.each(Object.keys(named))("is not found by %s, and nothing of it is shown", async (row) => {
		for (const who of readers) {
			const answer = await reached(row, jarOf(who), address(row, sessions.acme), named[row]?.form);
			expect([who, answer.status, shown(answer.text)]).toEqual([who, named[row]?.is, []]);
			expect([who, answer.text]).toEqual([who, expect.stringMatching(notFound)]);
		}
	});
	const notFound = /unknown (plan|erasure)|can(?:'|&#39;)t find that|doesn(?:'|&#39;)t exist|no such/;

	test("is not found where a form or a query names it", async () => {
		const { open, run, snippet, endpoint } = theirs;
		const form = { once: crypto.randomUUID(), shell: "sh", command: "uptime", changes: "Looks." };
		const spans = { stepTimeLimit: "60", decideWithin: "3600", runWithin: "3600", failedCheck: "stop" };
		const written = { ...form, ...spans, endpoints: endpoint };
		const reason = "it should go";
		const tries: [path: string, form: Record<string, string> | null, is: number][] = [
			[`propose?again=${open}`, null, 409],
			[`propose?snippet=${snippet}`, null, 409],
			["propose", { ...form, do: "fill", snippet }, 409],
			["propose", { ...written, do: "preview" }, 409],
			["propose", { ...written, do: "propose" }, 409],
			["propose/check", written, 200],
			[`erase?run=${run}`, null, 200],
			["erasures", { what: `run:${run}`, reason }, 409],
			["erasures", { what: `record:${run}:1`, reason }, 409],
		];
		for (const who of readers)
			for (const [path, sent, is] of tries) {
				const row = sent === null ? "GET" : "POST";
				const answer = await reached(row, jarOf(who), `/s/${sessions.acme}/${path}`, sent ?? undefined);
				expect([who, path, sent, answer.status]).toEqual([who, path, sent, is]);
				expect([who, path, sent, shown(answer.text)]).toEqual([who, path, sent, []]);
			}
		expect(
			await recorded(world, jarOf("the owner"), sessions.acme, "plan.proposed", "erasure.asked"),
		).toEqual([]);
	});

	test("has nothing new in its record after all of these", async () => {
		expect(await deeds()).toEqual(before);
	});

	test("is not found among one's own client's standing approvals, machines and snippets", async () => {
		const { standing, run, open } = theirs;
		const two = ["before", "after"].map((side) => `${side}=${sessions.globex}~${run}`).join("&");
		const acme = `/machines/${clients.acme}/${machines.acme}/environment/compare`;
		for (const who of readers.filter((one) => one !== "the office manager who asked")) {
			for (const client of [clients.acme, ...(people[who].reads.length > 1 ? [] : [clients.globex])])
				for (const step of ["join", "revoke"]) {
					const { status, text } = await reached(
						"POST",
						jarOf(who),
						`/standing/${client}/${standing}/${step}`,
					);
					expect([who, client, step, status, shown(text)]).toEqual([who, client, step, 409, []]);
				}
			const { status, text } = await reached("GET", jarOf(who), `${acme}?${two}`);
			expect([who, status, shown(text)]).toEqual([who, 404, []]);
			const from = await reached("GET", jarOf(who), `/snippets/new?from=${sessions.acme}~${open}`);
			expect([who, shown(from.text)]).toEqual([who, []]);
		}
		const mal = jarOf("another client's approver");
		const page = (await reached("GET", mal, "/standing")).text;
		expect(page).toContain(standing);
		expect(page).toContain(`/standing/${clients.globex}/${standing}/revoke`);
		const at = `${world.workerUrl}/standing/${clients.globex}/${standing}/revoke`;
		expect((await sends(mal, at)).status).toBe(303);
	});
});

describe("a copy", () => {
	const passcode = "correct horse";
	/** The links of a copy of each session, and their ids. */
	const links = { acme: "", globex: "" };
	const copies = { acme: "", globex: "" };
	const post = async (who: Who, url: string, form: Record<string, string> = {}) => {
		const answer = await jars.get(who)?.once(url, { method: "POST", body: new URLSearchParams(form) });
		if (!answer) throw new Error("no jar");
		return answer;
	};
	const share = (of: "acme" | "globex") => `${world.workerUrl}/s/${sessions[of]}/share`;
	const other = { acme: "globex", globex: "acme" } as const;
	const both = ["acme", "globex"] as const;
	const draftIn = ({ text }: { text: string }) => /\/share\/(h_[0-9a-z]+)\/publish/.exec(text)?.[1] ?? "";
	beforeAll(async () => {
		for (const of of both) {
			copies[of] = draftIn(await post("the owner", share(of), { words: "" }));
			const done = await post("the owner", `${share(of)}/${copies[of]}/publish`, { passcode, days: "1" });
			links[of] = /<code class="link">([^<]*)</.exec(done.text)?.[1] ?? "";
			expect(links[of]).toContain(`/shared/${sessions[of]}/`);
		}
	});

	test("opens at its own session's link alone, with the passcode, for anyone", async () => {
		for (const who of everyone)
			for (const of of both) {
				const astray = links[of].replace(sessions[of], sessions[other[of]]);
				const door = await jars.get(who)?.once(links[of]);
				expect([who, door?.status, door?.text.includes(words[of])]).toEqual([who, 200, false]);
				const opened = await post(who, links[of], { passcode });
				expect([who, opened.status, opened.text.includes(words[of])]).toEqual([who, 200, true]);
				const unknown = await post(who, astray, { passcode });
				expect([who, unknown.status, unknown.text.includes(words[of])]).toEqual([who, 404, false]);
				expect((await jars.get(who)?.once(astray))?.status).toBe(404);
			}
	});

	test("is made by who reads the session and approves or works there, and by no one else", async () => {
		for (const who of everyone)
			for (const of of both) {
				const answer = await post(who, share(of), { words: "" });
				const reads = (people[who].reads as readonly string[]).includes(of);
				const may = reads && overseers.includes(who);
				const refused = people[who].as === null ? 401 : 403;
				expect([who, of, answer.status]).toEqual([who, of, may ? 200 : refused]);
				expect(draftIn(answer) !== "").toBe(may);
			}
	});

	test("is neither published nor revoked at another client's session, nor by who may not share", async () => {
		for (const of of both) {
			const draft = draftIn(await post("the owner", share(of), { words: "" }));
			for (const who of everyone) {
				const at = [share(other[of]), ...(overseers.includes(who) ? [] : [share(of)])];
				for (const base of at) {
					const published = await post(who, `${base}/${draft}/publish`, { passcode, days: "1" });
					const revoked = await post(who, `${base}/${copies[of]}/revoke`);
					for (const { status } of [published, revoked]) expect([401, 403, 409]).toContain(status);
					expect(published.text).not.toContain('class="link"');
				}
			}
			expect((await post("no one", links[of], { passcode })).status).toBe(200);
		}
	});
});

const technicians: Who[] = ["a technician", "a client's own technician"];
const overseers: Who[] = ["the client's approver", "another client's approver", ...technicians, "the owner"];

describe("a proposal in the console", () => {
	const at = (of: "acme" | "globex") => `${world.workerUrl}/s/${sessions[of]}/propose`;
	const once = crypto.randomUUID();
	const form = { do: "propose", once, shell: "sh", command: "uptime", changes: "Looks." };

	test("is for technicians of that client: others get no form, no machine's name, no check and no plan", async () => {
		for (const who of everyone)
			for (const of of ["acme", "globex"] as const) {
				const reads = (people[who].reads as readonly string[]).includes(of);
				const may = reads && technicians.includes(who);
				const jar = jars.get(who);
				const post = (path: string) =>
					jar?.once(at(of) + path, {
						method: "POST",
						headers: { Origin: world.workerUrl, "Content-Type": "application/x-www-form-urlencoded" },
						body: new URLSearchParams(form).toString(),
					});
				const page = await jar?.once(at(of));
				expect([who, of, page?.text.includes("<h1>Propose a command</h1>")]).toEqual([who, of, may]);
				const found = await jar?.once(`${at(of)}/machines?q=A`);
				expect([who, found?.text.includes(machines[of])]).toEqual([who, false]);
				const checked = await post("/check");
				expect([who, of, checked?.text.includes("Choose where to run it")]).toEqual([who, of, may]);
				expect([who, of, (await post(""))?.text.includes("<h1>Proposed</h1>")]).toEqual([who, of, false]);
			}
	});
});

describe("machines", () => {
	test.each(rowsOf("machines"))(
		"%s has those of the reader's clients, for approvers, technicians and owners",
		async (row) => {
			for (const who of everyone) {
				const answer = await asked(who, row, "");
				expect([who, got(answer)]).toEqual([who, expected(who, overseers.includes(who))]);
				const listed = (["acme", "globex"] as const).filter((of) => answer.text.includes(named[of]));
				expect([who, ...listed]).toEqual([who, ...(overseers.includes(who) ? people[who].reads : [])]);
			}
		},
	);

	test.each(rowsOf("machine"))("%s is for people of that client", async (row) => {
		for (const who of everyone)
			for (const of of ["acme", "globex"] as const) {
				const at = row.replace(":client", clients[of]).replace(":machine", machines[of]);
				const answer = await asked(who, at, "");
				const reads: readonly string[] = people[who].reads;
				const may = overseers.includes(who) && reads.includes(of);
				expect([who, of, got(answer)]).toEqual([who, of, expected(who, may)]);
				if (!may) expect(answer.text).not.toContain(described[of]);
			}
	});

	test.each(rowsOf("set-up"))("%s, with all clients, is for the IT provider's owner alone", async (row) => {
		for (const who of everyone)
			expect([who, got(await asked(who, row, ""))]).toEqual([who, expected(who, who === "the owner")]);
	});

	test.each(rowsOf("snippets"))("%s is for the IT provider's technicians and owner", async (row) => {
		const staff: Who[] = ["a technician", "the owner"];
		const at = row.replace(":snippet", newId("snippet", "none"));
		for (const who of everyone) {
			const answer = await asked(who, at, "");
			// There is no such snippet; a form with nothing in it makes none.
			const found = row.includes(":snippet") ? 404 : row === "POST /snippets" ? 400 : 200;
			expect([who, answer.status]).toEqual([who, staff.includes(who) ? found : who === "no one" ? 401 : 403]);
		}
	});

	test("an enrollment token is made and ended by technicians and owners alone, and who was refused is in the log", async () => {
		const at = `${world.workerUrl}/machines/${clients.acme}/${machines.acme}`;
		const headers = { Origin: world.workerUrl };
		const post = async (who: Who, path: string) =>
			jars.get(who)?.once(`${at}${path}`, { method: "POST", headers });
		const ada = await post("the client's approver", "/token");
		expect([ada?.status, ada?.text.includes("Only a technician or the owner")]).toEqual([403, true]);
		const made = await post("a technician", "/token");
		const [, token = ""] = /caisey-agent enroll \S+ (\S+)</.exec(made?.text ?? "") ?? [];
		expect([made?.status, token.startsWith(`${clients.acme}.`)]).toEqual([200, true]);
		const shown = (await asked("a technician", `GET /machines/${clients.acme}/${machines.acme}`, "")).text;
		expect([shown.includes("A token is valid until"), shown.includes(token)]).toEqual([true, false]);
		expect((await post("a technician", "/token/end"))?.status).toBe(303);
		const log = (await asked("the client's approver", "GET /audit.csv", "")).text;
		expect(log).toContain(
			`Ada Lindqvist,Refused,enroll,made an enrollment token: may-not-enroll ${machines.acme}`,
		);
		expect(log).toContain(`Tom Okafor,Changed,made an enrollment token,${machines.acme}`);
		expect(log).toContain(`Tom Okafor,Changed,ended an enrollment token,${machines.acme}`);
		expect(log).not.toContain(token);
	});
});

describe("a change of the set-up in the console", () => {
	const send = async (who: Who, fields: Record<string, string>) => {
		const { status, text } = (await jars.get(who)?.once(`${world.workerUrl}/clients/${clients.acme}/change`, {
			method: "POST",
			headers: { Origin: world.workerUrl, "Content-Type": "application/x-www-form-urlencoded" },
			body: new URLSearchParams(fields).toString(),
		})) ?? { status: 0, text: "" };
		const revision = /name="revision" value="(\d+)"/.exec(text)?.[1] ?? "";
		const change = fields.change ?? JSON.stringify(changeOf(fields));
		return { status, text, confirm: { change, revision } };
	};
	const changeOf = ({ roles = "", ...fields }: Record<string, string>) =>
		fields.edit === "person" ? { ...fields, roles: [roles], identities: [] } : fields;
	const ivy = { edit: "person", key: "ivy", name: "Ivy Fern", roles: "approver" };

	test("is the owner's alone, is shown first, and kept under their name; an approver of the client confirms it, and no one else", async () => {
		for (const who of everyone.filter((one) => one !== "the owner"))
			expect([who, (await send(who, ivy)).text.includes("What this changes")]).toEqual([who, false]);
		const shown = await send("the owner", ivy);
		expect(shown.text).toContain("client acme-dental: person ivy: Ivy Fern, approver, no chat identity");
		expect(shown.text).toMatch(/This is only proposed.*Ivy Fern can now approve.*once .* confirms it/s);
		expect(shown.text).toContain("what changes approvers, policy or channels waits until");
		const page = async () => (await asked("the client's approver", `GET /clients/${clients.acme}`, "")).text;
		expect(await page()).not.toContain("Ivy Fern");
		expect((await send("the owner", shown.confirm)).text).toContain("<h1>Proposed</h1>");
		expect(await page()).toMatch(/Not in force:.*waits for .*Ivy Fern can now approve/s);
		const approves = async () =>
			/In force.*Ivy Fern/s.test((await asked("the client's approver", "GET /changes", "")).text);
		expect(await approves()).toBe(false);
		const [, change = ""] =
			/id="(am_[0-9a-z]+)"/.exec((await asked("the client's approver", "GET /changes", "")).text) ?? [];
		expect((await asked("another client's approver", "GET /changes", "")).text).not.toContain("Ivy Fern");
		const answer = async (who: Who, said: string, client: string) =>
			(
				await jars.get(who)?.once(`${world.workerUrl}/changes/${client}/${change}/${said}`, {
					method: "POST",
					headers: { Origin: world.workerUrl },
				})
			)?.status;
		for (const who of everyone.filter((one) => one !== "the client's approver"))
			for (const said of ["confirm", "refuse"])
				expect([who, await answer(who, said, clients.acme)]).toEqual([who, who === "no one" ? 401 : 409]);
		expect(await answer("the client's approver", "confirm", clients.globex)).toBe(409);
		expect(await approves()).toBe(false);
		expect(await answer("the client's approver", "confirm", clients.acme)).toBe(303);
		expect(await approves()).toBe(true);
		await expect.poll(page).not.toContain("Not in force:");
		await world
			.person("eve")
			.until("the announcement", ({ messages }) =>
				messages.find(
					(one) =>
						one.channel === channel && /changed the set-up.*Ivy Fern can now approve/s.test(textOf(one)),
				),
			);
		const log = (await asked("the client's approver", "GET /audit.csv", "")).text;
		expect(log).toContain("Acme Dental,Olga Berg,Changed,set-up,\"'+ client acme-dental: person ivy");
		expect((await asked("the owner", "GET /setup.yaml", "")).text).toContain("name: Ivy Fern");
	});

	test("that someone else overtook is shown again, and not applied", async () => {
		const shown = await send("the owner", { edit: "remove-person", key: "ivy" });
		const other = await send("the owner", { edit: "machine", name: "SPARE-1", description: "" });
		expect((await send("the owner", other.confirm)).text).toContain("<h1>Done</h1>");
		const again = await send("the owner", shown.confirm);
		expect(again.text).toContain("Someone else changed the set-up in the meantime.");
		expect((await send("the owner", again.confirm)).text).toContain("<h1>Done</h1>");
	});

	test("that removes a machine for which no agent ever was enrolled leaves nothing of it", async () => {
		const shown = await send("the owner", { edit: "remove-machine", name: machines.acme });
		expect(shown.text).toContain("Its transcripts stay.");
		expect((await send("the owner", shown.confirm)).text).toContain("<h1>Done</h1>");
		const at = `GET /machines/${clients.acme}/${machines.acme}`;
		expect((await asked("a technician", at, "")).status).toBe(404);
	});
});

describe("the audit log", () => {
	test.each(rowsOf("audit"))("%s is for approvers and owners", async (row) => {
		for (const who of everyone) {
			const answer = await asked(who, row, "");
			expect([who, got(answer)]).toEqual([who, expected(who, auditors.includes(who))]);
		}
	});

	test("of a client is its approver's, and the owner's; the deployment's is the owner's alone", async () => {
		const csv = async (who: Who) => (await asked(who, "GET /audit.csv", "")).text;
		const logs = async (who: Who) =>
			[...new Set([...(await csv(who)).matchAll(/^[^,\n]*Z,([^,]+),/gm)].map(([, log]) => log))].sort();
		expect(await logs("the client's approver")).toEqual(["Acme Dental"]);
		expect(await logs("another client's approver")).toEqual(["Globex"]);
		expect(await logs("the owner")).toEqual(["Acme Dental", "Globex", "This deployment"]);
	});

	test("of another client can't be chosen in the address", async () => {
		const [, globex = ""] =
			/<option value="(c_[^"]+)">Globex/.exec((await asked("the owner", "GET /audit", "")).text) ?? [];
		expect(globex).not.toBe("");
		const jar = jars.get("the client's approver");
		const { text } = (await jar?.once(`${world.workerUrl}/audit?log=${globex}`)) ?? { text: "" };
		expect(text).toContain("Nothing in the log fits these filters.");
	});
});

test.each(rowsOf("approvers"))(
	"%s is for approvers, technicians and owners, of their clients",
	async (row) => {
		const may = new Set<Who>(overseers);
		for (const who of everyone) {
			const { status, text } = await asked(who, row, "");
			expect([who, status]).toEqual([who, may.has(who) ? 200 : people[who].as === null ? 401 : 404]);
			const reads: readonly string[] = may.has(who) ? people[who].reads : [];
			const named = [["acme", "Acme Dental"] as const, ["globex", "Globex"] as const];
			for (const [of, name] of named)
				expect([who, name, text.includes(name)]).toEqual([who, name, reads.includes(of)]);
		}
	},
);

test.each(rowsOf("self"))("%s is for anyone who is signed in", async (row) => {
	for (const who of everyone)
		expect([who, got(await asked(who, row, ""))]).toEqual([who, expected(who, people[who].as !== null)]);
});

test("a report has the sessions of its readers alone, also of a client that the address names", async () => {
	const [, globex = ""] =
		/<option value="(c_[^"]+)"[^>]*>Globex/.exec((await asked("the owner", "GET /report", "")).text) ?? [];
	expect(globex).not.toBe("");
	for (const who of everyone.filter((one) => people[one].as !== null))
		for (const path of ["report", "report.csv"]) {
			const answer = await jars.get(who)?.once(`${world.workerUrl}/${path}?client=${globex}`);
			const reads: readonly string[] = people[who].reads;
			expect([who, path, answer?.text.includes(words.globex)]).toEqual([who, path, reads.includes("globex")]);
			if (!reads.includes("globex")) expect(answer?.text).not.toContain("Globex");
		}
});

describe("a search", () => {
	const search = async (who: Who, query: string) =>
		(await jars.get(who)?.once(`${world.workerUrl}/search?${query}`)) ?? { status: 0, text: "" };
	const found = ({ text }: { text: string }) =>
		(["acme", "globex"] as const).filter((of) => text.includes(`<h2><a href="/s/${sessions[of]}`));

	test("finds in the transcripts of its readers alone, also at a client or session that the address names", async () => {
		// The index is up to date soon after.
		const indexed = async (): Promise<string> => {
			for (let tries = 0; tries < 1_000; tries++) {
				const answer = await search("the owner", "q=the+scanner");
				if (found(answer).includes("globex")) return answer.text;
			}
			throw new Error("the session isn't indexed");
		};
		const text = await indexed();
		const client = /<option value="(c_[^"]+)"[^>]*>Globex/.exec(text)?.[1] ?? "";
		expect(client).not.toBe("");
		const later = `before=${Date.UTC(2100, 0)}.${sessions.globex}`;
		for (const who of everyone.filter((one) => people[one].as !== null)) {
			const reads: readonly string[] = people[who].reads;
			const only = reads.includes("globex") ? ["globex"] : [];
			for (const more of [`client=${client}`, `session=${sessions.globex}`, `client=${client}&${later}`]) {
				const answer = await search(who, `q=the+scanner&${more}`);
				expect([who, more, answer.status, found(answer)]).toEqual([who, more, 200, only]);
				expect([who, answer.text.includes("Globex")]).toEqual([who, only.length > 0]);
			}
		}
		const log = (await asked("another client's approver", "GET /audit.csv", "")).text;
		expect(log).toContain("Globex,Olga Berg,Searched,one client,the scanner");
		expect(log).toContain("Globex,Olga Berg,Searched,everything,,");
		expect(log).not.toContain("Ada Lindqvist");
	});
});

test.each(rowsOf("open"))("%s tells no one about anyone's sessions who may not read them", async (row) => {
	for (const who of everyone) {
		const answer = await asked(who, row, "");
		expect([who, got(answer)]).toEqual([who, "in"]);
		for (const of of ["acme", "globex"] as const)
			if (!(people[who].reads as readonly string[]).includes(of))
				expect(answer.text).not.toContain(words[of]);
	}
});

test.each(rowsOf("leaves"))("%s ends the own sign-in, and no one else's", async (row) => {
	const dana = await signIn("T0LOCAL1-U0DANA");
	expect((await asked("no one", row, "", dana)).status).toBe(303);
	expect((await dana.once(`${world.workerUrl}/sign-ins`)).status).toBe(401);
	expect((await jars.get("the client's approver")?.once(`${world.workerUrl}/sign-ins`))?.status).toBe(200);
});
