// Refusals of erasures, which take two people.
import type { Refusal, RefusalCode } from "../protocol/refusal.ts";
import { list } from "./amounts.ts";

type Of<C extends RefusalCode> = Extract<Refusal, { code: C }>;

export const erasureRefusals = {
	"may-not-erase": {
		told: ({ client }: Of<"may-not-erase">) =>
			`Only an approver of ${client} or the owner at its IT provider can have something erased. Ask one of them.`,
		noted: ({ client }: Of<"may-not-erase">) =>
			`only an approver of ${client} or the owner can have something erased`,
	},
	"legal-hold": {
		told: ({ client }: Of<"legal-hold">) =>
			`${client} is under a legal hold, so nothing is erased. Ask again once the hold has ended.`,
		noted: ({ client }: Of<"legal-hold">) => `${client} is under a legal hold`,
	},
	"nobody-to-confirm": {
		told: ({ role, client }: Of<"nobody-to-confirm">) =>
			`An erasure needs a second person: ${role === "owner" ? "the owner at the IT provider" : "an approver"}. No one else has that role at ${client}. Ask your IT provider to name one, then ask again.`,
		noted: ({ role, client }: Of<"nobody-to-confirm">) =>
			`it needs a second person, ${role === "owner" ? "an owner" : "an approver"}, and ${client} has no one else in that role`,
	},
	"not-erasable": {
		told: ({ what, reason }: Of<"not-erasable">) =>
			`${what} can't be erased: ${reason}. I requested nothing. Choose again.`,
		noted: ({ what, reason }: Of<"not-erasable">) => `${what} can't be erased: ${reason}`,
	},
	"own-erasure": {
		told: () =>
			"You asked for this erasure, so someone else confirms it. Ask them, or withdraw it. Nothing is erased until then.",
		noted: () => "people can't confirm an erasure that they asked for themselves",
	},
	"not-the-other-side": {
		told: ({ wanted }: Of<"not-the-other-side">) =>
			wanted.length > 0
				? `Only ${list(wanted, 6, "or")} can answer this: it needs both the client and its IT provider. Nothing was erased. Ask one of them.`
				: "No one can confirm this now: the person who asked for it no longer has that role. Nothing was erased. Start a new request.",
		noted: ({ wanted }: Of<"not-the-other-side">) =>
			wanted.length > 0
				? `only ${wanted.join(" or ")} can answer this`
				: "the person who asked for it no longer has that role",
	},
	"erasure-over": {
		told: ({ how }: Of<"erasure-over">) =>
			`This request is over: ${how}. Start a new request if anything still needs erasing.`,
		noted: ({ how }: Of<"erasure-over">) => `this request is over: ${how}`,
	},
};
