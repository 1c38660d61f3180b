// What someone was refused in the console, kept in the client's log: attempts are recorded, too.
import type { Refusal } from "../../protocol/refusal.ts";
import type { SignedIn } from "../contracts/values/caller.ts";
import type { ClientStore } from "./store.ts";

/** `what`: the act, in words. `subject`: what it was about. */
export const keepRefused = (
	store: Pick<ClientStore, "audit">,
	by: SignedIn,
	what: string,
	refusal: Refusal,
	subject: string,
): void => {
	const why = "why" in refusal ? ` (${refusal.why})` : "";
	const detail = `${refusal.code}${why} ${subject}`.slice(0, 500);
	store.audit.add({ kind: "refused", who: by.name, person: by.person, what, detail }, Date.now());
};
