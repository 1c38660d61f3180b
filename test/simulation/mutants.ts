// Faults put into the product, one at a time, to see that the simulation finds each of them.

/** `replace` must be in the file once. `soon`: one of 20 seeds from this one on finds it, or of `within`, so that `npm test` looks, too: for faults
 * that many schedules find, as each change of the product shifts the seeds. */
export type Mutant = {
	name: string;
	file: string;
	replace: string;
	by: string;
	soon?: number;
	within?: number;
};

export const mutants: Mutant[] = [
	{
		name: "an outbox forgets a row whose delivery failed",
		file: "worker/durable/outbox.ts",
		replace: "await this.#deliver(this.#schema.parse(JSON.parse(entry.body)));",
		by: "await this.#deliver(this.#schema.parse(JSON.parse(entry.body))).catch(() => {});",
	},
	{
		name: "a recording confirms records before it stores them",
		file: "worker/recording/object.ts",
		replace: "if (spec.full) this.#sendOn();",
		by: `const n = Math.max(...records.map((one) => one.n));
			if (n % 3 === 0) socket.send(JSON.stringify({ type: "ack", n }));
			else if (spec.full) this.#sendOn();`,
		soon: 3,
	},
	{
		name: "an agent journals no start before it starts a process",
		file: "agent/record/recording.ts",
		replace: "keep(store.decide, () => journal.start(id.run))",
		by: "keep(store.decide)",
	},
	{
		name: "an agent drops records once they are sent, before they are confirmed",
		file: "agent/connection/uplink.ts",
		replace: "sent = newest.n;",
		by: "sent = newest.n; spool.ack(run, sent);",
	},
	{
		name: "a message that is delivered twice is recorded twice",
		file: "worker/session/talk/talking.ts",
		replace: "if (request || core.store.once.before(once)) return",
		by: "if (request) return",
		soon: 5,
	},
	{
		name: "a proposer may approve their own plan",
		file: "domain/authority.ts",
		replace: 'decide: { may: ["approver", "deputy"], never: ["proposer"] },',
		by: 'decide: { may: ["approver", "deputy"] },',
	},
	{
		name: "one vote is enough, whatever the policy says",
		file: "worker/session/plan/voting.ts",
		replace: "const outcome = tally(core.store.votes.of(row.id), row, snapshot);",
		by: 'const outcome = verdict === "deny" ? "denied" : "approved";',
		soon: 45,
		within: 60,
	},
	{
		name: "cards are not refreshed when a plan is over",
		file: "worker/session/run/settling.ts",
		replace: "refresh(core, plan);\n	const row",
		by: "const row",
		soon: 2,
	},
	{
		name: "a plan whose grant was lost is never offered again",
		file: "worker/endpoint/store.ts",
		replace: "WHERE state IN ('queued', 'granted') AND not_before",
		by: "WHERE state IN ('queued') AND not_before",
	},
	{
		name: "a post whose answer was lost is sent again without a look",
		file: "worker/workspace/posting/attempt.ts",
		replace: 'if (post.state === "uncertain" && post.ref',
		by: "if (false && post.ref",
	},
	{
		name: "an older state of a session that comes late is shown again",
		file: "worker/workspace/posting/wanted.ts",
		replace: "AND (?3 IS NULL OR ?3 >= as_of)",
		by: "AND (?3 IS NULL OR ?3 >= 0)",
	},
	{
		name: "a card of someone who may no longer decide is forgotten",
		file: "worker/session/show/posting.ts",
		replace: "...others.map(direct(unquoted(view))),",
		by: "",
	},
	{
		name: "a grant asks nothing of who approved",
		file: "worker/session/plan/rules.ts",
		replace: 'if (!stands) return "policy";',
		by: "",
	},
	{
		name: "a stale state of a card replaces a newer one",
		file: "worker/durable/outbox.ts",
		replace: "const after = { ...before, body, at: due, version: anyNumber() };",
		by: "const after = { ...before, body, at: due };",
	},
	{
		name: "a plan runs although a program that it calls was replaced",
		file: "agent/plan/execute.ts",
		replace: "return changed ?? null;",
		by: "return null;",
		soon: 1,
	},
	{
		name: "a step that its endpoint can't parse becomes a plan",
		file: "worker/session/plan/proposing.ts",
		replace: "if (broken) return refuse(broken);",
		by: "",
	},
	{
		name: "the card of a question stays as it is when the question is over",
		file: "worker/session/prompt/asking.ts",
		replace: "refreshPrompt(core, run, id);\n		refresh(core, row.plan);",
		by: "refresh(core, row.plan);",
		soon: 5,
	},
	{
		name: "what ran on an endpoint that is removed just after its agent died is awaited for ever",
		file: "worker/endpoint/removing.ts",
		replace: "core.change(() => leave(core));",
		by: "return;",
	},
	{
		name: "an event is linked to the beginning instead of to the one before it",
		file: "worker/session/tables/events.ts",
		replace: "const previous = before?.link ?? firstLink(session(), sha256);",
		by: "const previous = (seq % 16 === 0 ? null : before?.link) ?? firstLink(session(), sha256);",
		soon: 1,
	},
	{
		name: "an erasure leaves no mark in the chain",
		file: "worker/session/erasure/strike.ts",
		replace: 'record(core, now, by, {\n\t\tkind: "erased",',
		by: '((..._: unknown[]) => {})(core, now, by, {\n\t\tkind: "erased",',
	},
];
