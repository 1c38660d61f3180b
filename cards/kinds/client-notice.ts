// Short messages that concern a client, not one session.
import type { ClientNotice } from "../../protocol/read/client-notice.ts";
import { changeText } from "../../words/machine.ts";
import { type Card, type Line, sentences } from "../model/card.ts";
import { brief } from "../plain.ts";

export const clientNoticeCard = (notice: ClientNotice): Card => {
	const [first, ...others] = said(notice);
	return { ...sentences(first, ...others), notification: first };
};

/** At the start of a sentence. */
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const said = (notice: ClientNotice): [Line, ...Line[]] => {
	switch (notice.turn) {
		case "set-up-changed":
			return [
				[`${capital(notice.by)} changed the set-up of ${notice.client}: ${notice.changes.join("; ")}.`],
				["If you didn't expect this, ask your IT provider before you approve anything."],
			];
		case "standing":
			return [
				[`${capital(notice.by)} ${notice.did}.`],
				[
					notice.stops
						? `Caisey announces each of its runs at ${notice.client}. An approver or owner can revoke it at any time in the console, under “Approvers”.`
						: `From now on people decide on such plans at ${notice.client}, unless another standing approval covers them.`,
				],
			];
		case "channel-unbound":
			return [
				[
					`This conversation is no longer connected to ${notice.client}: ${notice.by} removed it from the set-up.`,
				],
				["Nothing said here is recorded now. If you didn't expect this, ask your IT provider."],
			];
		case "endpoint-held":
			return [
				[
					{ mention: notice.to },
					`: ${notice.endpoint} of ${notice.client} is on hold: ${brief(changeText(notice.hold), 600)}. Nothing new runs there.`,
				],
				[
					"If that's right (renamed, replaced or restored), confirm it: ",
					{ code: `npm run admin -- confirm <client>/${notice.endpoint}` },
					". If not, find the copy and stop its agent.",
				],
			];
		case "endpoint-quarantined":
			return [
				[
					{ mention: notice.to },
					`: ${notice.endpoint} of ${notice.client} is blocked, because two machines share its key. Nothing runs there.`,
				],
				[
					"Find the copy and stop its agent. Then re-enroll the right machine: ",
					{ code: `npm run admin -- apply <set-up file> --reissue <client>/${notice.endpoint}` },
					" prints the command to run there. Add --replace to that command.",
				],
			];
	}
};
