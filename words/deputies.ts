// Deputies and escalation in words.
import { list, within } from "./amounts.ts";
import { utcMinute } from "./times.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `12 Dec`, in UTC. */
const dayOf = (at: number): string => {
	const date = new Date(at);
	return `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
};

/** The name of a vote: `Bea for Ada (away until 12 Dec)`. `until` null: Ada was here, and nobody decided in time. */
export const votedFor = (deputy: string, { name, until }: { name: string; until: number | null }): string =>
	`${deputy} for ${name} (${until === null ? "who didn't decide in time" : `away until ${dayOf(until)}`})`;

/** What the client's people read when someone names a deputy. */
export const deputyText = (person: string, deputy: string, until: number | null): string =>
	until === null
		? `${deputy} is ${person}'s deputy, and decides on plans that nobody decides in time`
		: `${deputy} decides for ${person}, who is away until ${utcMinute(until)}`;
export const noDeputyText = (person: string): string => `${person} has no deputy any more`;
/** `whose`: accounts are others now. */
export const lostDeputyText = (person: string, deputy: string, whose: "deputy" | "approver"): string =>
	`${deputy} is no longer ${person}'s deputy, because ${whose === "deputy" ? "their" : `${person}'s`} accounts changed. ${person} can name them again`;
export const backText = (person: string, deputy: string): string =>
	`${person} is back. ${deputy} stays their deputy, for plans that nobody decides in time`;

/** To those whose turn it is now. `until`: as in a span of seconds. */
export const escalatedText = (after: number, to: string[], as: "deputies" | "owners"): string =>
	as === "deputies"
		? `Nobody decided within ${within(after)}, so ${list(to)} can decide now, as a deputy`
		: `Nobody decided within ${within(after)}, so I've told ${list(to)}, who can find someone who decides`;

/** The same, to follow “Caisey”. */
export const escalated = (plan: string, to: "deputies" | "owners", who: string[]): string =>
	who.length === 0
		? `found no one to tell that nobody had decided on ${plan} in time`
		: to === "deputies"
			? `let ${list(who, 10)} decide on ${plan}, as deputies: nobody had decided in time`
			: `told ${list(who, 10)} that nobody had decided on ${plan} in time`;

/** To follow what a deputy did. */
export const inPlaceOf = ({ name, until }: { name: string; until: number | null }): string =>
	` for ${name}, ${until === null ? "who hadn't decided in time" : `who is away until ${utcMinute(until)}`}`;

export const deputyRefusals = {
	"no-deputies": {
		told: ({ client }: { client: string }) =>
			`Only approvers for ${client} name a deputy, so nothing was changed. Ask one of them.`,
		noted: ({ client }: { client: string }) => `not an approver for ${client}`,
	},
	"unfit-deputy": {
		told: ({ why }: { why: keyof typeof unfit }) => `${unfit[why]} Nothing was changed.`,
		noted: ({ why }: { why: keyof typeof unfit }) => unfit[why].replace(/\..*$/, "").toLowerCase(),
	},
} as const;

const unfit = {
	unknown: "Your deputy must be someone whom your company's set-up lists. Choose one of them.",
	yourself: "You can't be your own deputy. Choose someone else.",
	provider: "Someone of your IT provider can't decide for you. Choose someone of your company.",
	past: "That time has passed. Choose a later one, up to a year from now.",
	nobody: "Choose who decides while you are away.",
} as const;
