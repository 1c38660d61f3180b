// The clients whose set-up someone may see.
import { html } from "hono/html";
import { count } from "../../words/amounts.ts";
import { talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import type { ClientShown } from "./view.ts";

export const clientsPage = (who: Who, clients: ClientShown[]): Html =>
	layout({
		title: "Clients · Caisey",
		who,
		at: "/clients",
		body: html`<section class="clients"><h1>Clients</h1>
			<ul class="cards" data-list>${clients.map(line)}</ul>
			${clients.some(({ may }) => may.export) ? html`<p><a class="button" href="/setup.yaml" download>Export the set-up file</a> <span class="hint">With all clients and the staff, without tokens. <code>npm run admin -- apply</code> takes it.</span></p>` : ""}</section>`,
	});

const line = ({ id, name, key, people, staff, channels, machines }: ClientShown): Html => {
	const approvers = [...staff, ...people].filter(({ roles }) => roles.includes("approver")).length;
	return html`<li><div><b><a href="/clients/${id}">${talk(name)}</a></b> <span class="hint"><code>${key}</code></span>
		<p class="facts">${of(people.length, "person", "people")} · ${approvers === 0 ? html`<b class="bad">no approver</b>` : of(approvers, "approver", "approvers")} · ${of(channels.length, "channel", "channels")} · <a href="/machines?client=${id}">${of(machines.length, "machine", "machines")}</a></p></div></li>`;
};

const of = (n: number, one: string, many: string): string => `${count(n)} ${n === 1 ? one : many}`;
