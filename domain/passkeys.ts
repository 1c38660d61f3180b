// What a passkey takes: it outlives the sign-in that adds it, so a copied cookie or a forwarded link isn't enough.
import type { Provider, SignIn } from "../protocol/read/sign-ins.ts";

/** Of one person. */
export const mostPasskeys = 10;

/** How long after it began a sign-in shows who is there, in minutes. */
export const freshMinutes = 5;

/** Whether a sign-in may add one. A personal link counts only where nobody can sign in with an account. */
export const mayAddPasskey = (
	{ way, began }: Pick<SignIn, "way" | "began">,
	providers: readonly Provider[],
	now: number,
): boolean => now < began + freshMinutes * 60_000 && (way !== "link" || providers.length === 0);
