// The plan's dialog in Slack.

import { keepsText, noEndpoint, type ProposalForm, planForm } from "../../cards/kinds/plan-form.ts";
import { limits } from "../../cards/model/limits.ts";
import { plainText, type SlackBlock } from "../../cards/slack/card.ts";
import type { Metadata } from "./plan-metadata.ts";
import { formView, type Modal, saying } from "./views.ts";

const { inputText } = limits.slack;

/** `focus`: the command is what is to be edited. */
export const planView = (form: ProposalForm, metadata: Metadata, focus = false): Modal =>
	form.endpoints.length === 0
		? saying(noEndpoint(form.client))
		: formView(planForm(form, { inputText, focus }), {
				...metadata,
				kept: keepsText(form.draft, inputText),
			});

/** What is wrong, above the form, which keeps everything typed into it. */
export const banner = (text: string): SlackBlock => ({
	type: "section",
	block_id: bannerBlock,
	text: plainText(`⚠ ${text}`, limits.slack.sectionText),
});
export const bannerBlock = "refusal";
