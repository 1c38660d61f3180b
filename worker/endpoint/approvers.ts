// Whose passkeys decide: the agent hears it whenever it connects and whenever it changes, and says what it believes of it.
import { agentCan } from "../../domain/agents.ts";
import { utf8 } from "../../protocol/bytes.ts";
import type { Approvers } from "../../protocol/plan/passkey.ts";
import type { FromAgent } from "../../protocol/wire.ts";
import { sha256Hex } from "../keys/crypto.ts";
import type { Core } from "./core.ts";
import { newOnce } from "./once.ts";

/** Null: no one's. */
export const name = ({ store, sockets }: Core, approvers: Approvers | null): void => {
	if (approvers && agentCan(store.self()?.inventory.agentVersion ?? "", "passkeys"))
		sockets.tell({ type: "approvers", approvers });
};

/** What the agent believes now: kept once in its client's log. */
export const pinned = (
	core: Core,
	{ how, needed, credentials }: Extract<FromAgent, { type: "pinned" }>,
): void =>
	core.change(() => {
		const what = `pinned:${sha256Hex(utf8(JSON.stringify([how, needed, credentials])))}`;
		if (core.store.tell(what) !== 1) return;
		const count = credentials.length === 1 ? "1 passkey counts" : `${credentials.length} passkeys count`;
		const detail = `${hows[how]}; ${count} there, and each plan needs ${needed}`;
		core.put(what, "client", { type: "pinned", detail, once: newOnce() });
	});

const hows = {
	enrolled: "as Caisey said when it was enrolled",
	first: "as Caisey said first, after its enrollment: nothing could vouch for that",
	local: "as its administrator said at the machine",
	vouched: "as approvers vouched",
} as const satisfies Record<Extract<FromAgent, { type: "pinned" }>["how"], string>;
