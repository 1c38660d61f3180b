// What an agent finds on a simulated machine: its account, its boot, its clocks.
import { createHash } from "node:crypto";
import { agentVersion } from "../../../../agent/home/version.ts";
import type { Account } from "../../../../agent/machine/account.ts";
import type { Identity } from "../../../../agent/machine/identity.ts";
import type { Launch } from "../../../../agent/process/launch.ts";
import type { RunContext } from "../../../../protocol/record/records.ts";
import type { Inventory } from "../../../../protocol/wire.ts";
import { deployment } from "../world/deployment.ts";
import { hostOf } from "../world/machines.ts";
import { world } from "../world/world.ts";

export const account: Account = {
	name: "root",
	id: "0",
	groups: ["root"],
	elevated: true,
	home: "/root",
	become: null,
};

export const whyUnable = async (): Promise<null> => null;
export const accountOf = async (): Promise<Account> => account;
/** Nobody sits there. */
export const oneOf = (): string => "Nobody is logged on.";
export const launcherOf = (): string[] => [];

const boot = () => `boot-${hostOf(deployment().machines, world().time.life()).boot}`;
export const bootId = async (): Promise<string> => boot();

export const identityOf = async (endpoint: string): Promise<Identity> => ({
	id: createHash("sha256").update(endpoint).digest("hex"),
	boot: boot(),
	host: () => "h",
});

export const inventoryOf = (bootId: string): Inventory => ({
	hostname: "h",
	os: "Linux",
	arch: "x64",
	agentVersion,
	user: "root",
	elevated: true,
	loggedOn: [],
	shells: [{ shell: "sh", path: "/bin/sh", version: null }],
	bootId,
});
export const keepInventory = async () => {
	const inventory = inventoryOf(boot());
	return { current: () => inventory, stop: () => {} };
};

/** Microseconds since 1970 by the machine's clock as the run began; then it never goes back. */
export const startClock = () => {
	const { time } = world();
	const [started, base] = [time.clock() * 1000, time.now()];
	return () => started + Math.floor((time.now() - base) * 1000);
};
export const elapsed = (): number => world().time.now() - world().time.life().began;

export const gatherContext = async (launch: Launch, runtime: string) => ({
	context: contextOf(launch, runtime),
	unanswered: null,
});

const contextOf = (launch: Launch, runtime: string): RunContext => ({
	type: "context",
	v: 1,
	runtime,
	agentVersion,
	user: { name: "root", id: "0", groups: ["root"], elevated: true },
	cwd: launch.cwd,
	shell: {
		name: launch.shell,
		path: "/bin/sh",
		sha256: null,
		version: null,
		argv: ["/bin/sh", "-c", launch.command],
	},
	executable: null,
	os: { platform: "linux", release: "6", version: "6", arch: "x64", hostname: "h" },
	locale: "C",
	timeZone: "UTC",
	bootId: boot(),
	facts: {},
	env: [],
	capture: "plain",
});
