// Short messages that concern a client, not one session.
import type { ClientNotice } from "../../protocol/read/client-notice.ts";
import { amendmentDid, shownInChat } from "../../words/amendments.ts";
import { list } from "../../words/amounts.ts";
import { changeText } from "../../words/machine.ts";
import { actions } from "../model/actions.ts";
import { type Button, type Card, type Line, sentences } from "../model/card.ts";
import { brief } from "../plain.ts";

export const clientNoticeCard = (notice: ClientNotice): Card => {
	const [first, ...others] = said(notice);
	return { ...sentences(first, ...others), buttons: buttons(notice), notification: first };
};

const amendment = (notice: Extract<ClientNotice, { turn: "amendment" }>): [Line, ...Line[]] => {
	const { client, by, changes, waitsFor, ended, link } = notice;
	const { lines, characters } = shownInChat;
	const shown = changes.slice(0, lines).map((one): Line => ["• ", { theirs: brief(one, characters) }]);
	const more: Line[] =
		changes.length > lines ? [[`… and ${changes.length - lines} more, in the console`]] : [];
	if (ended)
		return [
			[`${brief(ended.by)} ${amendmentDid[ended.how]} the change that ${brief(by)} wanted at ${client}.`],
			...shown,
			...more,
		];
	return [
		[`${capital(brief(by))} wants to change who may approve at ${client}, its policy or its channels.`],
		...shown,
		...more,
		[
			`Nothing of it is in force until ${list(waitsFor, 6, "or")} confirms it${notice.review === null ? "" : `, ${reviews[notice.review]}`}: `,
			{ url: link, label: "open it in the console" },
			". If you didn't expect it, refuse it.",
		],
	];
};

const reviews = {
	passkey: "with their passkey",
	long: "in the console, as chat can't show all of it exactly",
} as const;

const buttons = (notice: ClientNotice): Button[] =>
	notice.turn !== "amendment" || notice.ended || notice.offers === null
		? []
		: [
				...(notice.review === null
					? [
							{
								...{ action: actions.changeConfirm, id: notice.offers, label: "Confirm" },
								tone: "primary" as const,
							},
						]
					: []),
				{ action: actions.changeRefuse, id: notice.offers, label: "Refuse", tone: "danger" },
			];

/** At the start of a sentence. */
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const said = (notice: ClientNotice): [Line, ...Line[]] => {
	switch (notice.turn) {
		case "set-up-changed":
			return [
				[`${capital(notice.by)} changed the set-up of ${notice.client}: ${notice.changes.join("; ")}.`],
				...(notice.note === undefined ? [] : [[`${notice.note}.`]]),
				["If you didn't expect this, ask your IT provider before you approve anything."],
			];
		case "amendment":
			return amendment(notice);
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
		case "unposted":
			return [[{ mention: notice.to }, `: ${brief(notice.text, 600)}`]];
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
