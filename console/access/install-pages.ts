// The pages of an installation in Slack: the button, and how it went.
import { html } from "hono/html";
import { talk } from "../html/drawn.ts";
import { notice } from "./plain-pages.ts";

/** `agree`: where Slack asks whether the app may be installed. */
export const installPage = (agree: string) =>
	notice(
		"Add Caisey to your Slack workspace",
		html`<p>Slack shows what the app may do and asks you to allow it.</p>
			<p><a class="button" href="${agree}">Add to Slack</a></p>
			<p class="hint">Once it is there, your IT provider still has to connect your channel. Until then nothing that is said to it does anything. The button is good for ten minutes, in this browser.</p>`,
	);

/** A deployment without a client id of Slack's. */
export const notHerePage = () =>
	notice(
		"There is no installation from here",
		html`<p>This deployment takes its workspaces' tokens from the set-up file. Ask whoever looks after Caisey to add yours.</p>`,
	);

/** `bound`: whether one of its channels belongs to a client already. */
export const installedPage = (name: string, workspace: string, bound: boolean) =>
	notice(
		"Caisey is installed",
		html`<p>It is in <b>${talk(name)}</b> (<code>${workspace}</code>).</p>${
			bound
				? html`<p>Invite it to the channels that your IT provider connected: <code>/invite @Caisey</code>. What waited to be posted comes now.</p>`
				: html`<p>It is connected to no client yet, so nothing that is said to it does anything. Tell your IT provider the id above; they connect your channel.</p>`
		}`,
	);

const reasons = {
	strange: "It was not begun in this browser, or Slack sent back something that is not ours",
	expired: "More than ten minutes have passed since it was begun",
	used: "This was used already: going back or reloading does not install again",
	denied: "It was not allowed in Slack",
	refused: "Slack did not accept it",
	unsupported: "Slack gave something that can't be used here",
	unanswered: "Slack gave no answer, so nothing is known of a token",
} as const;
export type Why = keyof typeof reasons;

/** `detail`: Slack's own word for it, where there is one. */
export const notInstalledPage = (why: Why, detail: string) =>
	notice(
		"Nothing was installed here",
		html`<p>${reasons[why]}${detail && html` (<code>${talk(detail)}</code>)`}. Nothing was kept.</p>
			<p><a href="/slack/install">Begin again</a></p>`,
	);
