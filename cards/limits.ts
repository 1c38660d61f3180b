// Every platform's limits on what is posted, in one table, with their sources.

/** Characters are UTF-16 units unless a name says bytes.
 * Slack: docs.slack.dev/reference/block-kit, /methods/chat.postMessage. `blocksJson` is not documented: posts were seen to
 * fail with `msg_blocks_too_long` at about 13,200 characters of all blocks together; we stay below that.
 * Teams: learn.microsoft.com, "Format cards" and "Rate limits": about 100 KB in UTF-16, we keep to 80. */
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
	teams: { cardBytes: 80_000 },
} as const;

/** What can be decided on in chat: all steps together, so that a phone shows them whole, without unfolding.
 * A phone's preformatted line holds about 40 characters: 30 lines or 1,200 characters are two to three screens, which
 * people do scroll through, and stay far below where Slack folds messages (it documents no number) and below what one
 * card holds beside the plain words. Longer plans are reviewed in the console. */
export const inChat = { characters: 1_200, lines: 30 } as const;
