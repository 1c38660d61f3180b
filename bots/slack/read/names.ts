// People's names as Slack shows them, only for readers of a transcript; no rule uses them.
import type { Kit } from "../kit.ts";

const known = new Map<string, string>();
const most = 5_000;

/** The id where Slack does not tell a name. */
export const nameOf = async ({ web, token }: Kit, user: string): Promise<string> => {
	const key = `${token} ${user}`;
	const before = known.get(key);
	if (before !== undefined) return before;
	const name = await ask(web, user);
	if (name === null) return user;
	if (known.size >= most) known.clear();
	known.set(key, name);
	return name;
};

const ask = async (web: Kit["web"], user: string): Promise<string | null> => {
	if (!/^[UW]/.test(user)) return null;
	const answer = await web()
		.users.info({ user })
		.catch(() => null);
	return answer?.user?.real_name || answer?.user?.name || null;
};
