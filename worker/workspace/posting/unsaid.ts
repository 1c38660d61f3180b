// A post without what was erased: a plan's card without a run's output, a notice without what it quotes.
import { ChatMessage } from "../../../protocol/read/view.ts";
import { tryJson } from "../../durable/columns.ts";

/** As JSON text. Empty if it can't be read: such a post is never sent. */
export const unsaid = (text: string, run: string | null): string => {
	const read = ChatMessage.safeParse(tryJson(text));
	return read.success ? JSON.stringify(without(read.data, run)) : "";
};

const without = (message: ChatMessage, run: string | null): ChatMessage => {
	if (message.type === "notice") {
		const text = message.view.turn === "question" ? "(erased)" : "";
		return { ...message, view: { ...message.view, text } };
	}
	if (message.type !== "plan") return message;
	const runs = message.view.runs.map((one) =>
		one.run === run ? { ...one, excerpt: "", whole: false } : one,
	);
	return { ...message, view: { ...message.view, runs } };
};
