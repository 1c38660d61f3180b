// Grants that someone changed, held back, repeated or misdirected between Worker and agent: nothing runs, and people learn why.
import { execFile } from "node:child_process";
import { createPrivateKey, sign } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../agent/home/keys.ts";
import { projectFolder } from "../local/child.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { base64, fromBase64, utf8 } from "../protocol/bytes.ts";
import { newId } from "../protocol/ids.ts";
import { type Grant, grantMessage, readGrant } from "../protocol/plan/grant.ts";
import { type Plan, planDigest, readPlan } from "../protocol/plan/plan.ts";
import { endpointIn, type GrantFrame, type Line, startLine } from "./world/lines/line.ts";
import { ask, propose } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { audit, entries } from "./world/record.ts";
import { timePasses } from "./world/storage.ts";
import { acmeSetup, startWorld, type World } from "./world/world.ts";

const names = ["FRONT-01", "BACK-01", "DESK-01", "DESK-02", "DESK-03", "DESK-04"];
const [front, back] = ["FRONT-01", "BACK-01"] as const;

let world: World;
let line: Line;
let count = 0;
beforeAll(async () => {
	world = await startWorld({
		setup: acmeSetup(names),
		agents: names,
		// So that nothing starts while the Worker can't hear of it.
		agentArgs: ["--spool-limit", "0"],
		agentUrl: async (url) => {
			line ??= await startLine(url);
			return line.url;
		},
	});
});
beforeEach(() => {
	line.onGrant = null;
	Object.assign(line, { refuseData: false, spoilData: false });
});
afterAll(async () => {
	await world?.stop();
	line?.close();
});

/** A plan that leaves a mark, approved; `onGrant` says what an agent gets instead of its grant. */
const approve = async (onGrant: Line["onGrant"], endpoints: string[] = [front]) => {
	line.onGrant = onGrant;
	const ada = world.person("ada");
	const mark = join(world.folder, `mark-${++count}`);
	const session = await ask(world);
	const card = await propose(world, session, {
		command: `echo ran >> '${mark}'`,
		endpoints,
		changes: `leaves mark ${count}`,
	});
	await ada.press(card, "Approve");
	return {
		/** What the thread tells the people who wait. */
		told: (...texts: string[]) =>
			ada.until(`${texts.join(" and ")} in the thread`, ({ messages }) =>
				messages.find((one) => isIn(session, one) && texts.every((text) => textOf(one).includes(text))),
			),
		/** The plan's card shows this. */
		shows: (text: string) =>
			ada.until(`${text} on the card`, ({ messages }) =>
				messages.find((one) => one.ts === card.ts && textOf(one).includes(text)),
			),
		reader: () => signIn(world, ada, session),
		runs: () => (existsSync(mark) ? readFileSync(mark, "utf8").split("\n").length - 1 : 0),
	};
};
type Approved = Awaited<ReturnType<typeof approve>>;

const isIn = (session: ClientMessage, message: ClientMessage): boolean => message.thread === session.ts;

const refusalsOf = async (plan: Approved) => {
	const reader = await plan.reader();
	expect(await reader.json("verify")).toMatchObject({ ok: true });
	return (await entries(reader, "plan.refused")).map(
		({ actor, grant, code }) => `${actor.name} ${grant} ${code}`,
	);
};

/** Refused by every agent, and so at its end: on the card, in the thread, in the transcript; and nothing was run. */
const expectRefused = async (plan: Approved, codes: Record<string, string>) => {
	for (const name of Object.keys(codes))
		await plan.told(`${name} says that it refused the plan and ran nothing: “`);
	await plan.shows("it says that it refused the plan");
	await plan.shows("Not run");
	const refused = Object.entries(codes).map(([name, code]) => `${name} expected ${code}`);
	expect((await refusalsOf(plan)).toSorted()).toEqual(refused.toSorted());
	expect(plan.runs()).toBe(0);
};

const grantOf = (frame: GrantFrame): Grant => readGrant(fromBase64(frame.grant));
const withGrant = (frame: GrantFrame, grant: unknown): GrantFrame => ({
	...frame,
	grant: base64(utf8(JSON.stringify(grant))),
});
/** Signs as the Worker does, with its own key. */
const signed = (frame: GrantFrame): GrantFrame => {
	const key = createPrivateKey({
		key: Buffer.from(world.secrets.SIGNING_KEY, "base64"),
		format: "der",
		type: "pkcs8",
	});
	return { ...frame, signature: sign(null, grantMessage(fromBase64(frame.grant)), key).toString("base64") };
};
/** Another plan instead of the approved one, under a grant that the Worker's key signed for it. */
const withPlan = (frame: GrantFrame, change: (plan: Plan) => object): GrantFrame => {
	const bytes = utf8(JSON.stringify(change(readPlan(fromBase64(frame.plan)))));
	const grant = { ...grantOf(frame), digest: planDigest(bytes, sha256) };
	return signed(withGrant({ ...frame, plan: base64(bytes) }, grant));
};

const other: { [Field in keyof Grant]: (grant: Grant) => unknown } = {
	v: () => 2,
	keyId: () => "k9",
	plan: () => newId("plan", "none"),
	digest: () => "0".repeat(64),
	endpoint: () => newId("endpoint", "none"),
	challenge: () => `${"A".repeat(43)}=`,
	runs: () => [newId("run", "none")],
	startWithin: ({ startWithin }) => startWithin + 1,
	approvals: () => [{ by: "Mal Content", at: 1 }],
	proofs: () => ["x"],
};

/** The change, how it is made, and why the agent then refuses. */
type Case = [what: string, change: (frame: GrantFrame) => GrantFrame, code: string];
const cases: Case[] = [
	...Object.entries(other).map(([field, make]): Case => {
		const change = (grant: Grant) => ({ ...grant, [field]: make(grant) });
		return [field, (frame) => withGrant(frame, change(grantOf(frame))), "signature"];
	}),
	["the signature", (frame) => ({ ...frame, signature: base64(new Uint8Array(64)) }), "signature"],
	["all of it", (frame) => ({ ...frame, grant: base64(utf8("run it")) }), "signature"],
	["the plan's bytes", (frame) => ({ ...frame, plan: base64(utf8("{}")) }), "digest"],
	// From here on signed again, by the Worker's key.
	[
		"an unknown key id, signed",
		(frame) => signed(withGrant(frame, { ...grantOf(frame), keyId: "k9" })),
		"signature",
	],
	[
		"an unknown field, signed",
		(frame) => signed(withGrant(frame, { ...grantOf(frame), extra: 1 })),
		"signature",
	],
	[
		"another endpoint, signed",
		(frame) => signed(withGrant(frame, { ...grantOf(frame), endpoint: newId("endpoint", "none") })),
		"endpoint",
	],
	[
		"a plan with an unknown key, signed",
		(frame) => withPlan(frame, (plan) => ({ ...plan, extra: 1 })),
		"plan",
	],
	[
		"a plan of another id, signed",
		(frame) => withPlan(frame, (plan) => ({ ...plan, id: newId("plan", "none") })),
		"plan",
	],
];

/** As many cases at once as there are endpoints: each spoils the grant of one of them. */
const rounds = Array.from({ length: Math.ceil(cases.length / names.length) }, (_, i) => {
	const round = cases.slice(i * names.length, (i + 1) * names.length);
	return [round.map(([what]) => what).join(", "), round] as const;
});
test.each(rounds)("a grant is refused where this was changed on its way: %s", async (_, round) => {
	const endpoints = names.slice(0, round.length);
	const ids = endpoints.map(endpoint);
	const plan = await approve((frame) => {
		const spoilt = round[ids.indexOf(grantOf(frame).endpoint)];
		if (!spoilt) throw new Error("a grant without an addressee");
		return spoilt[1](frame);
	}, endpoints);
	await expectRefused(plan, Object.fromEntries(endpoints.map((name, i) => [name, round[i]?.[2] as string])));
});

const endpoint = (name: string): string => endpointIn(world.stateOf(name));

/** Keeps the grant that passes, or that does not. */
const keeping = (pass: boolean) => {
	const { promise, resolve } = Promise.withResolvers<GrantFrame>();
	const onGrant = (frame: GrantFrame) => {
		resolve(frame);
		return pass ? frame : null;
	};
	return { kept: promise, onGrant };
};

/** Does something, and waits until every agent was welcomed anew. */
const welcomedAfter = async (doing: () => unknown) => {
	const before = { ...line.welcomes };
	await doing();
	const back = () => Object.entries(line.welcomes).filter(([id, times]) => times > (before[id] ?? 0)).length;
	await expect.poll(back).toBe(names.length);
};
const reconnected = () => welcomedAfter(line.cut);

describe("a grant that comes again", () => {
	test("on the same connection or the next one is refused, and the plan ran once", async () => {
		const { kept, onGrant } = keeping(true);
		const plan = await approve(onGrant);
		await plan.shows("exit 0");
		// What was left of the plan's hour when the Worker signed.
		const { startWithin } = grantOf(await kept);
		expect(startWithin).toBeGreaterThan(3_600_000 - 60_000);
		expect(startWithin).toBeLessThanOrEqual(3_600_000);
		line.send(endpoint(front), await kept);
		await plan.told(`${front} says that it rejected an invalid permission to run, and ran nothing: “`);
		await reconnected();
		line.send(endpoint(front), await kept);
		await expect
			.poll(() => refusalsOf(plan))
			.toEqual([`${front} repeated challenge`, `${front} repeated challenge`]);
		expect(plan.runs()).toBe(1);
		await plan.shows("exit 0");
	});

	test("for the first time, but on a later connection, is refused", async () => {
		const { kept, onGrant } = keeping(false);
		const plan = await approve(onGrant);
		const frame = await kept;
		await reconnected();
		line.send(endpoint(front), frame);
		await expectRefused(plan, { [front]: "challenge" });
	});
});

describe("a grant that is sent to another endpoint's agent", () => {
	test("is refused there, and appears in the plan's transcript or, if that is unknown, in the audit log; the plan still runs where it was meant to", async () => {
		const { kept, onGrant } = keeping(false);
		const plan = await approve(onGrant);
		const frame = await kept;
		line.send(endpoint(back), frame);
		await plan.told(`${back} says that it rejected an invalid permission to run, and ran nothing: “`);
		expect(plan.runs()).toBe(0);
		line.send(endpoint(front), frame);
		await plan.shows("exit 0");
		const foreign = withPlan(frame, (one) => ({ ...one, session: newId("session", "none") }));
		line.send(endpoint(back), foreign);
		await expect
			.poll(() => audit(world))
			.toContainEqual(expect.stringContaining(`${back} refused a grant of plan ${grantOf(foreign).plan}`));
		expect(await refusalsOf(plan)).toEqual([`${back} misdirected challenge`]);
		expect(plan.runs()).toBe(1);
	});
});

describe("run by, as the grant carries it", () => {
	/** As if the time to run it by were nearly over when it was signed. */
	const soon = (frame: GrantFrame, startWithin: number) =>
		signed(withGrant(frame, { ...grantOf(frame), startWithin }));

	test("is not stretched by a grant that is held up on its way", async () => {
		const plan = await approve(async (frame) => {
			await delay(300);
			return soon(frame, 250);
		});
		await expectRefused(plan, { [front]: "run-by" });
	});

	test("ends the wait of a first step that can't be recorded: it never starts, and the people who wait learn so", async () => {
		line.refuseData = true;
		const said = (words: RegExp) =>
			readFileSync(join(world.folder, `agent-${front}.log`), "utf8")
				.split("\n")
				.filter((one) => words.test(one)).length;
		/** Whether the agent accepted it, and then waited for that time. One that was held up so long rejects it, rightly. */
		const ended = async (within: number): Promise<Approved> => {
			const [over, late] = [/: ended$/, /: rejected\. The grant arrived after/];
			const before = { over: said(over), late: said(late) };
			const plan = await approve((frame) => soon(frame, within));
			await expect.poll(() => said(over) + said(late)).toBe(before.over + before.late + 1);
			return said(late) > before.late ? ended(4 * within) : plan;
		};
		const plan = await ended(1_000);
		// By the Worker's clock, too.
		await welcomedAfter(async () => {
			await timePasses(world, 3_600_000);
			line.refuseData = false;
		});
		await plan.shows("the time to start had passed");
		await plan.told("Not run", front);
		const ends = await entries(await plan.reader(), "run.ended");
		expect(ends.map(({ end }) => end)).toEqual([{ outcome: "skipped", because: "run-by-passed" }]);
		expect(plan.runs()).toBe(0);
	});
});

test("after a lost answer the Endpoint offers the plan again over the same connection", async () => {
	const before = { ...line.welcomes };
	line.lose.ready = 1;
	const plan = await approve(null);
	await plan.shows("exit 0");
	expect(line.lose.ready).toBe(0);
	expect(line.welcomes).toEqual(before);
	expect(plan.runs()).toBe(1);
});

test("lost records come again after the last stored one", async () => {
	const connections = line.dataPaths.length;
	line.lose.frames = 1;
	const plan = await approve(null);
	await plan.shows("exit 0");
	expect(line.lose.frames).toBe(0);
	expect(line.dataPaths.length).toBe(connections + 2);
	expect(await entries(await plan.reader(), "integrity")).toHaveLength(0);
});

test("a recording that the Worker rejects is sent once: one integrity entry, the agent's status reports it too, and the rest goes on", async () => {
	line.spoilData = true;
	const plan = await approve(null);
	const reader = await plan.reader();
	await expect.poll(() => entries(reader, "integrity")).toHaveLength(1);
	await expect.poll(() => statusOf(front)).toMatch(/Rejected .*a frame could not be read/);
	line.spoilData = false;
	await reconnected();
	await (await approve(null)).shows("exit 0");
	const { runs } = await reader.json<{ runs: { run: string }[] }>("transcript.json");
	expect(line.dataPaths.filter((path) => path.includes(runs[0]?.run as string))).toHaveLength(1);
	expect(await entries(reader, "integrity")).toHaveLength(1);
	expect(plan.runs()).toBe(1);
	// No one waits for a report that will not come.
	await plan.shows("so Caisey takes no more of them");
});

const statusOf = async (name: string): Promise<string> => {
	const agent = join(projectFolder, "agent", "main.ts");
	const args = [agent, "status", "--state", world.stateOf(name)];
	return (await promisify(execFile)(process.execPath, args)).stdout;
};
