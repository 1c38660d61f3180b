// Compiles the agent's host for each PowerShell of this machine before anyone needs it: the first step or check would wait for that.
import { findShell } from "../process/shells.ts";
import { prepareHost } from "./compile.ts";

/** One after the other; nothing is done where they are compiled already. */
export const prepareHosts = async (folder: string, log: (line: string) => void): Promise<void> => {
	for (const shell of ["pwsh", "powershell"] as const) {
		const path = findShell(shell);
		if (!path) continue;
		const host = await prepareHost(folder, shell, path);
		if (!host.ok) log(`what happens inside ${shell} can't be seen: ${host.because}`);
	}
};
