// A card as it was posted: drawn from its record where all of it is known here, with the exact JSON behind.
import { html } from "hono/html";
import type { Person } from "../../protocol/people.ts";
import type { MessageRef } from "../../protocol/record/events.ts";
import { bytes, talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import { slackCard } from "./slack.ts";
import { teamsCard } from "./teams.ts";

/** `card`: the exact text that was sent; `ref`: where it is, which says whose mentions it has. */
export const cardView = (card: string, { workspace }: MessageRef, people: readonly Person[]): Html => {
	const drawn = drawing(card, workspace, people);
	if (drawn === null)
		return html`<details class="fold"><summary>The card exactly as sent</summary>
			<p class="hint">This card has parts that this page can't draw, so here is what was sent.</p>${bytes(card)}</details>`;
	const { picture, refreshes } = drawn;
	return html`<details class="fold"><summary>The card as it was posted</summary>
		<figure class="card">${picture}<figcaption class="hint">Drawn from the record; the app's own look differs. Nothing here can be pressed.${refreshes ? forDeciders : ""}</figcaption></figure>
		<details class="fold"><summary>The JSON exactly as sent</summary>${bytes(card)}</details></details>`;
};

/** The card that someone was shown for them alone, in Teams. `name`: theirs. */
export const servedView = (card: string, people: readonly Person[], name: string): Html => {
	const picture = cardPicture(card, "teams:", people);
	const title = html`The card as ${talk(name)} saw it`;
	if (picture === null)
		return html`<details class="fold"><summary>${title}</summary>
			<p class="hint">This card has parts that this page can't draw, so here is what was sent.</p>${bytes(card)}</details>`;
	return html`<details class="fold"><summary>${title}</summary>
		<figure class="card">${picture}<figcaption class="hint">Drawn from the record; the app's own look differs. Nothing here can be pressed.</figcaption></figure>
		<details class="fold"><summary>The JSON exactly as sent</summary>${bytes(card)}</details></details>`;
};

/** The drawing alone; null: some of it is unknown here. */
export const cardPicture = (card: string, workspace: string, people: readonly Person[]): Html | null =>
	drawing(card, workspace, people)?.picture ?? null;

const forDeciders =
	" For those who may decide, Teams replaces this card with one that also has the buttons to decide. What each of them was shown is an entry of its own, since Caisey records that.";

type Drawn = { picture: Html; refreshes: boolean };

/** Null: some of it is unknown here, and a picture without that would be another card. */
const drawing = (card: string, workspace: string, people: readonly Person[]): Drawn | null => {
	const sent = parsed(card);
	const [platform] = workspace.split(":");
	const nameOf = (user: string): string | null =>
		people.find(({ identities }) => identities.includes(`${workspace}:${user}`))?.name ?? null;
	if (platform === "slack") {
		const picture = slackCard(sent, nameOf);
		return picture && { picture, refreshes: false };
	}
	return platform === "teams" ? teamsCard(sent) : null;
};

const parsed = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
};
