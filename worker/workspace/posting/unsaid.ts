// A post without what was erased: a plan's card without a run's output, a notice without what it quotes.
import { withoutWords } from "../../../protocol/prompt.ts";
import { ChatMessage, type Notice } from "../../../protocol/read/view.ts";
import { tryJson } from "../../durable/columns.ts";

/** As JSON text; `says`: what a notice says from now on; null: what it said, without what it quotes. Empty if it can't be read: such a
 * post is never sent. */
export const unsaid = (text: string, run: string | null, says: Notice | null): string => {
	const read = ChatMessage.safeParse(tryJson(text));
	return read.success ? JSON.stringify(without(read.data, run, says)) : "";
};

const without = (message: ChatMessage, run: string | null, says: Notice | null): ChatMessage => {
	if (message.type === "notice") return { ...message, view: says ?? wordless(message.view) };
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

const wordless = (view: Notice): Notice =>
	view.turn === "question" || view.turn === "wrote"
		? { ...view, text: erasedText }
		: { ...view, text: "", outcomes: view.outcomes.map((one) => ({ ...one, why: "" })) };

/** Instead of someone's words. */
export const erasedText = "(erased)";
