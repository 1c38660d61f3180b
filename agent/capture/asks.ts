// Steps of `sh` and `cmd` whose text asks for a line: nothing tells whether they got one, so their record says that it can't be seen.
import type { Plan } from "../../protocol/plan/plan.ts";
import type { CaptureEvent } from "../../protocol/record/inside.ts";

type Asking = Pick<Plan, "shell" | "input"> & { command: string };

/** Null: as far as its text tells it asks nothing, or its questions reach people. */
export const asksUnseen = ({ shell, command, input }: Asking): CaptureEvent | null => {
	const asks = shell === "cmd" ? inCmd : inSh;
	if ((shell === "sh" && input.includes("text")) || !asks.test(command)) return null;
	const because = `the input of ${shell} is empty here, and it goes on without an answer`;
	return {
		type: "capture",
		v: 1,
		by: "plain",
		unseen: [{ what: "whether its questions got an answer", because }],
	};
};

const inCmd = /(?:^|[\n&|(]|\bdo\b|\belse\b)[ \t@]*(?:pause\b|set[ \t]+\/p\b|choice\b)/i;
/** Not one that reads a file or what another command writes, as far as its own line tells. */
const inSh = /(?:^|[\n;&({]|\bdo\b|\bthen\b|\belse\b)[ \t]*(?:IFS=\S*[ \t]+)?read\b(?![^\n;&|]*<)/;
