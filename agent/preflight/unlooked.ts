// Why steps aren't looked at beforehand, though they may run.
import type { Account } from "../machine/account.ts";
import { leadsToNetwork } from "../windows/network.ts";

/** Null: they are. A helper process is the agent's: on Windows it would be SYSTEM with the settings of the one who is logged on.
 * `folder`: where they would start. */
export const whyUnlooked = async (
	{ session }: Pick<Account, "session">,
	folder: string,
): Promise<string | null> => {
	if (session !== undefined) return "On Windows, nothing is checked beforehand as the logged-on user";
	return (await leadsToNetwork(folder))
		? "Nothing is checked beforehand in a folder of another machine"
		: null;
};
