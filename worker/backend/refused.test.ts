// Refusals of the backend before any session has judged, and the row that each leaves, and where.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Backend } from "../../bots/backend.ts";
import { looks, presses } from "../../domain/quota.ts";
import { Policy, type Role } from "../../protocol/people.ts";
import type { AuditEntry } from "../../protocol/read/audit.ts";
import type { Refusal } from "../../protocol/refusal.ts";
import { Msp, type Snapshot } from "../contracts/values/snapshot.ts";
import type { Env } from "../env.ts";
import { settingsOnly } from "../session/testing/session.ts";
import { backendOf } from "./backend.ts";
import { turns } from "./turns.ts";

const id = (prefix: string, n: number) => `${prefix}_g${String(n).padStart(16, "0")}`;
const [client, session, other, plan] = [id("c", 1), id("s", 1), id("s", 2), id("pl", 1)];

const person = (n: number, name: string, ...roles: Role[]) => ({
	id: id("p", n),
	name,
	label: null,
	identities: [`slack:T1:U${name.toUpperCase()}`],
	roles,
});
const snapshot: Snapshot = {
	client,
	name: "Acme Dental",
	version: 1,
	policy: Policy.parse({}),
	people: [person(1, "Dana", "requester"), person(2, "Tom", "technician")],
	endpoints: [],
	channels: [],
	msp: Msp.parse({}),
};
const eve = { identity: "slack:T1:UEVE", name: "Eve" };
const dana = { identity: "slack:T1:UDANA", name: "Dana" };
const tom = { identity: "slack:T1:UTOM", name: "Tom" };
const draft = {} as Parameters<Backend["propose"]>[0]["draft"];

/** The conversations; tests change them. */
let world: {
	bound: boolean;
	desk: boolean;
	there: boolean;
	thread: { session: string; lost: boolean } | null;
	tied: { lost: boolean } | null;
	card: { session: string; lost: boolean } | null;
	wished: { session: string; lost: boolean } | { tooManyUntil: number };
	known: string[];
	/** Whether the set-up file lists the workspace. */
	listed: boolean;
};
let rows: string[];
/** Presses that the workspace was asked about. */
let counted: string[];
let pressed: ReturnType<typeof turns>;
let backend: Backend;

const kept =
	(where: string) =>
	async (...row: string[]): Promise<void> =>
		void rows.push([where, ...row].join(" | "));

const audited =
	(where: string) =>
	({ who, what, detail }: AuditEntry) =>
		kept(where)(who, what, detail);

afterEach(() => void vi.useRealTimers());
beforeEach(() => {
	world = {
		bound: true,
		desk: false,
		there: true,
		thread: null,
		tied: null,
		card: null,
		wished: { session, lost: false },
		known: [],
		listed: true,
	};
	rows = [];
	counted = [];
	pressed = turns();
	const objects = <T>(object: T) => ({ getByName: () => object });
	backend = backendOf({
		...settingsOnly,
		WORKSPACE: objects({
			takePress: async (identity: string) => {
				counted.push(identity);
				return pressed.take(identity, presses.workspace, Date.now());
			},
			clientOf: async (channel: string) => (world.bound ? { client, channel } : null),
			deskAt: async (channel: string) => (world.desk ? channel : null),
			isThere: async () => world.there,
			sessionIn: async (channel: string) =>
				world.thread && { ...world.thread, channel, client, heard: "whole" },
			tied: async () => world.tied,
			sessionOfPress: async (press: { channel: string }) =>
				world.card && { ...world.card, channel: press.channel, ofPlan: true },
			wish: async () => world.wished,
			answered: async () => {},
		}),
		CLIENT: objects({ snapshot: async () => snapshot, audit: audited("client") }),
		DIRECTORY: objects({
			knows: async () => world.listed,
			lists: async () => world.listed,
			audit: audited("deployment"),
			called: async () =>
				world.known.map((name) => ({
					client,
					clientName: "Acme Dental",
					person: id("p", 1),
					name,
					identities: [],
					key: `acme/${name}`,
				})),
		}),
		SESSION: objects({
			client: async () => client,
			readers: async () => ({ participants: [], escalated: false }),
			attempt: (by: { name: string }, action: string, { code }: Refusal) =>
				kept("session")(by.name, action, code),
		}),
	} as unknown as Env);
});

const place = { workspace: "slack:T1", channel: "C1", thread: "1" };
const ref = { workspace: "slack:T1", channel: "C1", message: "2" };
const wish = { place, request: "a printer", source: "command", once: "o", original: null } as const;
const open = (by: typeof eve, over: Partial<Parameters<Backend["open"]>[0]> = {}) =>
	backend.open({ ...wish, by, whom: null, ...over });
const code = async (answer: Promise<{ ok: boolean; refusal?: { code: string } }>) =>
	(await answer).refusal?.code ?? "ok";

test("the dialog of a request asks nothing of a workspace that the set-up file doesn't list", async () => {
	world.listed = false;
	expect(await code(backend.request({ by: eve, place }))).toBe("not-bound");
	expect(rows).toEqual(["deployment | slack:T1:UEVE (Eve) | ask | not-bound slack:T1:C1"]);
});

describe("opening", () => {
	test("in a conversation of no client is kept in the deployment's log", async () => {
		world.bound = false;
		expect(await code(open(eve))).toBe("not-bound");
		expect(rows).toEqual(["deployment | slack:T1:UEVE (Eve) | open | not-bound slack:T1:C1"]);
	});

	test("on the desk without a name is kept in the deployment's log", async () => {
		Object.assign(world, { bound: false, desk: true });
		expect(await code(open(tom))).toBe("for-whom");
		expect(rows).toEqual(["deployment | slack:T1:UTOM (Tom) | open | for-whom slack:T1:C1"]);
	});

	test("on the desk for a person of a client that one doesn't serve is kept in the deployment's log", async () => {
		Object.assign(world, { bound: false, desk: true, known: ["Dana"] });
		expect(await code(open(eve, { whom: { name: "dana" } }))).toBe("technicians-only");
		expect(rows).toEqual(["deployment | slack:T1:UEVE (Eve) | open | technicians-only slack:T1:C1"]);
	});

	test.each([
		["without a role", eve, {}, "no-role"],
		[
			"for someone else, by a person who isn't a technician",
			dana,
			{ whom: { name: "tom" } },
			"technicians-only",
		],
		["for an unknown person", tom, { whom: { name: "mallory" } }, "which-person"],
		["with a password in it", dana, { request: "use --password=Hunter2Hunter2" }, "looks-secret"],
	] as const)("%s is kept in the client's log", async (_, by, over, refusal) => {
		expect(await code(open(by, over))).toBe(refusal);
		expect(rows).toEqual([`client | ${by.identity} (${by.name}) | open | ${refusal}`]);
	});

	test("with nothing to ask for is kept nowhere", async () => {
		expect(await code(open(dana, { request: " " }))).toBe("empty-request");
		expect(rows).toEqual([]);
	});

	test("again, where it was opened for another client, names that session", async () => {
		world.wished = { session: other, lost: true };
		expect(await code(open(dana))).toBe("other-client");
		expect(rows).toEqual([`client | slack:T1:UDANA (Dana) | open | other-client ${other}`]);
	});
});

/** What a session's buttons want, by its id. */
const named = {
	close: (by: typeof eve) => backend.close({ by, place, session, did: "" }),
	take: (by: typeof eve) => backend.take({ by, place, session }),
	ticket: (by: typeof eve) => backend.ticket({ by, place, session }),
	form: (by: typeof eve) => backend.form({ by, place, from: { from: "session", session } }),
	propose: (by: typeof eve) =>
		backend.propose({ by, place, session, once: "o", from: { from: "session", session }, draft }),
};
describe.each(Object.entries(named))("a button that wants to %s", (action, press) => {
	test("a session of another conversation is kept with the session of the thread", async () => {
		world.thread = { session: other, lost: false };
		expect(await code(press(eve))).toBe("wrong-place");
		expect(rows).toEqual([`session | Eve | ${action} | wrong-place`]);
	});

	test("a session of another conversation is kept in the client's log, where no thread is", async () => {
		expect(await code(press(eve))).toBe("wrong-place");
		expect(rows).toEqual([`client | slack:T1:UEVE (Eve) | ${action} | wrong-place ${session}`]);
	});

	test("a session whose client has lost the conversation is kept in the log of its client now", async () => {
		world.tied = { lost: true };
		expect(await code(press(eve))).toBe("other-client");
		expect(rows).toEqual([`client | slack:T1:UEVE (Eve) | ${action} | other-client ${session}`]);
	});
});

test("setting a ticket and reading it are kept under one name; so are cancelling and asking whether to", async () => {
	await backend.setTicket({ by: eve, place, session, ticket: "1" });
	await backend.askCancel({ by: eve, place, ref, plan });
	expect(rows).toEqual([
		`client | slack:T1:UEVE (Eve) | ticket | wrong-place ${session}`,
		`client | slack:T1:UEVE (Eve) | cancel | wrong-place ${plan}`,
	]);
});

/** What is pressed on a plan's card. */
const onCard = {
	vote: () => backend.vote({ by: eve, place, ref, plan, verdict: "approve", reason: null }),
	ask: () => backend.ask({ by: eve, place, ref, plan, question: "?", once: "o" }),
	show: () => backend.show({ by: eve, place, ref, plan }),
	cancel: () => backend.cancel({ by: eve, place, ref, plan }),
};
describe.each(Object.entries(onCard))("a press on a card to %s", (action, press) => {
	test("that isn't ours is kept where it was pressed", async () => {
		expect(await code(press())).toBe("wrong-place");
		expect(rows).toEqual([`client | slack:T1:UEVE (Eve) | ${action} | wrong-place ${plan}`]);
	});

	test("whose client has lost the conversation is kept where it was pressed", async () => {
		Object.assign(world, { bound: false, card: { session, lost: true } });
		expect(await code(press())).toBe("other-client");
		expect(rows).toEqual([`deployment | slack:T1:UEVE (Eve) | ${action} | other-client ${session}`]);
	});
});

test("the card that answers a press is there also where an account has scrolled past its looks", async () => {
	vi.useFakeTimers({ toFake: ["Date"] });
	const by = { ...eve, identity: "slack:T1:USCROLLS" };
	const look = (as: { answers?: "press" }) => code(backend.show({ by, place, ref, plan, ...as }));
	for (let n = 0; n < looks.burst; n++) expect(await look({})).toBe("wrong-place");
	expect(await look({})).toBe("too-many");
	// What the session says comes through.
	expect(await look({ answers: "press" })).toBe("wrong-place");
});

/** What is said in a thread. */
const said = {
	said: () => backend.said({ by: eve, place, ref, text: "t", expected: [] }),
	attached: () =>
		backend.attached({ by: eve, place, ref, file: "F", content: { name: "n", reason: "gone" } }),
	edited: () => backend.edited({ by: eve, place, ref, text: "t", once: "o" }),
	draft: () => backend.draft({ by: eve, place, ref, command: "ls", once: "o" }),
};
describe.each(Object.entries(said))("what is %s", (action, say) => {
	test("in a thread whose client has lost the conversation is kept where it was, without its words", async () => {
		world.thread = { session, lost: true };
		expect(await code(say())).toBe("other-client");
		expect(rows).toEqual([`client | slack:T1:UEVE (Eve) | ${action} | other-client ${session}`]);
	});

	test("in no session's thread is kept nowhere", async () => {
		expect(await code(say())).toBe("no-thread");
		expect(rows).toEqual([]);
	});
});

test("a message deleted in a thread whose client has lost the conversation is kept, and no one hears of it", async () => {
	world.thread = { session, lost: true };
	expect(await backend.deleted({ author: eve, place, ref })).toBeUndefined();
	expect(rows).toEqual([`client | slack:T1:UEVE (Eve) | deleted | other-client ${session}`]);
});

describe("a personal link", () => {
	const link = (by: typeof eve, of = session) => backend.signInLink({ by, place, session: of });
	test("a wish in a workspace that isn't ours is kept where it was made", async () => {
		Object.assign(world, { there: false, bound: false });
		expect(await code(link(eve))).toBe("not-bound");
		expect(rows).toEqual(["deployment | slack:T1:UEVE (Eve) | link | not-bound slack:T1"]);
	});

	test("a wish for an invented session is kept with the thread's session, else where it was made", async () => {
		expect(await code(link(eve, "made-up"))).toBe("not-found");
		world.thread = { session: other, lost: false };
		expect(await code(link(eve, "made-up"))).toBe("not-found");
		expect(rows).toEqual([
			"client | slack:T1:UEVE (Eve) | link | not-found made-up",
			"session | Eve | link | not-found",
		]);
	});

	test("a wish of someone without a role is kept with the session's client", async () => {
		expect(await code(link(eve))).toBe("no-role");
		expect(rows).toEqual(["client | slack:T1:UEVE (Eve) | link | no-role"]);
	});

	test("a wish of an office manager who took no part in the session is kept with the session's client", async () => {
		expect(await code(link(dana))).toBe("not-your-session");
		expect(rows).toEqual(["client | slack:T1:UDANA (Dana) | link | not-your-session"]);
	});
});

test("what a bot refused by itself is kept with the thread's session, else where it was tried, and not at length", async () => {
	const tried = { by: eve, place, action: "x".repeat(600), code: "unknown-action", detail: "d" } as const;
	await backend.attempt(tried);
	world.thread = { session, lost: true };
	await backend.attempt({ ...tried, action: "propose", code: "not-text", detail: "old.ps1" });
	world.thread = { session, lost: false };
	await backend.attempt({ ...tried, action: "propose", code: "not-text", detail: "old.ps1" });
	expect(rows).toEqual([
		`client | slack:T1:UEVE (Eve) | ${"x".repeat(500)} | unknown-action d`,
		"client | slack:T1:UEVE (Eve) | propose | bad-field old.ps1",
		"session | Eve | propose | bad-field",
	]);
});

test("one request too many is kept with the client, and says until when", async () => {
	world.wished = { tooManyUntil: 4_000 };
	const answer = await open(dana);
	expect(answer).toEqual({ ok: false, refusal: { code: "too-many", what: "requests", until: 4_000 } });
	expect(rows).toEqual(["client | slack:T1:UDANA (Dana) | open | too-many"]);
});

test("two hundred presses of one account at once are stopped at sixty, kept once, and hold up no one else's", async () => {
	const press = (by: typeof eve) => backend.vote({ by, place, ref, plan, verdict: "approve", reason: null });
	const mallory = { identity: "slack:T1:UMALLORY", name: "Mallory" };
	for (let n = 0; n < presses.here.burst; n++) await press(mallory);
	// Someone who presses as people do waits for no further object.
	expect(counted).toEqual([]);
	const codes = await Promise.all(Array.from({ length: 180 }, () => code(press(mallory))));
	expect(codes.filter((one) => one === "wrong-place").length).toBeGreaterThanOrEqual(40);
	expect(codes.filter((one) => one === "too-many").length).toBeGreaterThan(100);
	expect(rows.filter((row) => row.includes("too-many"))).toEqual([
		"client | slack:T1:UMALLORY (Mallory) | vote | too-many presses",
	]);
	expect(await code(press({ identity: "slack:T1:UNORA", name: "Nora" }))).toBe("wrong-place");
	// What people say is never refused: the transcript has all of it.
	world.thread = { session, lost: true };
	expect(await code(backend.said({ by: mallory, place, ref, text: "t", expected: [] }))).toBe("other-client");
});
