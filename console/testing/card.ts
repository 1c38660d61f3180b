// The card of the sample's plan, as an approver saw it.
import type { Plan } from "../../protocol/plan/plan.ts";

/** The plan's card as it went to Slack, cut short. */
export const shownCard = (plan: Plan): string => {
	const plain = (text: string) => ({ type: "plain_text", text, emoji: false });
	const section = (...elements: object[]) => ({ type: "rich_text_section", elements });
	const bold = (text: string) => section({ type: "text", text, style: { bold: true } });
	const steps = plan.steps.flatMap(({ phase, command }) => [
		bold(phase),
		{ type: "rich_text_preformatted", elements: [{ type: "text", text: command }] },
	]);
	const decides = section({ type: "text", text: "Waiting for " }, { type: "user", user_id: "U03" });
	const button = (label: string, style: "primary" | "danger") => ({
		...{ type: "button", action_id: label.toLowerCase(), value: plan.id, style },
		text: plain(label),
	});
	return JSON.stringify({
		blocks: [
			{ type: "header", text: plain("Approve this on CLIENT-ACCT-01?") },
			{ type: "rich_text", elements: [...steps, decides] },
			{ type: "actions", elements: [button("Approve", "primary"), button("Deny…", "danger")] },
		],
		text: "Approve this?",
	});
};
