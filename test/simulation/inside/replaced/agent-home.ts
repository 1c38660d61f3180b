// An agent's folder and its way to the Worker, on a simulated machine.
import { deployment } from "../world/deployment.ts";
import { hostOf } from "../world/machines.ts";
import { world } from "../world/world.ts";

const host = () => hostOf(deployment().machines, world().time.life());

export const readIdentity = () => ({ ok: true, enrolment: host().enrolment, key: host().key });
export const lockFolder = () => ({ ok: true, release: () => {} });
export const wayTo = () => ({ ok: true, way: { proxy: null, options: {} } });
export const explain = async (error: unknown): Promise<string> => String(error);
