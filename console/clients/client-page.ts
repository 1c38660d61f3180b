// A client's page: who may do what, its channels, its policy and its machines, as the set-up file says, and what of that isn't in force; forms for who may change them.
import { html } from "hono/html";
import { type Policy, Role } from "../../protocol/people.ts";
import type { Provider } from "../../protocol/read/sign-ins.ts";
import { policyNames, policyValueText } from "../../words/policy.ts";
import { allowText, denyText, type Quoted } from "../../words/rules.ts";
import { waysIn } from "../access/sign-in-pages.ts";
import { exact, talk } from "../html/drawn.ts";
import { type Html, oneLine } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { pathOf } from "../machines/chips.ts";
import { differing } from "./differing.ts";
import type { ClientShown, SetUpPerson } from "./view.ts";

/** `fresh`: whether the sign-in began just now, which a change takes. */
type Shown = { who: Who; client: ClientShown; fresh: boolean; providers: readonly Provider[] };

export const clientPage = ({ who, client, fresh, providers }: Shown): Html => {
	const { id, name, key, jurisdiction, people, staff, differs, may } = client;
	const edits = may.change && fresh;
	return layout({
		title: `${oneLine(name)} · Caisey`,
		who,
		at: "/clients",
		script: "passkeys.js",
		body: html`<article class="client">
			<nav class="path" aria-label="Where this is"><a href="/clients">Clients</a></nav>
			<h1>${talk(name)}</h1>
			<p class="hint">As the set-up file says: <code>${key}</code>${jurisdiction === "none" ? "" : `, data in ${jurisdiction}`} · <a href="/machines?client=${id}">Machines</a>${may.export ? html` · <a href="/setup.yaml" download>Export the set-up file</a> (all clients)` : ""}</p>
			${may.change && !fresh ? html`<div class="odd"><p>To change something here, sign in again. For five minutes after that, this page has forms.</p>${waysIn({ providers, next: `/clients/${id}` })}</div>` : ""}
			${differs ? differing(differs) : ""}
			<section aria-labelledby="people"><h2 id="people">People</h2>
				${people.length > 0 ? html`<ul class="cards">${people.map((one) => person(id, one, edits))}</ul>` : html`<p class="hint">No one of the client has a role yet.</p>`}
				${edits ? html`<details class="edit add"><summary class="button">Add someone</summary>${personForm(id, null)}</details>` : ""}
			</section>
			<section aria-labelledby="staff"><h2 id="staff">The IT provider's staff</h2>
				<p class="hint">Their roles count at every client. Change them in the set-up file.</p>
				<ul class="cards">${staff.map((one) => person(id, one, false))}</ul></section>
			<section aria-labelledby="channels"><h2 id="channels">Channels</h2>${channels(client, edits)}</section>
			<section aria-labelledby="policy"><h2 id="policy">Policy</h2>${policy(client, edits)}</section>
			<section aria-labelledby="machines"><h2 id="machines">Machines</h2>${machines(client, edits)}</section>
		</article>`,
	});
};

const action = (id: string): string => `/clients/${id}/change`;

const person = (id: string, one: SetUpPerson, edits: boolean): Html => html`<li>
	<div><b>${talk(one.name)}</b> ${one.roles.map((role) => html`<span class="role">${role}</span> `)}${one.groups.map((group) => html`<span class="role group">${group}</span> `)}
		<p class="facts"><code>${one.key}</code>${one.label === null ? "" : html` · ${talk(one.label)}`} · ${one.identities.length > 0 ? one.identities.map((identity, n) => html`${n > 0 ? ", " : ""}${exact(identity)}`) : "no chat account"}${one.email === null ? "" : html` · ${exact(one.email)}`}</p></div>
	${
		edits
			? html`<details class="edit"><summary class="button">Change</summary>${personForm(id, one)}
		<form method="post" action="${action(id)}"><input type="hidden" name="edit" value="remove-person"><input type="hidden" name="key" value="${one.key}"><button class="danger">Remove…</button> <span class="hint">You see what it causes first.</span></form></details>`
			: ""
	}
</li>`;

const does = {
	requester: "asks",
	approver: "decides",
	technician: "proposes",
	owner: "cancels, closes, erases",
} as const satisfies Record<Role, string>;

const personForm = (
	id: string,
	one: SetUpPerson | null,
): Html => html`<form class="fields" method="post" action="${action(id)}"><input type="hidden" name="edit" value="person">
	${one ? html`<input type="hidden" name="key" value="${one.key}">` : html`<label>Name in the file <input name="key" required pattern="[a-z0-9][a-z0-9\\-]*" maxlength="63" placeholder="dana"></label>`}
	<label>Name <input name="name" value="${one?.name ?? ""}" required maxlength="100"></label>
	<label>How exports name them <input name="label" value="${one?.label ?? ""}" maxlength="200"></label>
	<fieldset><legend>Roles</legend>${Role.options.map((role) => html`<label><input type="checkbox" name="roles" value="${role}"${one?.roles.includes(role) ? html` checked` : ""}> ${role} <span class="hint">${does[role]}</span></label>`)}</fieldset>
	<label>Groups that they approve for <input name="groups" value="${one?.groups.join(" ") ?? ""}" maxlength="640" placeholder="finance" spellcheck="false"></label>
	<label class="whole">Accounts, one a line <textarea name="identities" rows="2" spellcheck="false" placeholder="slack:T0123ABCD:U0DANA">${one?.identities.join("\n") ?? ""}</textarea></label>
	<label>E-mail address for plans to decide <input type="email" name="email" value="${one?.email ?? ""}" maxlength="200"></label>
	<p class="do"><button>Show what it causes</button></p>
</form>`;

const channels = ({ id, channels: all }: ClientShown, edits: boolean): Html => html`${
	all.length > 0
		? html`<ul class="items">${all.map(({ shown }) => html`<li>${exact(shown)}</li>`)}</ul>`
		: html`<p class="hint">No channel is connected, so no one there can ask for anything.</p>`
}
	${
		edits
			? html`<details class="edit"><summary class="button">Change</summary><form class="fields" method="post" action="${action(id)}"><input type="hidden" name="edit" value="channels">
		<label class="whole">Channels, one a line <textarea name="channels" rows="3" spellcheck="false" placeholder="slack:T0123ABCD:C0ACME">${all.map((one) => one.id).join("\n")}</textarea></label>
		<p class="do"><button>Show what it causes</button></p></form></details>`
			: ""
	}`;

const policy = (
	{ id, policy: is }: ClientShown,
	edits: boolean,
): Html => html`<dl class="known">${(Object.keys(policyNames) as (keyof Policy)[]).map((name) => html`<div><dt>${sentence(policyNames[name])}</dt><dd>${shownValue(name, is)}</dd></div>`)}</dl>
	${
		edits
			? html`<details class="edit"><summary class="button">Change</summary><form class="fields" method="post" action="${action(id)}"><input type="hidden" name="edit" value="policy">
		${number("votes", is.votes, 1, 5)}${number("decideWithin", is.decideWithin, 60, 2_592_000, "seconds")}${number("runWithin", is.runWithin, 60, 2_592_000, "seconds")}${number("stepTimeLimit", is.stepTimeLimit, 1, 86_400, "seconds")}
		${number("runBytes", is.runBytes, 1, 1_000_000_000_000, "bytes")}${number("runRecords", is.runRecords, 1, 100_000_000)}${number("runEvents", is.runEvents, 1, 10_000_000)}${number("runQuestions", is.runQuestions, 1, 200)}${number("runsPerDay", is.runsPerDay, 1, 1_000_000)}
		${choice("outputInChat", is.outputInChat, ["lines", "counts"])}${choice("approval", is.approval, ["press", "passkey"])}
		<label>Seconds until deputies may decide, empty: never <input type="number" name="escalateAfter" value="${is.escalateAfter ?? ""}" min="1" max="2592000"></label>
		<label>Days that output is kept, empty: for ever <input type="number" name="retentionDays" value="${is.retentionDays ?? ""}" min="1" max="36500"></label>
		<fieldset><legend>Legal hold</legend><label><input type="checkbox" name="legalHold"${is.legalHold ? html` checked` : ""}> on <span class="hint">nothing is erased</span></label></fieldset>
		<label>Groups that must each say yes, empty: none <input name="groups" value="${is.groups?.join(" ") ?? ""}" maxlength="320" placeholder="finance it" spellcheck="false"></label>
		<input type="hidden" name="rules" value="${JSON.stringify({ deny: is.deny, allow: is.allow, hours: is.hours })}"><p class="hint whole">Rules and times of the day are written in the set-up file.</p>
		<p class="do"><button>Show what it causes</button></p></form></details>`
			: ""
	}`;

/** A rule a line. */
const shownValue = (name: keyof Policy, is: Policy): Html => {
	const rules =
		name === "deny"
			? (is.deny ?? []).map((rule) => exactRule((quoted) => denyText(rule, quoted)))
			: name === "allow"
				? (is.allow ?? []).map((rule) => exactRule((quoted) => allowText(rule, quoted)))
				: [];
	if (rules.length === 0) return talk(policyValueText(name, is[name]));
	return html`<ul class="items">${rules.map((rule) => html`<li>${rule}</li>`)}</ul>`;
};

/** The file's text exactly, our quotes around it as they are. */
const exactRule = (say: (quoted: Quoted) => string): Html => {
	const theirs: string[] = [];
	const ours = say((text) => {
		theirs.push(text);
		return "\0";
	}).split("\0");
	return html`${ours.map((words, i) => html`${exact(words.trim())}${theirs[i] === undefined ? "" : html` “${exact(theirs[i])}” `}`)}`;
};

const choice = (name: keyof Policy, value: string, options: string[]): Html =>
	html`<label>${sentence(policyNames[name])} <select name="${name}">${options.map((one) => html`<option value="${one}"${one === value ? html` selected` : ""}>${policyValueText(name, one)}</option>`)}</select></label>`;

const number = (name: keyof Policy, value: number, min: number, max: number, unit = ""): Html =>
	html`<label>${sentence(policyNames[name])}${unit && `, ${unit}`} <input type="number" name="${name}" value="${value}" min="${min}" max="${max}" required></label>`;

const machines = ({ id, machines: all }: ClientShown, edits: boolean): Html => html`${
	all.length > 0
		? html`<ul class="items">${all.map(({ name, description }) => html`<li><a href="${pathOf(id, name)}">${exact(name)}</a>${description ? html` <span class="hint">${talk(description)}</span>` : ""}</li>`)}</ul>`
		: html`<p class="hint">No machine yet.</p>`
}
	${
		edits
			? html`<details class="edit add"><summary class="button">Add a machine</summary><form class="fields" method="post" action="${action(id)}"><input type="hidden" name="edit" value="machine">
		<label>Name <input name="name" required maxlength="63" pattern="[A-Za-z0-9][A-Za-z0-9._\\-]*" spellcheck="false"></label>
		<label>Description <input name="description" maxlength="200"></label>
		<p class="do"><button>Show what it causes</button></p></form></details>`
			: ""
	}`;

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
