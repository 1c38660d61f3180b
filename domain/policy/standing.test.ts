import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newId } from "../../protocol/ids.ts";
import { Policy } from "../../protocol/people.ts";
import { type Choices, PlanDraft, type Sha256 } from "../../protocol/plan/plan.ts";
import { ada, dana, person, sam, tom } from "../testing/people.ts";
import { coveredDigest, covers, type Standing, stateOf, unfit } from "./standing.ts";

const sha256: Sha256 = (...parts) => {
	const hash = createHash("sha256");
	for (const part of parts) hash.update(part);
	return new Uint8Array(hash.digest());
};
const endpoint = { id: newId("endpoint", "none"), key: "00".repeat(32) };
const other = { id: newId("endpoint", "none"), key: "11".repeat(32) };

const choices: Choices = {
	shell: "bash",
	runAs: { kind: "agent" },
	cwd: null,
	steps: [
		{ phase: "before", command: "systemctl is-active cups" },
		{ phase: "command", command: "systemctl restart cups" },
	],
	stepTimeLimit: 600,
	failedCheck: "stop",
	input: ["choices"],
	runWithin: 3_600,
	notBefore: null,
	words: { changes: "Restarts the spooler.", notices: "", undo: "" },
};
const digest = (some: Partial<Choices> = {}) => coveredDigest({ ...choices, ...some }, sha256);

describe("what a standing approval is for", () => {
	test("only its words for people and its times may differ", () => {
		expect(digest({ words: { changes: "Again.", notices: "no one", undo: "" } })).toBe(digest());
		expect(digest({ runWithin: 60, notBefore: 5_000 })).toBe(digest());
	});

	test.each<[string, Partial<Choices>]>([
		["shell", { shell: "sh" }],
		["account", { runAs: { kind: "user", name: "bob" } }],
		["folder", { cwd: "/tmp" }],
		["time limit", { stepTimeLimit: 601 }],
		["what a failed check does", { failedCheck: "continue" }],
		["what it may ask", { input: [] }],
		["restart", { restart: true }],
		[
			"words for the person at the machine",
			{ person: { text: "Hi", choices: [], wait: 0, otherwise: "run" } },
		],
		["order of its steps", { steps: choices.steps.toReversed() }],
		["a step less", { steps: choices.steps.slice(1) }],
		["a step's phase", { steps: choices.steps.map((step) => ({ ...step, phase: "command" })) }],
		["codes of success", { steps: choices.steps.map((step) => ({ ...step, success: [0, 1] })) }],
		[
			"a script",
			{
				steps: choices.steps.map((step) => ({
					...step,
					script: { name: "a", encoding: "utf-8", arguments: [] },
				})),
			},
		],
	])("another %s isn't covered", (_, some) => {
		expect(digest(some)).not.toBe(digest());
	});

	test("any change of any step's text isn't covered", () => {
		const unit = fc.constantFrom("a", " ", "\t", "\n", "'", "\\", "\u200b", "\u0301", "\ua78c", "\u{1f5dd}");
		const text = fc.string({ unit, maxLength: 5 });
		fc.assert(
			fc.property(fc.nat(1), fc.nat(40), fc.nat(3), text, (step, at, cut, put) => {
				const before = choices.steps[step]?.command ?? "";
				const command = before.slice(0, at) + put + before.slice(at + cut);
				const steps = choices.steps.map((one, i) => (i === step ? { ...one, command } : one));
				expect(digest({ steps }) === digest()).toBe(command === before);
			}),
		);
	});

	test("two plans have one digest only if they do the same", () => {
		const some = fc.record({
			command: fc.string({ minLength: 1, maxLength: 3 }),
			cwd: fc.option(fc.string({ maxLength: 2 })),
			name: fc.constantFrom("a", "b"),
			args: fc.array(fc.string({ maxLength: 2 }), { maxLength: 2 }),
		});
		const made = ({
			command,
			cwd,
			name,
			args,
		}: {
			command: string;
			cwd: string | null;
			name: string;
			args: string[];
		}) =>
			digest({
				cwd,
				steps: [{ phase: "command", command, script: { name, encoding: "utf-8", arguments: args } }],
			});
		fc.assert(
			fc.property(some, some, (one, two) => {
				expect(made(one) === made(two)).toBe(JSON.stringify(one) === JSON.stringify(two));
			}),
		);
	});

	test("a draft has the digest of the plan that it becomes, however its keys are ordered", () => {
		const turned = Object.fromEntries(Object.entries(choices).toReversed());
		const draft = PlanDraft.parse({ ...turned, decideWithin: 60, endpoints: [endpoint.id] });
		expect(coveredDigest(draft, sha256)).toBe(digest());
	});

	test.each([
		{ what: "the same endpoint", asked: [endpoint], is: true },
		{ what: "one of two", named: [endpoint, other], asked: [other], is: true },
		{ what: "another one", asked: [other], is: false },
		{ what: "one more", asked: [endpoint, other], is: false },
		{ what: "it with another key", asked: [{ ...endpoint, key: other.key }], is: false },
		{ what: "none", asked: [], is: false },
	])("covers $what: $is", ({ named = [endpoint], asked, is }) => {
		expect(covers({ digest: "d", endpoints: named }, { digest: "d", endpoints: asked })).toBe(is);
		expect(covers({ digest: "d", endpoints: named }, { digest: "e", endpoints: asked })).toBe(false);
	});

	test.each([
		{ input: ["choices"] as const, secrets: [], is: null },
		{ input: [], secrets: [], is: null },
		{ input: ["text"] as const, secrets: [], is: "text" },
		{ input: ["choices", "secret"] as const, secrets: [], is: "secrets" },
		{ input: [], secrets: [{ name: "pin" }], is: "secrets" },
	])("a plan that may ask $input, with $secrets.length secrets: $is", ({ input, secrets, is }) => {
		expect(unfit({ input: [...input], secrets })).toBe(is);
	});
});

describe("whether it holds", () => {
	const bea = { ...person("Bea", "approver"), groups: ["finance"] };
	const people = [dana, tom, ada, sam, bea];
	const standing: Standing = {
		digest: "d",
		endpoints: [endpoint],
		by: [{ person: ada.id }],
		times: 3,
		used: 0,
		until: 1_000,
		ended: false,
	};
	const both = [{ person: ada.id }, { person: bea.id }];

	test.each([
		{ what: "as given", is: "good" },
		{ what: "with one run left", over: { used: 2 }, is: "good" },
		{ what: "with none left", over: { used: 3 }, is: "used-up" },
		{ what: "on its day", now: 999, is: "good" },
		{ what: "after its day", now: 1_000, is: "over" },
		{ what: "revoked", over: { ended: true }, is: "ended" },
		{ what: "where passkeys are asked for", policy: { approval: "passkey" }, is: "passkeys" },
		{
			what: "of someone who is no approver any more",
			now: 5,
			around: [dana, tom, { ...ada, roles: [] }],
			is: "votes",
		},
		{ what: "of someone who was removed", around: [dana, tom, sam], is: "votes" },
		{ what: "of the proposer", proposer: { proposer: ada.id }, is: "votes" },
		{ what: "of the proposer's account", proposer: { proposerAccount: ada.identities[0] }, is: "votes" },
		{ what: "of the proposer and another", over: { by: both }, proposer: { proposer: ada.id }, is: "good" },
		{ what: "where two are needed by now", policy: { votes: 2 }, is: "votes" },
		{ what: "by two where two are needed", policy: { votes: 2 }, over: { by: both }, is: "good" },
		{ what: "without one of finance", policy: { groups: ["finance"] }, is: "votes" },
		{ what: "with one of finance", policy: { groups: ["finance"] }, over: { by: both }, is: "good" },
	])("$what: $is", ({ over = {}, policy = {}, around = people, proposer = {}, now = 5, is }) => {
		const client = { people: around, policy: Policy.parse(policy) };
		const by = { proposer: tom.id, ...proposer } as { proposer: string };
		expect(stateOf({ ...standing, ...over }, client, by, now)).toBe(is);
	});
});
