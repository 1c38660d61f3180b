// `confirm`: an owner confirms that an endpoint's machine is another one than before, or is restored: shows it, then asks.
import { createInterface } from "node:readline/promises";
import { ConfirmResponse } from "../protocol/setup.ts";
import { askOwnerApi, ownerAccess } from "./owner.ts";

type Ended = { ok: boolean; lines: string[] };

/** `ask`: whether that is right; null without a terminal. */
type Console = { print(line: string): void; ask: (() => Promise<boolean>) | null };

export const confirm = async (
	endpoint: string,
	options: { url?: string; yes: boolean },
	env: NodeJS.ProcessEnv,
	{ print, ask }: Console,
): Promise<Ended> => {
	const { url, ownerToken, problems } = ownerAccess(options, env);
	if (problems.length > 0) return { ok: false, lines: problems };
	const by = env.USER ?? env.USERNAME ?? "";
	const send = (shown: object | null) =>
		askOwnerApi(url, ownerToken, "/admin/confirm", { endpoint, shown, by }, ConfirmResponse);
	const found = await send(null);
	if (!found.ok) return { ok: false, lines: found.problems };
	const { hold, change } = found.response;
	print(`${endpoint} is on hold since ${new Date(hold.since).toLocaleString()}: ${change}`);
	print("Confirm only if you know why: renamed, replaced or restored. A copy of its folder looks the same.");
	const unasked = "Nothing changed: there is no terminal to ask you. Add --yes to confirm without questions.";
	if (!options.yes && !ask) return { ok: false, lines: [unasked] };
	if (!options.yes && !(await ask?.())) return { ok: false, lines: ["Nothing changed."] };
	const done = await send(hold);
	return done.ok
		? { ok: true, lines: ["Confirmed. Waiting plans go on there."] }
		: { ok: false, lines: done.problems };
};

/** Asks at the terminal. */
export const isRight = async (): Promise<boolean> => {
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	try {
		return /^y(es)?$/i.test((await terminal.question("Is this the right machine? [y/N] ")).trim());
	} finally {
		terminal.close();
	}
};
