// What an agent that was sent away may still say: what becomes of the plans that it has, and whether its disk holds them up.
import type { FromAgent } from "../../protocol/wire.ts";
import { disk } from "./connecting.ts";
import type { Core } from "./core.ts";
import * as delivering from "./delivering.ts";
import type { Leaving } from "./sockets.ts";

export const heard = (core: Core, leaving: Leaving, message: FromAgent): void => {
	if (message.type === "accepted" || message.type === "refused" || message.type === "finished")
		delivering.heard(core, leaving, message);
	// A copy has another disk.
	if (message.type === "disk" && leaving.runs) disk(core, message.state);
};
