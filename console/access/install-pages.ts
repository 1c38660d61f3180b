// The pages of an installation in Slack: the button, and the result.
import { html } from "hono/html";
import { talk } from "../html/drawn.ts";
import { notice } from "./plain-pages.ts";

/** `agree`: where Slack asks whether the app may be installed. */
export const installPage = (agree: string) =>
	notice(
		"Add Caisey to your Slack workspace",
		html`<p>Slack shows what the app may do and asks you to allow it.</p>
			<p><a class="button" href="${agree}">Add to Slack</a></p>
			<p class="hint">Afterwards, your IT provider has to connect your channel. Until then Caisey ignores everything said there. The button works for ten minutes, in this browser.</p>`,
	);

/** A deployment without Slack's client id. */
export const notHerePage = () =>
	notice(
		"You can't install Caisey from here",
		html`<p>This deployment reads its workspaces' tokens from the set-up file. Ask your IT provider to add yours.</p>`,
	);

/** `bound`: whether one of its channels already belongs to a client. */
export const installedPage = (name: string, workspace: string, bound: boolean) =>
	notice(
		"Caisey is installed",
		html`<p>It is in <b>${talk(name)}</b> (<code>${workspace}</code>).</p>${
			bound
				? html`<p>Invite it to the channels that your IT provider connected: <code>/invite @Caisey</code>. Messages that were waiting arrive now.</p>`
				: html`<p>It isn't connected to a client yet, so it ignores everything said to it. Give your IT provider the id above, so that they can connect your channel.</p>`
		}`,
	);

const reasons = {
	strange: "This installation didn't start in this browser, or Slack's answer belongs to another one",
	expired: "The installation took more than ten minutes",
	used: "This installation is already done. Going back or reloading doesn't install again",
	denied: "Someone declined it in Slack",
	refused: "Slack rejected it",
	unsupported: "Slack answered with something that Caisey can't use",
	unanswered: "Slack didn't answer",
} as const;
export type Why = keyof typeof reasons;

/** `detail`: Slack's own word for it, if any. */
export const notInstalledPage = (why: Why, detail: string) =>
	notice(
		"Caisey is not installed",
		html`<p>${reasons[why]}${detail && html` (<code>${talk(detail)}</code>)`}. Caisey kept nothing.</p>
			<p><a href="/slack/install">Start again</a></p>`,
	);
