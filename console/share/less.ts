// What is left out of a copy goes wherever it is quoted, too: verdicts quote an output, and a step's recording its questions.
import { wordless } from "../../domain/inside.ts";
import type { ShareChoice } from "../../protocol/read/share.ts";
import type {
	StoredEvent,
	TranscriptPlan,
	TranscriptRun,
	TranscriptSource,
} from "../../protocol/read/transcript-source.ts";
import { allEvents, collected } from "../transcript/timeline.ts";

/** All that goes with what is chosen, and the source without it. A question goes with what came of it; a question or an answer,
 * with the output of its step. */
export const less = async (
	source: TranscriptSource,
	choice: ShareChoice,
): Promise<{ source: TranscriptSource; choice: ShareChoice }> => {
	const about = (await collected(allEvents(source))).flatMap(promptOf);
	const gone = about.filter(({ seq }) => choice.events.includes(seq));
	const questions = gone.filter(({ asks }) => asks).map(({ prompt }) => prompt);
	const events = about.filter(({ prompt }) => questions.includes(prompt)).map(({ seq }) => seq);
	const outputs = new Set([...choice.outputs, ...gone.map(({ run }) => run)]);
	return {
		source: {
			...source,
			header: async () => {
				const header = await source.header();
				return { ...header, plans: header.plans.map((plan) => unasked(plan, outputs)) };
			},
			runs: async () => (await source.runs()).map((run) => (outputs.has(run.run) ? unquoted(run) : run)),
		},
		choice: { ...choice, events: [...new Set([...choice.events, ...events])], outputs: [...outputs] },
	};
};

/** The question that an event is about. */
const promptOf = ({ seq, body }: StoredEvent) => {
	if (!body || !("run" in body)) return [];
	const { run } = body;
	if (body.kind === "prompt.asked") return [{ seq, run, prompt: `${run} ${body.asked.id}`, asks: true }];
	return "prompt" in body ? [{ seq, run, prompt: `${run} ${body.prompt}`, asks: false }] : [];
};

const unasked = (plan: TranscriptPlan, outputs: ReadonlySet<string>): TranscriptPlan =>
	plan.secretsAsked === undefined
		? plan
		: { ...plan, secretsAsked: plan.secretsAsked.filter(({ run }) => !outputs.has(run)) };

const unquoted = (run: TranscriptRun): TranscriptRun => ({
	...run,
	inside: run.inside && wordless(run.inside),
});
