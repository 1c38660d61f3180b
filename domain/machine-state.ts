// What state a machine of a client is in.

export const machineStates = [
	"online",
	"offline",
	"held",
	"blocked",
	"pending",
	"removing",
	"removed",
] as const;
export type MachineState = (typeof machineStates)[number];

/** `endpoint`: as it is enrolled now; null: no agent is. `busy`: an approved plan for it isn't over. */
type Known = {
	declared: boolean;
	endpoint: { online: boolean; quarantined: boolean; held: object | null } | null;
	busy: boolean;
};

export const machineState = ({ declared, endpoint, busy }: Known): MachineState => {
	if (!declared) return busy ? "removing" : "removed";
	if (!endpoint) return "pending";
	if (endpoint.quarantined) return "blocked";
	if (endpoint.held) return "held";
	return endpoint.online ? "online" : "offline";
};
