// The questions to the page that shows cards, and its answers.
import type { SlackBlock } from "../../cards/slack/card.ts";

/** `teams`: a card's content, or a text. */
export type Shown = { slack: SlackBlock[]; teams: object | string };
/** What is seen of it in Teams: all text, and each exact text line by line. `sticksOut`: it is wider than a phone, in either
 * platform. `above`: pixels above the first exact text, in Slack and in Teams. */
export type Seen = { text: string; codes: string[][]; sticksOut: boolean; above: number[] };

declare global {
	interface Window {
		show(shown: Shown): Seen;
	}
}
