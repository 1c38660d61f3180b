// The states of a machine, why nothing runs on one until an owner confirms it, and who may enroll one.
import { named } from "../domain/line.ts";
import type { MachineState } from "../domain/machine-state.ts";
import type { Difference, Hold } from "../protocol/machine.ts";

export const machineStateNames = {
	online: "online",
	offline: "offline",
	held: "on hold",
	blocked: "blocked",
	pending: "not enrolled yet",
	removing: "being removed",
	removed: "removed",
} as const satisfies Record<MachineState, string>;

/** `on hold: this agent now runs on another machine (FRONT-01 → COPY-7). Your IT provider has to confirm it.` */
export const holdText = (hold: Hold): string =>
	`on hold: ${changeText(hold)}. Your IT provider has to confirm it.`;

/** As a line among others. */
export const holdLine = (hold: Hold): string => `⚠ on hold: ${changeText(hold)}`;

/** Of a machine whose key another one has, too; as a line among others. */
export const blockedLine = "⚠ blocked: two machines share its key";

/** The same, of a plan that hasn't begun there. A sentence's end, without its full stop. */
export const blockedText = "blocked, because two machines share its key";

/** The same, while something runs there. */
export const blockedWhile = `${blockedText}. What runs there ends in its own time`;

/** What changed, before → after. The machine itself chose these names. */
export const changeText = ({ because, ...hosts }: Hold): string => {
	const [from, to] = [named(hosts.from), named(hosts.to)];
	const [worst] = worstFirst.filter((one) => because.includes(one));
	const names = hosts.from === hosts.to ? `${from} before and after` : `${from} → ${to}`;
	switch (worst) {
		case "machine":
			return `this agent now runs on another machine (${names})`;
		case "journal":
			return `this agent's records are older than what it told before, as after a restore (${names})`;
		case "boot":
			return `this agent seems to run on two machines in turn (${names})`;
		case "silent":
			return `this agent no longer says on which machine it runs (it was ${from})`;
		default:
			return `this machine has another name now (${names})`;
	}
};

const worstFirst: Difference[] = ["machine", "journal", "boot", "silent", "host"];

type AtClient = { client: string };
export const machineRefusals = {
	"may-not-enroll": {
		told: ({ client }: AtClient) =>
			`Only a technician or the owner at the IT provider of ${client} can make or end enrollment tokens. Ask one of them.`,
		noted: ({ client }: AtClient) => `neither a technician nor the owner for ${client}`,
	},
	"owners-only": {
		told: ({ client }: AtClient) => `Only the owner at the IT provider of ${client} can do this. Ask them.`,
		noted: ({ client }: AtClient) => `not the owner for ${client}`,
	},
} as const;
