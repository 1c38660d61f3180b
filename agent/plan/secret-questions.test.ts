// Questions for a secret: what was sealed opens for its question alone, is masked before the step has it, and is in no record.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { base64 } from "../../protocol/bytes.ts";
import { type Plan, planBytes, planDigest } from "../../protocol/plan/plan.ts";
import { answerBytes, answerMessage, type GivenAnswer } from "../../protocol/prompt.ts";
import { newKey, sha256 } from "../home/keys.ts";
import { openSealing } from "../home/sealing.ts";
import { makePlan } from "../testing/plans.ts";
import { sealedAnswer } from "../testing/seal.ts";
import { newWorkerKey } from "../testing/worker-key.ts";
import { newQuestions, openAsking, type Told, type Wanted } from "./questions.ts";
import { openAnswer } from "./secrets.ts";

const folder = mkdtempSync(join(tmpdir(), "caisey-sealing-"));
afterAll(() => rmSync(folder, { recursive: true }));
const key = newKey();
const sealing = openSealing({ sealing: join(folder, "now.pem") });
const former = openSealing({ sealing: join(folder, "former.pem") });
const worker = newWorkerKey();
const endpoint = "e_g0000000000000001";
const agentKey = base64(key.raw);
const run = "r_g0000000000000001";
const value = "Tr0ub4dor & 3";

const wanted: Wanted = {
	...{ kind: "secret", text: "Pin", choices: [], several: false, suggested: [], ends: false },
};
const sealer = (by = sealing) => ({
	state: { agentKey },
	sealingKey: async () => by.publicKey(endpoint, key),
});

let plan: Plan;
let questions: ReturnType<typeof newQuestions>;
/** What happened, in its order. */
let seen: string[];
let told: Told[];
beforeEach(() => {
	plan = makePlan({ endpoint, agentKey }, "Read-Host -AsSecureString", { input: ["secret"] });
	questions = newQuestions(
		() => worker.key,
		() => {},
	);
	[seen, told] = [[], []];
});

const open = (by: typeof sealing | null = sealing) => {
	const digest = planDigest(planBytes(plan), sha256);
	return openAsking({
		...{ questions, run, plan, answerMs: 60_000 },
		open:
			by &&
			((question, sealed) =>
				openAnswer(by, { plan: plan.id, digest, endpoint, session: plan.session, run, question }, sealed)),
		note: () => {},
		learn: (learned) => void seen.push(`learned ${learned}`),
	});
};
const asks = (asking = open()) => {
	const handed = asking.ask(wanted, (one) => {
		told.push(one);
		seen.push(one.what === "unopened" ? `unopened, ${one.because}` : one.what);
	});
	void handed.then(() => seen.push("handed"));
	return { asking, handed };
};
const sends = (answer: GivenAnswer, question = 1) => {
	const bytes = answerBytes({ v: 1, keyId: worker.keyId, run, question, by: "Tom Okafor", answer });
	questions.answered({ answer: base64(bytes), signature: worker.sign(answerMessage(bytes)) });
};
const sealed = (of = value, question = 1, by = sealing, to = plan, ofRun = run) =>
	sealedAnswer(sealer(by), to, ofRun, question, of);
/** Each takes a moment to open. */
const until = (what: string) => expect.poll(() => seen, { interval: 5 }).toContain(what);

test("the step gets it after it was learned, and the record has who answered and no part of it", async () => {
	const { handed } = asks();
	sends(await sealed());
	expect(await handed).toEqual({ is: "secret", value });
	expect(seen).toEqual(["question", `learned ${value}`, "answered", "handed"]);
	expect(told[1]).toEqual({ what: "answered", id: 1, by: "Tom Okafor", answer: { is: "secret" } });
	expect(JSON.stringify(told)).not.toContain(value);
});

describe("the question stays open after", () => {
	test.each<[string, string, () => Promise<GivenAnswer>]>([
		["one that was sealed to the agent's former key", "sealed", () => sealed(value, 1, former)],
		["one for another question", "sealed", () => sealed(value, 2)],
		["one for another run", "sealed", () => sealed(value, 1, sealing, plan, "r_g0000000000000002")],
		["one for another plan", "sealed", () => sealed(value, 1, sealing, { ...plan, stepTimeLimit: 61 })],
		["bytes that no one sealed", "sealed", async () => ({ is: "secret", sealed: "A".repeat(200) })],
		["an empty one", "value", () => sealed("")],
		["one that is too short to be masked", "value", () => sealed("abc")],
		["one with a line break", "value", () => sealed("abcd\nefgh")],
	])("%s: it is told once, however often it comes, and the next one counts", async (_, because, wrong) => {
		const { handed } = asks();
		const first = await wrong();
		sends(first);
		sends(first);
		await until(`unopened, ${because}`);
		sends(await sealed());
		expect(await handed).toEqual({ is: "secret", value });
		expect(seen).toEqual([
			...["question", `unopened, ${because}`],
			...[`learned ${value}`, "answered", "handed"],
		]);
	});

	test("an answer in words", async () => {
		const { handed } = asks();
		sends({ is: "text", text: value });
		sends(await sealed());
		expect(await handed).toEqual({ is: "secret", value });
	});
});

test("of two people's answers, the step gets one", async () => {
	const { handed } = asks();
	const both = await Promise.all([sealed("first-one"), sealed("second-one")]);
	for (const one of both) sends(one);
	const [one] = both;
	expect(await handed).toEqual({ is: "secret", value: expect.stringMatching(/-one$/) });
	sends(one ?? { is: "nothing" });
	expect(seen.filter((one) => one === "answered" || one === "handed")).toEqual(["answered", "handed"]);
});

test("one that comes after the step was cancelled reaches no one", async () => {
	const { asking, handed } = asks();
	const late = await sealed();
	asking.close("cancelled");
	sends(late);
	expect(await handed).toBe("over");
	expect(seen).toEqual(["question", "unanswered", "handed"]);
});

test.each<[string, () => ReturnType<typeof open>]>([
	["that its plan doesn't allow", () => open()],
	["on a disk that had no room for the agent's key", () => open(null)],
])("a secret %s is not asked for", async (which, opened) => {
	if (which.startsWith("that")) plan = { ...plan, input: ["choices", "text"] };
	expect(await asks(opened()).handed).toBe("refused");
	expect(seen).toEqual(["handed"]);
});
