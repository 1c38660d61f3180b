// A granted plan's secrets: opened before it is accepted, so that it is refused whole where one can't be.

import { forgetsSecrets, secretsAgree, secretsAsCode } from "../../protocol/plan/secret.ts";
import { secretBytes } from "../../protocol/plan/secret-name.ts";
import type { Unopened } from "../../protocol/prompt.ts";
import type { AnswerPurpose, SealedSecret } from "../../protocol/sealing.ts";
import type { Sealing, Secrets } from "../home/sealing.ts";
import type { Granted, Refused } from "./judge.ts";

/** Nothing of a value is ever part of a refusal. */
export const openSecrets = async (
	sealing: Sealing | null,
	endpoint: string,
	{ plan, grant }: Pick<Granted, "plan" | "grant">,
	sealed: SealedSecret[],
): Promise<{ ok: true; secrets: Secrets } | Refused> => {
	const refuse = (reason: string): Refused => ({ ok: false, code: "secret", reason, plan: grant.plan });
	if (forgetsSecrets(plan))
		return refuse("A plan that restarts the machine can't have secrets: they couldn't be masked after it.");
	if (plan.secrets.length === 0 && sealed.length === 0) return { ok: true, secrets: new Map() };
	if (!secretsAgree(plan)) return refuse("The plan's steps don't use just the secrets that it declares.");
	if (secretsAsCode(plan)) return refuse("A step could run a secret's value as code.");
	const names = (all: { name: string }[]) => all.map(({ name }) => name).toSorted();
	if (names(plan.secrets).join() !== names(sealed).join())
		return refuse("The secrets that arrived aren't those of the plan.");
	if (!sealing) return refuse("This agent has no key for secrets: its disk had no room for it.");
	try {
		const secrets = await sealing.open({ plan: plan.id, digest: grant.digest, endpoint }, sealed);
		const why = [...secrets.values()].map(unusable).find((one) => one !== null);
		return why ? refuse(why) : { ok: true, secrets };
	} catch {
		return refuse("A secret wasn't sealed to this agent for this plan. Propose the plan again.");
	}
};

/** A sealed answer to a running step's question, or why it can't be handed on. */
export const openAnswer = async (
	sealing: Sealing,
	purpose: AnswerPurpose,
	sealed: string,
): Promise<{ ok: true; value: string } | { ok: false; because: Unopened }> => {
	try {
		const value = await sealing.openAnswer(purpose, sealed);
		return unusable(value) === null ? { ok: true, value } : { ok: false, because: "value" };
	} catch {
		return { ok: false, because: "sealed" };
	}
};

/** Whoever seals a value may have passed by the page, which takes none of these. */
const unusable = (value: string): string | null => {
	const bytes = Buffer.byteLength(value);
	if (value.includes("\0")) return "A secret has a NUL, which no program accepts.";
	if (/\p{Cc}/u.test(value)) return "A secret has a line break or another control character.";
	if (bytes < secretBytes.least)
		return `A secret has fewer than ${secretBytes.least} bytes: masking it would hide other text too.`;
	return bytes > secretBytes.most ? `A secret has more than ${secretBytes.most} bytes.` : null;
};
