// Every platform's limits on what is posted, in one table, with their sources.
import { wordsAtMost } from "../../protocol/plan/beside.ts";
import type { PlatformName } from "../../protocol/platform.ts";

/** Characters are UTF-16 units unless a name says bytes.
 * Slack: docs.slack.dev/reference/block-kit, /methods/chat.postMessage. `blocksJson` is not documented: posts were seen to
 * fail with `msg_blocks_too_long` at about 13,200 characters of all blocks together; we stay below that.
 * Teams: learn.microsoft.com, "Format your bot messages": about 100 KB of UTF-16 in all, 80 KB recommended, 40 KB until
 * 2025 and still named elsewhere ("Format cards"), so a card of ours stays within that. "User specific views": 60
 * people. "Cards reference": six actions are shown. Of inputs it documents no length: Slack's is taken, so that the same
 * command can be typed in both. */
export const limits = {
	slack: {
		blocks: 50,
		viewBlocks: 100,
		blocksJson: 12_000,
		/** Cut off by Slack above 40,000; only what a notification shows, so much less will do. */
		text: 1_000,
		header: 150,
		sectionText: 3_000,
		buttonText: 75,
		buttonValue: 2_000,
		confirmTitle: 100,
		confirmText: 300,
		confirmButton: 30,
		actionElements: 25,
		overflowOptions: 5,
		selectOptions: 100,
		optionText: 75,
		optionValue: 150,
		modalTitle: 24,
		modalButton: 24,
		inputText: 3_000,
		inputLabel: 2_000,
		inputHint: 2_000,
		placeholder: 150,
		privateMetadata: 3_000,
		viewJson: 250_000,
	},
	teams: {
		/** Of the message as JSON, two bytes each. */
		messageJson: 20_000,
		/** A dialog is an answer, not a message: bounded by us alone. */
		dialogJson: 60_000,
		summary: 1_000,
		refreshUserIds: 60,
		actions: 6,
		inputText: 3_000,
		/** Several of them are checkboxes below each other; the others are found by name. */
		choices: 20,
		choiceText: 150,
	},
} as const satisfies Record<PlatformName, Record<string, number>>;

/** What can be decided on in chat: all steps together, so that a phone shows them whole, without unfolding.
 * A phone's preformatted line holds about 40 characters: 60 lines or 3,000 characters are four to six screens. About
 * two thirds of public scripts for MSPs are no longer (docs/design/scripts.md), and people scroll through them. That is one section of Slack's, a quarter of what
 * one card holds, and leaves room for the plain words: a card that would be too large offers no [Approve]. People review
 * longer plans in the console. `words`: for each text that someone wrote beside the steps. */
export const inChat = { characters: 3_000, lines: 60, words: wordsAtMost.characters } as const;

/** Of a decided plan: longer steps would push aside how it went. */
export const decidedInChat = { characters: 1_200, lines: 30 } as const;
