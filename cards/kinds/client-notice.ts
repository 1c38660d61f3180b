// Short messages that concern a client, not one session.
import type { ClientNotice } from "../../protocol/view.ts";
import { type Card, type Line, sentences } from "../model/card.ts";

export const clientNoticeCard = (notice: ClientNotice): Card => {
	const [first, ...others] = said(notice);
	return { ...sentences(first, ...others), notification: first };
};

const said = (notice: ClientNotice): [Line, ...Line[]] => {
	switch (notice.turn) {
		case "set-up-changed":
			return [
				[`${notice.by} changed how ${notice.client} is set up here: ${notice.changes.join("; ")}.`],
				["If that is a surprise, ask your IT provider before anything is approved."],
			];
		case "channel-unbound":
			return [
				[`This conversation no longer belongs to ${notice.client}: ${notice.by} took it out of the set-up.`],
			];
		case "endpoint-quarantined":
			return [
				[
					{ mention: notice.to },
					`: ${notice.endpoint} of ${notice.client} is blocked: two machines share its key, so nothing runs there.`,
				],
				[
					"Find out which machine is the copy, and stop its agent. Then enrol the right one anew: ",
					{ code: `npm run admin -- apply <set-up file> --reissue <client>/${notice.endpoint}` },
					" prints the command to run there, with --replace at its end.",
				],
			];
	}
};
