// The page of the audit log: filters in its address, newest first.
import { html } from "hono/html";
import { shortId } from "../../protocol/ids.ts";
import { AuditKind } from "../../protocol/read/audit.ts";
import { auditKindNames } from "../../words/sign-ins.ts";
import { addressOf, type Query } from "../access/query.ts";
import { talk } from "../html/drawn.ts";
import { type Html, shown } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { moment } from "../html/moment.ts";
import type { Audited, AuditedEntry } from "../options.ts";
import { select } from "../sessions/filters.ts";
import { behindText } from "./asked.ts";

type Logs = { id: string; name: string }[];

export const auditPage = (who: Who, logs: Logs, query: Query, { entries, next }: Audited): Html =>
	layout({
		title: "Audit log · Caisey",
		who,
		at: "/audit",
		wide: true,
		body: html`<section class="log"><h1>Audit log</h1>
			${filters(logs, query)}
			${entries.length ? table(entries, logs.length > 1) : html`<p class="empty">${isNarrowed(query) ? "Nothing in the log fits these filters." : "The log is empty."}</p>`}
			<p class="paging">${query.behind ? html`<a href="${addressOf("/audit", query, { behind: null })}">Newest</a>` : ""}
				${next ? html`<a rel="next" href="${addressOf("/audit", query, { behind: behindText(next) })}">Older</a>` : ""}</p></section>`,
	});

const isNarrowed = (query: Query): boolean => Object.values(query).some((value) => value !== "");

const filters = (logs: Logs, query: Query): Html => html`<form class="filters" action="/audit">
	${
		logs.length > 1
			? select(
					"Client",
					"log",
					query.log || null,
					logs.map(({ id, name }) => [id, name]),
				)
			: ""
	}
	${select(
		"What",
		"kind",
		query.kind || null,
		AuditKind.options.map((kind) => [kind, auditKindNames[kind]]),
	)}
	<label>Who <input name="who" value="${query.who ?? ""}" placeholder="Name or account" maxlength="100" size="14"></label>
	<label>From <input type="date" name="from" value="${query.from ?? ""}"></label>
	<label>Until <input type="date" name="until" value="${query.until ?? ""}"></label>
	<span class="do"><button>Apply</button> ${isNarrowed(query) ? html`<a href="/audit">Clear</a>` : ""} <a class="button" href="${addressOf("/audit.csv", query, { behind: null })}" download>CSV</a> <span class="hint">Days are UTC.</span></span>
</form>`;

const table = (entries: AuditedEntry[], several: boolean): Html => html`<table class="audit">
	<thead><tr><th scope="col">When</th>${several ? html`<th scope="col">Client</th>` : ""}<th scope="col">Who</th><th scope="col">What</th><th scope="col">Details</th></tr></thead>
	<tbody>${entries.map((entry) => line(entry, several))}</tbody>
</table>`;

const line = (
	{ at, log, who, kind, what, detail, session }: AuditedEntry,
	several: boolean,
): Html => html`<tr>
	<td class="when">${moment(at, "long")}</td>
	${several ? html`<td>${talk(log.name)}</td>` : ""}
	<td class="by">${talk(who)}</td>
	<td class="what">${kind === null ? "" : html`<b class="kind ${kind === "failed sign-in" || kind === "refused" ? "bad" : "quiet"}">${auditKindNames[kind]}</b> `}${shown(what)}</td>
	<td class="detail">${session === null ? "" : html`<a href="/s/${session}">${shortId(session)}</a> `}${shown(detail)}</td>
</tr>`;
