// A standing approval: exactly these bytes on these endpoints, so many times, until a day. Whether a plan is what was approved, and
// whether the approval still holds. Pure.
import { utf8 } from "../../protocol/bytes.ts";
import type { Person, Policy } from "../../protocol/people.ts";
import { type Choices, choicesOf, type Plan, type Sha256 } from "../../protocol/plan/plan.ts";
import { whoMay } from "../authority.ts";
import { isEnough } from "./quorum.ts";

/** All that a machine does by a plan, as one text: steps with their exact bytes, shell, account, folder, limits, what is asked of whom.
 * Its words for people and its times aren't in it. What later versions let a proposer choose is. */
export const coveredText = (plan: Choices): string => {
	const { words: _words, runWithin: _within, notBefore: _notBefore, ...covered } = choicesOf(plan);
	return JSON.stringify({ v: 1, ...covered });
};

/** The digest of exactly that, in lower-case hexadecimal. */
export const coveredDigest = (plan: Choices, sha256: Sha256): string =>
	Array.from(sha256(utf8(`caisey standing approval v1\n${coveredText(plan)}`)), (byte) =>
		byte.toString(16).padStart(2, "0"),
	).join("");

/** Why a plan can't be approved for later ones, too; null: it can. */
export type Unfit = "secrets" | "text";
export const unfit = ({ input, secrets }: Pick<Plan, "input" | "secrets">): Unfit | null => {
	if (secrets.length > 0 || input.includes("secret")) return "secrets";
	return input.includes("text") ? "text" : null;
};

/** `by`: who said yes, by their ids. `until`: no run starts from then on. */
export type Standing = {
	digest: string;
	endpoints: readonly { id: string; key: string }[];
	by: readonly { person: string }[];
	times: number;
	used: number;
	until: number;
	ended: boolean;
};

export type StandingState = "good" | "ended" | "over" | "used-up" | "passkeys" | "votes";

type Client = { people: readonly Person[]; policy: Pick<Policy, "votes" | "groups" | "approval"> };
/** A plan's proposer, as a person and as an account: their own yes never counts. */
type Proposer = { proposer?: string; proposerAccount?: string | null };

/** Whether it may let a plan of this proposer run now. One that lets its last plan run is used up for later ones alone. */
export const stateOf = (
	standing: Standing,
	{ people, policy }: Client,
	proposer: Proposer,
	now: number,
): StandingState => {
	if (standing.ended) return "ended";
	if (now >= standing.until) return "over";
	if (policy.approval !== "press") return "passkeys";
	const deciders = whoMay("decide", { people }, proposer);
	const counting = deciders.filter(({ id }) => standing.by.some(({ person }) => person === id));
	if (!isEnough(policy, counting)) return "votes";
	return standing.used >= standing.times ? "used-up" : "good";
};

/** Whether it is for exactly these bytes, on endpoints that were all named, each with the key that it had then. */
export const covers = (
	{ digest, endpoints }: Pick<Standing, "digest" | "endpoints">,
	asked: Pick<Standing, "digest" | "endpoints">,
): boolean =>
	digest === asked.digest &&
	asked.endpoints.length > 0 &&
	asked.endpoints.every(({ id, key }) => endpoints.some((one) => one.id === id && one.key === key));
