// Why steps aren't looked at beforehand, though they may run.
import type { Account } from "../machine/account.ts";

/** Null: they are. A helper process is the agent's: on Windows it would be SYSTEM with the settings of the one who is logged on. */
export const whyUnlooked = ({ session }: Pick<Account, "session">): string | null =>
	session === undefined ? null : "On Windows, nothing is checked beforehand as the logged-on user";
