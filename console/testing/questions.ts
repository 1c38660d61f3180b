// What running steps asked, as the Worker's tables have it, of a session with one approver.
import type { TranscriptQuestion } from "../../protocol/read/transcript-source.ts";
import type { SessionEvent } from "../../protocol/record/events.ts";
import { answerText } from "../../words/prompts.ts";

export const questionsIn = (events: SessionEvent[], plan: string): TranscriptQuestion[] =>
	events.flatMap(({ seq, body }) => {
		if (body?.kind !== "prompt.asked") return [];
		const { run, asked } = body;
		const its = events.flatMap(({ body: later, actor }) =>
			later && "prompt" in later && later.run === run && later.prompt === asked.id ? [{ later, actor }] : [],
		);
		const question: TranscriptQuestion = {
			...{ seq, plan, run, kind: asked.kind, text: asked.text, place: { stdout: 12, stderr: 0 } },
			...{ state: "open", by: null, said: null, because: null },
		};
		for (const { later, actor } of its) {
			if (later.kind === "prompt.answered") {
				question.state = later.answer.is === "text" ? "typed" : "sent";
				question.by = { person: actor?.person ?? null, name: actor?.name ?? "" };
				question.said = answerText(asked, later.answer);
			} else if (later.kind === "prompt.cleared") question.state = "sent";
			else if (later.kind === "prompt.rejected") question.state = "open";
			else Object.assign(question, { state: "over", because: later.because });
		}
		return [question];
	});
