// What a step left running, as its recording says it.
import type { RunEvent } from "../../protocol/record/records.ts";

/** A record names no more of them. */
const most = 100;

/** Records these processes, if there are any. */
export const recordLeft = (recording: { event: (event: RunEvent) => void }, processes: number[]): void => {
	if (processes.length > 0) recording.event({ type: "left", v: 1, processes: processes.slice(0, most) });
};
