// An agent's folder and its way to the Worker, on a simulated machine.
import { type Failure, failure } from "../../../../agent/commands/failure.ts";
import type { Way } from "../../../../agent/connection/way.ts";
import type { Connection } from "../../../../agent/home/connection.ts";
import type { Identity } from "../../../../agent/home/identity.ts";
import type { Lock } from "../../../../agent/home/lock.ts";
import type { Sealing } from "../../../../agent/home/sealing.ts";
import { deployment } from "../world/deployment.ts";
import { hostOf } from "../world/machines.ts";
import { world } from "../world/world.ts";

const host = () => hostOf(deployment().machines, world().time.life());

export const readIdentity = (): Identity | Failure => {
	const { enrolment, key } = host();
	return enrolment && key
		? { ok: true, enrolment, key }
		: failure("notEnrolled", "this machine isn't enrolled");
};
export const lockFolder = (): Lock => ({ ok: true, release: () => {} });
/** No plan here has secrets. */
export const openSealing = (): Sealing => {
	throw new Error("there are no secrets");
};
/** The agent's own space: enough for some writes on a full disk. */
export const holdsSpace = (): boolean => host().disk.holds;
export const hasRoomFor = (): boolean => !host().disk.full;
export const isShort = (): boolean => host().disk.full;
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
export const wayTo = (): { ok: true; way: Way; connection: Connection } => ({
	...{ ok: true, way: { proxy: null, options: {} } },
	connection: { v: 1, proxy: null, ca: null },
});
export const explain = async (error: unknown): Promise<string> => String(error);
