// Whether a newer version of a message only adds output: then everything else goes first.
import { ChatMessage, type PlanView } from "../../../protocol/read/view.ts";
import { tryJson } from "../../durable/columns.ts";

/** One of them is a stored row's JSON text; what can't be read passes nothing. */
export const passes = (stored: string | undefined, message: ChatMessage): boolean => {
	if (stored === undefined || message.type !== "plan") return false;
	const read = ChatMessage.safeParse(tryJson(stored)).data;
	return (
		read?.type === "plan" && JSON.stringify(lasting(read.view)) === JSON.stringify(lasting(message.view))
	);
};

const lasting = ({ runs, ...view }: PlanView) => ({
	...view,
	runs: runs.map(({ stdout: _, stderr: __, lines: ___, excerpt: ____, whole: _____, ...run }) => run),
});
