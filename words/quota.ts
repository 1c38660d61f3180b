// What people read who ask or press too often.
import type { Refusal } from "../protocol/refusal.ts";
import { clock } from "./times.ts";

type TooMany = Extract<Refusal, { code: "too-many" }>;

export const quotaRefusals = {
	"too-many": {
		told: ({ what, until }: TooMany) =>
			what === "runs"
				? `This company has as many runs a day as its policy allows, so I didn't propose this plan. Please propose it after ${clock(until)} UTC, or ask an owner to raise the limit.`
				: what === "requests"
					? `There were many new requests in a short time, so I didn't open this one. Please try again after ${clock(until)} UTC, or write in the thread of a request that you have.`
					: `You pressed very often in a short time, so nothing was done. Please try again after ${clock(until)} UTC.`,
		noted: ({ what }: TooMany) => `too many ${what} in a short time`,
	},
};
