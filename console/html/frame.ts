// The bar around every page: the places, the search, and who is signed in.
import { html } from "hono/html";
import type { Role } from "../../protocol/people.ts";
import { talk } from "./drawn.ts";
import type { Html } from "./escape.ts";
import { type Place, placesFor } from "./places.ts";

/** Who is signed in. `roles`: all that they have at any client, for what the bar offers; each page judges for itself. */
export type Who = { name: string; roles?: readonly Role[] };

/** `at`: the address of the place that the page belongs to. */
export type Around = { who: Who | null; at?: string };

/** For no one, nothing but the way home. Where there is little room all places are one menu, which needs no script; where there is more,
 * those that are opened often are beside the brand, and the one that is open. */
export const bar = (
	{ who, at }: Around,
	all: readonly Place[] = placesFor(who?.roles ?? []),
): Html => html`<header class="top">
			${who === null ? "" : html`<button type="button" class="places-button" popovertarget="places" aria-label="Menu"><span aria-hidden="true">☰</span></button>`}
			<a class="brand" href="/">Caisey</a>
			${who === null ? "" : [nav(all, at), beside(all, at), searchable(all, at) ? searchField : "", account(who.name)]}
		</header>`;

const nav = (all: readonly Place[], at: string | undefined): Html =>
	html`<nav id="places" class="places" popover aria-label="All places"><ul>${all.map((one) => link(one, at))}</ul></nav>`;

const link = ({ name, href }: Place, at: string | undefined): Html =>
	html`<li><a href="${href}"${href === at ? html` aria-current="page"` : ""}>${name}</a></li>`;

/** So many have room without a menu. */
const fewPlaces = 5;

const beside = (all: readonly Place[], at: string | undefined): Html => {
	const isBeside = ({ href, often }: Place) => all.length <= fewPlaces || often === true || href === at;
	const rest = all.filter((one) => !isBeside(one));
	return html`<nav class="often" aria-label="Places"><ul>
				${all.filter(isBeside).map((one) => link(one, at))}${rest.length === 0 ? "" : html`<li><details class="menu"><summary>More <span aria-hidden="true">▾</span></summary><ul>${rest.map((one) => link(one, at))}</ul></details></li>`}
			</ul></nav>`;
};

/** The page that searches has a larger field of its own. */
const searchable = (all: readonly Place[], at: string | undefined): boolean =>
	at !== "/search" && all.some(({ href }) => href === "/search");

/** A GET, so that the address keeps what was searched for. */
const searchField = html`<form class="find" role="search" aria-label="Everything" action="/search">
				<input type="search" name="q" placeholder="Search everything" aria-label="Search everything" autocomplete="off">
			</form>`;

const account = (
	name: string,
): Html => html`<details class="menu who"><summary class="button"><span class="sr">Signed in as</span> ${talk(name)} <span aria-hidden="true">▾</span></summary>
				<ul>
					<li><button type="button" data-part="keys" hidden>Keyboard <kbd>?</kbd></button></li>
					<li><a href="/sign-ins">Your sign-ins</a></li>
					<li><form method="post" action="/sign-out"><button>Sign out</button></form></li>
				</ul>
			</details>`;
