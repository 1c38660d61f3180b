// Why steps aren't looked at beforehand, though they may run.
import type { Account } from "../machine/account.ts";
import { isOnNetwork } from "../windows/network.ts";

/** Null: they are. A helper process is the agent's: on Windows it would be SYSTEM with the settings of the one who is logged on.
 * `folder`: where they would start. */
export const whyUnlooked = ({ session }: Pick<Account, "session">, folder: string): string | null => {
	if (session !== undefined) return "On Windows, nothing is checked beforehand as the logged-on user";
	return isOnNetwork(folder) ? "Nothing is checked beforehand in a folder of another machine" : null;
};
