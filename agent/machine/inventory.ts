// What people choose an endpoint by, and what drift compares.
import { arch, hostname } from "node:os";
import type { Inventory } from "../../protocol/wire.ts";
import { agentVersion } from "../home/version.ts";
import { allShells } from "../process/shells.ts";
import { ownAccount } from "./account.ts";
import { bootId, systemName } from "./machine.ts";
import { atScreen } from "./screen.ts";

const refreshMs = 60_000;

/** Takes it now, and again each minute; calls back when it has changed. */
export const keepInventory = async (changed: (inventory: Inventory) => void) => {
	let current = await takeInventory();
	const refresh = async () => {
		const next = await takeInventory();
		if (JSON.stringify(next) === JSON.stringify(current)) return;
		current = next;
		changed(next);
	};
	const timer = setInterval(refresh, refreshMs);
	return { current: () => current, stop: () => clearInterval(timer) };
};

/** Quick from the second time on: it keeps what is slow to find. */
export const takeInventory = async (): Promise<Inventory> => {
	const [os, account, users, shells, boot] = await Promise.all([
		systemName(),
		ownAccount(),
		atScreen(),
		allShells(),
		bootId(),
	]);
	return {
		hostname: hostname().slice(0, 255),
		os: os.slice(0, 255),
		arch: arch(),
		agentVersion,
		user: account.name.slice(0, 255),
		elevated: account.elevated,
		loggedOn: users.slice(0, 100).map(({ name }) => name.slice(0, 255)),
		shells: shells.map(({ shell, path, version }) => ({
			shell,
			path,
			version: version?.slice(0, 255) ?? null,
		})),
		bootId: boot,
	};
};
