// The sentences about a plan's card: where it was, and who was shown it.
import type { SessionEventBody } from "../protocol/record/events.ts";
import { count } from "../words/amounts.ts";
import { shownWhere } from "../words/places.ts";
import type { Told } from "./session-sentences.ts";

type Kind = "card.shown" | "card.served" | "card.unkept" | "card.mailed";

export const cardTable = {
	"card.shown": ({ plan, ref }, names) => ({
		does: `showed the card of ${names.plan(plan)}${shownWhere(names.place(ref))}`,
		tone: "quiet",
	}),
	"card.served": ({ plan, to }, names) => ({
		does: `showed ${names.person(to)} the card of ${names.plan(plan)} with the buttons to decide`,
		tone: "quiet",
	}),
	"card.unkept": ({ plan, to, kept }, names) => ({
		does: `showed ${names.person(to)} the card of ${names.plan(plan)} again, changed. This transcript has the first ${count(kept)} they were shown, and none from here on`,
		tone: "check",
	}),
	"card.mailed": ({ plan, to }, names) => ({
		does: `mailed the card of ${names.plan(plan)} to ${names.person(to)}`,
		tone: "quiet",
	}),
} satisfies { [K in Kind]: Told<Extract<SessionEventBody, { kind: K }>> };
