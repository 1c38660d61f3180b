import { describe, expect, test } from "vitest";
import { newPasskey } from "../../../agent/testing/passkeys.ts";
import { ada, dana, person, sam, tom } from "../../../domain/testing/people.ts";
import { newId } from "../../../protocol/ids.ts";
import { Policy } from "../../../protocol/people.ts";
import type { ApproverKey } from "../../../protocol/plan/passkey.ts";
import type { PlanDraft } from "../../../protocol/plan/plan.ts";
import { Msp, type Snapshot } from "../../contracts/values/snapshot.ts";
import { scannedHere } from "../../testing/scans.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import type { VoteRow } from "../tables/plan/votes.ts";
import { endpoint, hello } from "../testing/session.ts";
import { admit, judge, mayCancel, planOf, tally, whyNoGrant } from "./rules.ts";

const snapshot: Snapshot = {
	client: newId("client", "none"),
	name: "Acme Dental",
	version: 3,
	policy: Policy.parse({}),
	people: [dana, tom, ada, sam],
	endpoints: [endpoint],
	channels: [],
	msp: Msp.parse({}),
};
const draft = { ...hello, words: { changes: "", notices: "", undo: "" } };
const proposedAt = 1_000_000;
const fixed = (by: { id: string }) => ({
	id: newId("plan", "none"),
	client: snapshot.client,
	session: newId("session", "none"),
	proposedBy: by.id,
	proposedAt,
});
const row = (over: Partial<PlanRow> = {}, by = tom): PlanRow => {
	const plan = planOf(draft, fixed(by), [endpoint], null);
	const [identity = null] = by.identities;
	const actor = { surface: "slack" as const, person: by.id, identity, name: by.name, label: null };
	return {
		id: plan.id,
		digest: "00".repeat(32),
		state: "open",
		proposer: actor,
		decide_by: plan.decideBy,
		once: null,
		secrets: null,
		escalated: null,
		reminded: false,
		decided_at: null,
		run_by: null,
		policy: null,
		cancelled_by: null,
		draft: null,
		plan,
		...over,
	};
};
const vote = (by: { id: string; name: string }, verdict: "approve" | "deny" = "approve"): VoteRow => ({
	plan: "p",
	person: by.id,
	verdict,
	reason: null,
	at: proposedAt,
	actor: { surface: "slack", person: by.id, identity: null, name: by.name, label: null },
});
const code = (answer: { ok: boolean; refusal?: { code: string } }) =>
	answer.ok ? "ok" : answer.refusal?.code;
const now = proposedAt + 1000;

describe("a vote", () => {
	test("of the client's admin counts", () => expect(code(judge(row(), [], ada, snapshot, now))).toBe("ok"));
	test("of the office manager does not", () =>
		expect(code(judge(row(), [], dana, snapshot, now))).toBe("not-an-approver"));
	test("of someone without a role does not", () =>
		expect(code(judge(row(), [], null, snapshot, now))).toBe("not-an-approver"));
	test("of the proposer does not, though he may approve for others", () =>
		expect(code(judge(row({}, sam), [], sam, snapshot, now))).toBe("own-proposal"));
	test("of someone else who has the proposer's account by now does not, nor does it let the plan run", () => {
		const proposal = row();
		const account = "slack:T1:UTOM";
		const proposed = { ...proposal, proposer: { ...proposal.proposer, identity: account } };
		const zoe = { ...person("Zoe", "approver"), identities: [account] };
		const left = { ...snapshot, people: [ada, { ...tom, identities: [] }, zoe] };
		expect(code(judge(proposed, [], zoe, left, now))).toBe("own-proposal");
		expect(code(judge(proposed, [], ada, left, now))).toBe("ok");
		const approved = { ...proposed, state: "approved" as const, run_by: now + 1 };
		expect(whyNoGrant(approved, [vote(zoe)], endpoint, left, now)).toBe("policy");
		expect(whyNoGrant(approved, [vote(ada)], endpoint, left, now)).toBe(null);
	});
	test("lets a plan run only if a passkey of the voter signed it that counts by now, where policy asks for that", () => {
		const [adas, sams] = [newPasskey("Ada", "EC", ada.id).key, newPasskey("Sam", "EC", sam.id).key];
		const asking = (...keys: ApproverKey[]) => ({
			...snapshot,
			policy: Policy.parse({ approval: "passkey" }),
			passkeys: { keys: keys.map((key) => ({ key, vouch: null })), revoked: [] },
		});
		const approved = row({ state: "approved", run_by: now + 1 });
		const text = "A".repeat(60);
		const proof = {
			...{ authenticatorData: text, clientDataJSON: text, signature: text },
			...{ credential: adas.credential, policy: 3 },
		};
		const proved = { ...vote(ada), proof };
		expect(whyNoGrant(approved, [vote(ada)], endpoint, asking(adas), now)).toBe("policy");
		expect(whyNoGrant(approved, [proved], endpoint, asking(adas), now)).toBe(null);
		// Revoked since, as the only one or not; or another person's.
		expect(whyNoGrant(approved, [proved], endpoint, asking(), now)).toBe("policy");
		expect(whyNoGrant(approved, [proved], endpoint, asking(sams), now)).toBe("policy");
		expect(whyNoGrant(approved, [{ ...proved, person: sam.id }], endpoint, asking(adas), now)).toBe("policy");
	});
	test("counts once", () =>
		expect(code(judge(row(), [vote(ada)], ada, snapshot, now))).toBe("already-voted"));

	test("the account that proposed can't approve, even if it belongs to an approver by now", () => {
		const heir = { ...ada, identities: [...ada.identities, ...tom.identities] };
		const later = { ...snapshot, people: [dana, { ...tom, identities: [] }, heir, sam] };
		expect(code(judge(row(), [], heir, later, now))).toBe("own-proposal");
		expect(code(judge(row(), [], sam, later, now))).toBe("ok");
		const given = [{ ...vote(ada), person: ada.id }];
		expect(whyNoGrant({ ...row(), state: "approved", run_by: now + 1 }, given, endpoint, later, now)).toBe(
			"policy",
		);
	});

	test("an account that approved doesn't approve once more for someone else", () => {
		const given = { ...vote(ada), actor: { ...vote(ada).actor, identity: ada.identities[0] ?? "" } };
		const heir = { ...sam, identities: [...sam.identities, ...ada.identities] };
		const later = { ...snapshot, people: [dana, tom, { ...ada, identities: [] }, heir] };
		expect(code(judge(row(), [given], heir, later, now))).toBe("already-voted");
	});
	test("in the very millisecond of `decide by` is too late", () =>
		expect(code(judge(row(), [], ada, snapshot, row().decide_by))).toBe("expired"));
	test.each(["approved", "running", "finished", "denied", "cancelled"] as const)(
		"on a plan that is %s is too late",
		(state) => expect(code(judge(row({ state }), [], ada, snapshot, now))).toBe("already-decided"),
	);
	test("is impossible without an approver", () => {
		const nobody = { ...snapshot, people: [dana, tom] };
		expect(code(judge(row(), [], tom, nobody, now))).toBe("no-approver");
	});
	test("is one of as many as the policy asks for; one no is enough", () => {
		const under = (policy: object) => ({ ...snapshot, policy: Policy.parse(policy) });
		expect(tally([vote(ada)], row(), under({ votes: 1 }))).toBe("approved");
		expect(tally([vote(ada)], row(), under({ votes: 2 }))).toBe("open");
		expect(tally([vote(ada), vote(sam)], row(), under({ votes: 2 }))).toBe("approved");
		expect(tally([vote(ada), vote(sam, "deny")], row(), under({ votes: 2 }))).toBe("denied");
	});
	test("counts for its person's group, and no longer once they have lost the role", () => {
		const policy = Policy.parse({ groups: ["finance", "it"] });
		const people = [tom, { ...ada, groups: ["finance"] }, { ...sam, groups: ["it"] }];
		const by = (...votes: VoteRow[]) => tally(votes, row(), { people, policy });
		expect(by(vote(ada))).toBe("open");
		expect(by(vote(ada), vote(sam))).toBe("approved");
		const gone = { people: people.slice(0, 2), policy };
		expect(tally([vote(ada), vote(sam)], row(), gone)).toBe("open");
	});
});

describe("a draft", () => {
	const with_ = (over: Partial<PlanDraft>) => code(admit({ ...draft, ...over }, snapshot, now, scannedHere));
	const command = (text: string) => with_({ steps: [{ phase: "command", command: text }] });
	test("becomes a plan", () => expect(with_({})).toBe("ok"));
	test("needs an approver at the client", () =>
		expect(code(admit(draft, { ...snapshot, people: [tom] }, now, scannedHere))).toBe("no-approver"));
	test("names endpoints of this client only", () =>
		expect(with_({ endpoints: [newId("endpoint", "none")] })).toBe("not-found"));
	test("names each endpoint once", () =>
		expect(with_({ endpoints: [endpoint.id, endpoint.id] })).toBe("bad-field"));
	test("needs agents that check passkeys, where policy asks for them", () => {
		const asking = { ...snapshot, policy: Policy.parse({ approval: "passkey" }) };
		const on = (agentVersion: string) => {
			const known = { ...endpoint, inventory: { ...endpoint.inventory, agentVersion } };
			return code(admit(draft, { ...asking, endpoints: [known] }, now, scannedHere));
		};
		expect(code(admit({ ...draft, input: ["text"] }, asking, now, scannedHere))).toBe("bad-field");
		expect([on("0.3.0"), on("0.4.0")]).toEqual(["agent-too-old", "ok"]);
	});
	test("needs a shell that is there", () => expect(with_({ shell: "pwsh" })).toBe("shell-missing"));
	test("is not empty", () => expect(command(" \n ")).toBe("empty-command"));
	test("is not 200 KB long", () => expect(command("x".repeat(200_000))).toBe("command-too-long"));
	test("has exactly the limit at most", () => {
		expect(command("x".repeat(65_536))).toBe("ok");
		expect(command("x".repeat(65_537))).toBe("command-too-long");
	});
	test("holds no secret", () =>
		expect(command("net use x: /user:bob --password=Hunter2Hunter2")).toBe("looks-secret"));
	test("holds no NUL", () => expect(command("echo a\0b")).toBe("bad-field"));
	test("says in at most five lines and 500 characters what changes, who notices and how to undo it", () => {
		const field = (words: Partial<PlanDraft["words"]>) => {
			const answer = admit({ ...draft, words: { ...draft.words, ...words } }, snapshot, now, scannedHere);
			return answer.ok || answer.refusal.code !== "bad-field" ? code(answer) : Object.values(answer.refusal);
		};
		expect(field({ changes: "1\n2\r\n3\n4\n5\n" })).toBe("ok");
		expect(field({ changes: "1\n2\n3\n4\n5\n6" })).toEqual([
			"bad-field",
			"What changes",
			"use at most 5 lines",
		]);
		expect(field({ notices: `${"\n".repeat(800)}x` })).toEqual([
			"bad-field",
			"Who will notice",
			"use at most 5 lines",
		]);
		expect(field({ undo: "u".repeat(500) })).toBe("ok");
		expect(field({ undo: "u".repeat(501) })).toEqual([
			"bad-field",
			"How to undo it",
			"use at most 500 characters",
		]);
	});
	test.each(["\n", "\r", "\r\n", "\v", "\f", "\u0085", "\u2028", "\u2029"])(
		"has a working directory of one line: %j is refused",
		(lineBreak) => {
			expect(with_({ cwd: "/tmp" })).toBe("ok");
			expect(admit({ ...draft, cwd: `/tmp${lineBreak}x` }, snapshot, now, scannedHere)).toMatchObject({
				refusal: { code: "bad-field", field: "Working directory", reason: "use one line" },
			});
		},
	);
	test("is one line for cmd, which would drop the others without a word", () => {
		const shells = [{ shell: "cmd" as const, path: "C:\\Windows\\System32\\cmd.exe", version: null }];
		const windows = { ...endpoint, inventory: { ...endpoint.inventory, shells } };
		const cmd = (text: string) =>
			code(
				admit(
					{ ...draft, shell: "cmd", steps: [{ phase: "command", command: text }] },
					{ ...snapshot, endpoints: [windows] },
					proposedAt,
					scannedHere,
				),
			);
		expect(cmd("echo one & echo two")).toBe("ok");
		for (const lines of ["echo one\necho two", "echo one\r\necho two", "echo one\recho two", "dir\n"])
			expect(cmd(lines)).toBe("bad-field");
	});
	test("restarts the machine only where no secret is to be masked afterwards", () => {
		const wanted = (over: Partial<PlanDraft>) =>
			admit({ ...draft, restart: true, ...over }, snapshot, 0, scannedHere);
		const naming = [{ phase: "command" as const, command: "echo {{secret:db}}" }];
		for (const over of [{ steps: naming }, { input: ["secret" as const] }])
			expect(wanted(over)).toMatchObject({
				refusal: { code: "bad-field", field: "Restart of the machine" },
			});
		expect(code(wanted({ input: ["choices", "text"] }))).not.toBe("bad-field");
	});

	test("offers the person an hour only where that leaves time to run, and to an agent that can ask", () => {
		const able = { ...endpoint, inventory: { ...endpoint.inventory, agentVersion: "0.3.0" } };
		const person = { text: "Restart?", choices: ["now", "in-an-hour"], wait: 300, otherwise: "run" } as const;
		const answer = (runWithin: number, choices: ("now" | "in-an-hour")[], on = able) =>
			admit(
				{ ...draft, runWithin, person: { ...person, choices } },
				{ ...snapshot, endpoints: [on] },
				proposedAt,
				scannedHere,
			);
		const asks = [...person.choices];
		expect([code(answer(4_200, asks)), code(answer(60, []))]).toEqual(["ok", "ok"]);
		expect(answer(4_199, asks)).toMatchObject({
			refusal: { code: "bad-field", field: "The person at the machine" },
		});
		expect(answer(4_200, asks, endpoint)).toMatchObject({
			refusal: { code: "agent-too-old", ability: "person" },
		});
	});
	describe("with a script", () => {
		const able = { ...endpoint, inventory: { ...endpoint.inventory, agentVersion: "0.2.0" } };
		const script = { name: "fix.sh", encoding: "utf-8" as const, arguments: [] as string[] };
		const answer = (text: string, over: Partial<typeof script> = {}, on = able) =>
			admit(
				{ ...draft, steps: [{ phase: "command", command: text, script: { ...script, ...over } }] },
				{ ...snapshot, endpoints: [on] },
				now,
				scannedHere,
			);
		test("may be longer than a command line, up to a megabyte of its file", () => {
			expect(code(answer("x".repeat(1_048_576)))).toBe("ok");
			expect(answer(`${"x".repeat(1_048_575)}ä`)).toMatchObject({
				refusal: { code: "file-too-large", name: "fix.sh", bytes: 1_048_577, limit: 1_048_576 },
			});
		});
		test("needs an agent that runs scripts, and names the endpoint whose doesn't", () =>
			expect(answer("id", {}, endpoint)).toEqual({
				ok: false,
				refusal: { code: "agent-too-old", endpoint: "CLIENT-ACCT-01", ability: "script" },
			}));
		test("runs in the shell that its first line asks for", () =>
			expect(answer("#!/bin/bash\nid")).toMatchObject({
				refusal: {
					field: "Shell",
					reason: "the script's first line asks for bash, not for sh. Choose that shell, or change the line",
				},
			}));
		test("holds no secret, nor do its arguments", () => {
			expect(code(answer("mysql --password=Tr0ub4dor-and-3"))).toBe("looks-secret");
			expect(code(answer("id", { arguments: ["--password=Tr0ub4dor-and-3"] }))).toBe("looks-secret");
			expect(code(answer("id", { arguments: ["-Password", "Tr0ub4dor-3"] }))).toBe("looks-secret");
			expect(code(answer("id", { arguments: ["-Password", "-Reset"] }))).toBe("ok");
		});
		test("may have several lines for cmd", () => {
			const shells = [{ shell: "cmd" as const, path: "C:\\Windows\\System32\\cmd.exe", version: null }];
			const windows = { ...able, inventory: { ...able.inventory, shells } };
			const batch = (given: string[]) =>
				admit(
					{
						...draft,
						shell: "cmd",
						steps: [
							{
								phase: "command",
								command: "@echo off\r\nfor %%i in (1 2) do echo %%i\r\n",
								script: { ...script, name: "clean.bat", arguments: given },
							},
						],
					},
					{ ...snapshot, endpoints: [windows] },
					now,
					scannedHere,
				);
			expect(code(batch(["a b"]))).toBe("ok");
			expect(batch(["%PATH%"])).toMatchObject({ refusal: { field: "Arguments of the script" } });
		});
	});
	test("is not for a quarantined endpoint", () =>
		expect(
			code(admit(draft, { ...snapshot, endpoints: [{ ...endpoint, quarantined: true }] }, now, scannedHere)),
		).toBe("quarantined"));
});

describe("a grant", () => {
	const approved = (over: Partial<PlanRow> = {}) => row({ state: "approved", run_by: now + 1, ...over });
	const why = (plan: PlanRow, votes = [vote(ada)], at = now, of: Snapshot = snapshot) =>
		whyNoGrant(plan, votes, endpoint, of, at);
	test("an approved plan gets a grant", () => expect(why(approved())).toBeNull());
	test("is not made when `run by` has come", () =>
		expect(why(approved(), [vote(ada)], now + 1)).toBe("run-by-passed"));
	test("is not made once someone cancelled", () =>
		expect(why(approved({ cancelled_by: "Ada" }))).toBe("cancelled"));
	test.each(["open", "denied", "expired", "finished"] as const)(
		"is not made for a plan that is %s",
		(state) => expect(why(approved({ state }))).toBe("policy"),
	);
	test("is not made when the approver is one no more", () =>
		expect(
			why(approved(), [vote(ada)], now, { ...snapshot, people: [{ ...ada, roles: ["requester"] }, tom] }),
		).toBe("policy"));
	test("is not made when the policy now asks for more votes", () =>
		expect(why(approved(), [vote(ada)], now, { ...snapshot, policy: { ...snapshot.policy, votes: 2 } })).toBe(
			"policy",
		));
	test("is not made for an endpoint re-enrolled", () =>
		expect(
			whyNoGrant(approved(), [vote(ada)], { ...endpoint, fingerprint: "cd".repeat(32) }, snapshot, now),
		).toBe("policy"));
});

describe("cancelling", () => {
	const open = row();
	test("is the proposer's, the approvers' and the owner's", () => {
		expect(code(mayCancel(open, tom, snapshot))).toBe("ok");
		expect(code(mayCancel(open, ada, snapshot))).toBe("ok");
		expect(code(mayCancel(open, person("Olga", "owner"), snapshot))).toBe("ok");
		expect(code(mayCancel(open, dana, snapshot))).toBe("may-not-cancel");
		expect(code(mayCancel(open, null, snapshot))).toBe("may-not-cancel");
	});
	test("comes too late for what is over", () =>
		expect(code(mayCancel(row({ state: "finished" }), tom, snapshot))).toBe("nothing-to-cancel"));
});
