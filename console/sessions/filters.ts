// What narrows the list of sessions: a form whose fields are the address. Folded until one of them is used.
import { html } from "hono/html";
import { SessionState } from "../../protocol/read/view.ts";
import { outcomes, sessionStates } from "../../words/states.ts";
import { addressOf, type Query } from "../access/query.ts";
import type { Html } from "../html/escape.ts";
import type { SessionsFound, SessionsWish } from "./wish.ts";

export const isNarrowed = ({ tab: _, before: __, ...rest }: SessionsWish): boolean =>
	Object.values(rest).some((value) => value !== null);

export const filters = (query: Query, wish: SessionsWish, { clients }: SessionsFound): Html => {
	const some = clients.filter(({ client }) => wish.client === null || client === wish.client);
	const people = new Map(some.flatMap((one) => one.people).map(({ person, name }) => [person, name]));
	const endpoints = [...new Set(some.flatMap((one) => one.endpoints))].sort();
	return html`<details class="narrow"${isNarrowed(wish) ? html` open` : ""}><summary>Filter</summary>
	<form class="filters" action="/">
		${wish.tab === "all" ? "" : html`<input type="hidden" name="tab" value="${wish.tab}">`}
		${clientSelect(clients, wish.client)}
		${select(
			"Endpoint",
			"endpoint",
			wish.endpoint,
			endpoints.map((name) => [name, name]),
		)}
		${
			people.size > 0
				? select(
						"Person",
						"person",
						wish.person,
						[...people].sort(([, a], [, b]) => a.localeCompare(b)),
					)
				: ""
		}
		${select(
			"State",
			"state",
			wish.state,
			SessionState.options.map((state) => [state, sentence(sessionStates[state])]),
		)}
		${select("How it went", "outcome", wish.outcome, Object.entries(outcomes))}
		<label>Ticket <input name="ticket" value="${wish.ticket ?? ""}" autocomplete="off" size="8"></label>
		<label>From <input type="date" name="from" value="${wish.from === null ? "" : (query.from ?? "")}"></label>
		<label>To <input type="date" name="to" value="${wish.to === null ? "" : (query.to ?? "")}"></label>
		<span class="do"><button>Apply</button>${isNarrowed(wish) ? html` <a href="${addressOf("/", { tab: wish.tab === "all" ? "" : wish.tab })}">Clear</a>` : ""}</span>
	</form>
</details>`;
};

/** Nothing where there is but one. */
export const clientSelect = (
	clients: readonly { client: string; name: string }[],
	chosen: string | null,
): Html | string =>
	clients.length > 1
		? select(
				"Client",
				"client",
				chosen,
				clients.map(({ client, name }) => [client, name]),
			)
		: "";

/** A choice that is no longer offered stays chosen. */
export const select = (
	label: string,
	name: string,
	chosen: string | null,
	options: [value: string, text: string][],
): Html => {
	const known = chosen === null || options.some(([value]) => value === chosen);
	const all = known ? options : [...options, [chosen, chosen] as const];
	return html`<label>${label} <select name="${name}"><option value="">Any</option>${all.map(
		([value, text]) =>
			html`<option value="${value}"${value === chosen ? html` selected` : ""}>${text}</option>`,
	)}</select></label>`;
};

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
