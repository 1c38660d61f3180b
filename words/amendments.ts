// Changes of approvers, policy and channels that wait for an existing approver, in words.
import { inLine, startOf } from "../domain/line.ts";
import type { AmendmentEnd, Differs, Unconfirmed } from "../protocol/read/amendment.ts";
import type { Refusal } from "../protocol/refusal.ts";
import { list } from "./amounts.ts";

/** `waits for Ada Lindqvist or Ben` */
export const waitsForText = (who: string[]): string => `waits for ${list(who, 6, "or")}`;

/** Why what the set-up file says isn't in force. */
export const differsText = ({ state, waitsFor, by }: Omit<Differs, "changes">): string => {
	switch (state) {
		case "waits":
			return waitsForText(waitsFor);
		case "refused":
			return `was refused by ${by ?? "an approver"}. Caisey doesn't ask again for seven days, unless it changes`;
		case "expired":
			return "expired, as nobody decided in time. The next change of the set-up proposes it again";
		case "too-many":
			return "was proposed to nobody, as there were too many changes within a day. Apply it again tomorrow";
		case "unkept":
			return "couldn't be proposed to anyone, such as by its size. The log says why. Make it smaller, and apply it again";
	}
};

/** What became of one. */
export const amendmentEnds = {
	confirmed: "confirmed, and in force",
	refused: "refused: nothing changed",
	expired: "nobody decided in time: nothing changed",
	replaced: "replaced: the set-up asks for something else",
	withdrawn: "taken back: the set-up asks for what is in force",
	stale: "out of date: what is in force had changed",
} as const satisfies Record<AmendmentEnd, string>;

/** So many of its lines are shown in chat, each of so many characters at most; the console has all of them, whole. */
export const shownInChat = { lines: 12, characters: 400 };

/** Whether chat shows all of it, exactly. */
export const fitsChat = (changes: string[]): boolean =>
	changes.length <= shownInChat.lines &&
	changes.every((one) => one.length <= shownInChat.characters && inLine(one) === one);

/** As much of each line as chat shows. Cards are kept until they are posted, and those rows have bounds. */
export const forChat = (changes: string[]): string[] =>
	changes.map((one) =>
		one.length <= shownInChat.characters ? one : `${startOf(one, shownInChat.characters - 1).trimEnd()}…`,
	);

/** The first lines of what changed. */
export const announced = (changes: string[]): string[] => {
	const more = changes.length - shownInChat.lines;
	const lines = forChat(changes.slice(0, shownInChat.lines));
	return more > 0 ? [...lines, `and ${more} more, in the console`] : lines;
};

/** To follow who did it; “Caisey” of what the clock ended. */
export const amendmentDid = {
	confirmed: "confirmed",
	refused: "refused",
	expired: "ended, as nobody decided in time,",
	replaced: "replaced",
	withdrawn: "took back",
	stale: "ended, as what is in force had changed,",
} as const satisfies Record<AmendmentEnd, string>;

/** Beside the name of someone who decides. */
export const unconfirmedText = {
	first: "first approver: set by the MSP, confirmed by nobody",
	"break-glass": "approver by break-glass: confirmed by the named person alone",
} as const satisfies Record<Unconfirmed, string>;

type Of<Code extends Refusal["code"]> = Extract<Refusal, { code: Code }>;

export const amendmentRefusals = {
	"may-not-confirm": {
		told: ({ client, own, who }: Of<"may-not-confirm">) =>
			own
				? `You asked for this change, so someone else confirms it. Ask ${list(who, 6, "or")}.`
				: `Only ${list(who, 6, "or")} can confirm this change at ${client} now, so nothing was done. Ask one of them.`,
		noted: ({ client, own }: Of<"may-not-confirm">) =>
			own ? "people can't confirm a change that they asked for" : `may not confirm a change at ${client}`,
	},
	"amendment-over": {
		told: ({ how }: Of<"amendment-over">) =>
			`You can't decide on this change any more: ${amendmentEnds[how]}. Look at what is in force under “Changes” in the console.`,
		noted: ({ how }: Of<"amendment-over">) => `the change isn't open any more: ${amendmentEnds[how]}`,
	},
} as const;
