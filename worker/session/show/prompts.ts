// What the card of a running step's question shows.
import { votesNeeded } from "../../../domain/policy/quorum.ts";
import { masked } from "../../../domain/secrets.ts";
import type { Actor } from "../../../protocol/people.ts";
import { type Asked, withoutSecret, withoutWords } from "../../../protocol/prompt.ts";
import type { PromptView } from "../../../protocol/read/prompt-view.ts";
import { actorName } from "../../../words/actors.ts";
import { votedFor } from "../../../words/deputies.ts";
import type { Core } from "../core.ts";
import { nameOf } from "../run/settling.ts";
import type { PromptRow } from "../tables/prompts.ts";
import { urlOf } from "./views.ts";

export const promptView = (core: Core, row: PromptRow): PromptView => {
	const { policy } = core.self().snapshot;
	/** A machine's words are output. */
	const wordless = policy.outputInChat === "counts" || core.store.runs.get(row.run)?.erased != null;
	return {
		...{ session: core.self().id, plan: row.plan, run: row.run },
		endpoint: nameOf(core, row.plan, row.endpoint),
		phase: core.store.runs.get(row.run)?.phase ?? "command",
		asked: wordless ? withoutWords(row.asked) : withoutSecrets(row.asked),
		wordless,
		state: row.state,
		answer: row.answer && withoutSecret(row.answer),
		by: row.answered_by && who(row.answered_by),
		tries: row.tries,
		cleared: row.cleared.map((one) => {
			const { name, surface } = who(one);
			return { name: one.for ? votedFor(name, one.for) : name, surface };
		}),
		votesNeeded: votesNeeded(policy),
		lost: row.state === "typed" ? lostApprovers(core, row).map(who) : [],
		rejected: row.rejected_by && who(row.rejected_by),
		because: row.because,
		...{ at: row.at, until: row.until },
		url: urlOf(core),
	};
};

/** Approvers who let this text through, as the record has it, and whose word counts no more. */
export const lostApprovers = ({ store }: Core, { run, id, cleared }: PromptRow): Actor[] => {
	let through: Actor[] = [];
	for (const { actor, body } of store.events.ofKinds("prompt.answered", "prompt.cleared")) {
		if (!body || !("prompt" in body) || body.run !== run || body.prompt !== id) continue;
		through = body.kind === "prompt.answered" ? [] : [...through, ...(actor ? [actor] : [])];
	}
	return through.filter(({ person }) => !cleared.some((one) => one.person === person));
};

const who = (actor: Actor) => ({ name: actorName(actor), surface: actor.surface });

const withoutSecrets = (asked: Asked): Asked => ({
	...asked,
	text: masked(asked.text),
	choices: asked.choices.map(({ label, help }) => ({ label: masked(label), help: masked(help) })),
});
