// The double of a cancel: keeps what was asked, and takes it from who has a role.
import type { ConsoleOptions } from "../routes.ts";

type Cancelling = { cancelled: Parameters<ConsoleOptions["cancel"]>[1][]; role: boolean };

export const cancelling =
	(it: () => Cancelling): ConsoleOptions["cancel"] =>
	async (_session, asked) => {
		it().cancelled.push(asked);
		return it().role ? { ok: true } : { ok: false, refusal: { code: "may-not-cancel" } };
	};
