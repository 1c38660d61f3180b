// An agent's folder and its way to the Worker, on a simulated machine.
import { deployment } from "../world/deployment.ts";
import { hostOf } from "../world/machines.ts";
import { world } from "../world/world.ts";

const host = () => hostOf(deployment().machines, world().time.life());

export const readIdentity = () => ({ ok: true, enrolment: host().enrolment, key: host().key });
export const lockFolder = () => ({ ok: true, release: () => {} });
/** The agent's own space: enough for some writes on a full disk. */
export const holdsSpace = (): boolean => host().disk.holds;
export const holdSpace = (): boolean => {
	const { disk } = host();
	disk.holds = !disk.full;
	return disk.holds;
};
export const letGo = (): void => {
	const { disk } = host();
	if (disk.holds) disk.spare = 40;
	disk.holds = false;
};
export const wayTo = () => ({ ok: true, way: { proxy: null, options: {} } });
export const explain = async (error: unknown): Promise<string> => String(error);
