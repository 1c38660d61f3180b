// A post without what was erased: a plan's card without a run's output, a notice without what it quotes.
import { withoutWords } from "../../../protocol/prompt.ts";
import { ChatMessage, type Notice } from "../../../protocol/read/view.ts";
import { tryJson } from "../../durable/columns.ts";

/** As JSON text; `outcomes`: how a plan went, without that run's words. Empty if it can't be read: such a post is never sent. */
export const unsaid = (text: string, run: string | null, outcomes: Notice["outcomes"]): string => {
	const read = ChatMessage.safeParse(tryJson(text));
	return read.success ? JSON.stringify(without(read.data, run, outcomes)) : "";
};

const without = (message: ChatMessage, run: string | null, outcomes: Notice["outcomes"]): ChatMessage => {
	if (message.type === "notice") {
		const { view } = message;
		if (view.turn === "question" || view.turn === "wrote")
			return { ...message, view: { ...view, text: "(erased)" } };
		const known = view.outcomes.map(
			(one) => outcomes.find(({ endpoint }) => endpoint === one.endpoint) ?? { ...one, why: "" },
		);
		return { ...message, view: { ...view, text: "", outcomes: known } };
	}
	if (message.type === "prompt") {
		const { view } = message;
		return { ...message, view: { ...view, asked: withoutWords(view.asked), answer: null, wordless: true } };
	}
	if (message.type !== "plan") return message;
	const runs = message.view.runs.map((one) =>
		one.run === run
			? { ...one, excerpt: "", errors: "", whole: false, inside: one.inside && { ...one.inside, first: [] } }
			: one,
	);
	return { ...message, view: { ...message.view, runs } };
};
