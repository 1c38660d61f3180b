// The list of machines: the fleet at a glance, then each client's, with what narrows them in the address.
import { html } from "hono/html";
import { machineStates } from "../../domain/machine-state.ts";
import { count } from "../../words/amounts.ts";
import { machineStateNames } from "../../words/machine.ts";
import { addressOf, type Query } from "../access/query.ts";
import { talk } from "../html/drawn.ts";
import { type Html, shown } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { clientSelect } from "../sessions/filters.ts";
import { claimed, named, notes, stateOf } from "./chips.ts";
import { countsOf, type Show, type Sign, signs } from "./fleet.ts";
import type { ClientMachines, Machine } from "./view.ts";
import { chosen, type MachinesWish } from "./wish.ts";

/** Of all clients together. */
const mostRows = 500;

type Listed = { who: Who; query: Query; wish: MachinesWish; all: ClientMachines[]; now: number };

export const machinesPage = ({ who, query, wish, all, now }: Listed): Html => {
	const { everything, shown: found } = chosen(all, wish, now);
	const total = found.reduce((sum, { machines }) => sum + machines.length, 0);
	return layout({
		title: "Machines · Caisey",
		who,
		at: "/machines",
		wide: true,
		body: html`<section class="machines"><h1>Machines</h1>
			${fleet(query, wish, everything, now)}
			${filters(query, wish, all)}
			${found.length > 0 ? firstOf(found).map((one) => ofClient(one, all.length > 1, now)) : html`<p class="empty">No machine is like that.</p>`}
			${total > mostRows ? html`<p class="hint">These are the first ${count(mostRows)} of ${count(total)}. Narrow the list to see others.</p>` : ""}
			<p class="hint">Versions, systems and users are what each machine says of itself.</p></section>`,
	});
};

const firstOf = (found: ClientMachines[]): ClientMachines[] => {
	let left = mostRows;
	return found.flatMap((one) => {
		const machines = one.machines.slice(0, left);
		left -= machines.length;
		return machines.length > 0 || one.machines.length === 0 ? [{ ...one, machines }] : [];
	});
};

const signNames = {
	disk: "Disk trouble",
	outdated: "Outdated agent",
	away: "Offline for days",
	alike: "Look alike",
	refused: "Refused something",
} as const satisfies Record<Sign, string>;

/** Each count leads to those that it counts. */
const fleet = (query: Query, wish: MachinesWish, machines: Machine[], now: number): Html => {
	const counts = countsOf(machines, now);
	const link = (show: Show | null, name: string, n: number) =>
		html`<li><a href="${addressOf("/machines", query, { show })}"${show === wish.show ? html` aria-current="page"` : ""}>${name} <span class="count">${count(n)}</span></a></li>`;
	const states = machineStates.filter((state) => counts[state] > 0 || state === wish.show);
	return html`<nav class="tabs" aria-label="Which machines"><ul>${link(null, "All", machines.length)}${states.map((state) => link(state, sentence(machineStateNames[state]), counts[state]))}</ul></nav>
		<nav class="signs" aria-label="Which want a look"><span class="hint">Look at:</span><ul>${signs.map((sign) => link(sign, signNames[sign], counts[sign]))}</ul></nav>`;
};

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const filters = (
	query: Query,
	wish: MachinesWish,
	all: ClientMachines[],
): Html => html`<form class="filters" action="/machines" role="search" aria-label="Machines">
	${wish.show === null ? "" : html`<input type="hidden" name="show" value="${wish.show}">`}
	${clientSelect(all, wish.client)}
	<label>Find <input type="search" name="q" value="${wish.q}" placeholder="Name, user, system" maxlength="100" autocomplete="off"></label>
	<span class="do"><button>Apply</button>${wish.client !== null || wish.q !== "" ? html` <a href="${addressOf("/machines", { show: query.show ?? "" })}">Clear</a>` : ""} <a class="button" href="${addressOf("/machines.csv", query)}" download>CSV</a></span>
</form>`;

const ofClient = (
	{ client, name, may, machines }: ClientMachines,
	several: boolean,
	now: number,
): Html => html`<section aria-labelledby="of-${client}">
	<div class="of"><h2 id="of-${client}">${talk(name)}${several ? html` <span class="hint">${count(machines.length)}</span>` : ""}</h2> <a href="/clients/${client}">People and policy</a>${may.change ? html` · <a href="/clients/${client}#machines">Add a machine</a>` : ""}</div>
	${machines.length === 0 ? html`<p class="hint">No machine yet.</p>` : table(client, machines, now)}
</section>`;

const table = (client: string, machines: Machine[], now: number): Html => html`<table class="fleet">
		<thead><tr><th scope="col">Machine</th><th scope="col">State</th><th scope="col">Agent</th><th scope="col">System</th><th scope="col">Logged on</th><th scope="col">Notes</th></tr></thead>
		<tbody data-list>${machines.map((one) => line(client, one, now))}</tbody>
	</table>`;

const line = (client: string, machine: Machine, now: number): Html => {
	const { inventory } = machine;
	return html`<tr>
		<th scope="row">${named(client, machine)}</th>
		<td>${stateOf(machine, now)}</td>
		<td class="version">${inventory === null ? "" : shown(inventory.agentVersion)}</td>
		<td>${inventory === null ? "" : claimed(inventory.os)}</td>
		<td>${inventory === null || inventory.loggedOn.length === 0 ? "" : inventory.loggedOn.slice(0, 2).map((user, n) => html`${n > 0 ? ", " : ""}${claimed(user)}`)}</td>
		<td class="notes">${notes(machine, now).map((note) => html`<span>${note}</span>`)}</td>
	</tr>`;
};
