// What the agent does when the Worker names whose passkeys decide: believes what it can, and says which count here now.
import type { Approvers } from "../../protocol/plan/passkey.ts";
import type { FromAgent } from "../../protocol/wire.ts";
import { troubleOf } from "../home/trouble.ts";
import type { ApproverPins } from "./pinned.ts";

type Outside = { log: (line: string) => void; send: (message: FromAgent) => void };

export const followApprovers = (pins: ApproverPins, said: Approvers, { log, send }: Outside): void => {
	try {
		for (const line of pins.follow(said)) log(line);
	} catch (thrown) {
		// What can't be remembered isn't believed.
		if (!troubleOf(thrown)) throw thrown;
		log("can't save whose passkeys decide here: this machine's disk takes nothing more");
	}
	const pinned = pins.pinned();
	if (!pinned) return;
	const credentials = pinned.keys.filter(({ revoked }) => !revoked).map(({ credential }) => credential);
	send({ type: "pinned", how: pinned.how, needed: pinned.needed, credentials });
};
