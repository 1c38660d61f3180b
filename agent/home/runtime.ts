// The id of one run of this program, as transcripts show it.
import { randomBytes } from "node:crypto";

/** New with each process. */
export const newRuntime = (): string => {
	const random = randomBytes(4).toString("hex");
	return `caisey-runtime-${random.slice(0, 4)}-${random.slice(4, 7)}`;
};
