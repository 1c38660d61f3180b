// A machine's page: its state, what it claims, its plans, sessions and environment, also when it is offline or gone.
import { html } from "hono/html";
import { shortId } from "../../protocol/ids.ts";
import type { Inventory } from "../../protocol/wire.ts";
import { duration, list } from "../../words/amounts.ts";
import { troubleAndWhat } from "../../words/disk.ts";
import { changeText as driftText, moreChanges } from "../../words/drift.ts";
import { changeText } from "../../words/machine.ts";
import { planStates, word } from "../../words/states.ts";
import { exact, talk } from "../html/drawn.ts";
import { type Html, oneLine, shown } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { dayBefore, moment } from "../html/moment.ts";
import { sessionList } from "../sessions/page.ts";
import type { SessionRow } from "../sessions/wish.ts";
import { claimed, pathOf, stateOf, tooOldFor } from "./chips.ts";
import { confirming } from "./confirming.ts";
import { isOutdated } from "./fleet.ts";
import { enrolling } from "./token-page.ts";
import type { Machine, MachineFound, PlanOfMachine, RunThere } from "./view.ts";

type Shown = { who: Who; found: MachineFound; sessions: SessionRow[]; runs: RunThere[]; now: number };

export const machinePage = ({ who, found, sessions, runs, now }: Shown): Html => {
	const { client, name: clientName, may, machine, plans } = found;
	const { name } = machine;
	const at = pathOf(client, name);
	const all = `/?client=${client}&endpoint=${encodeURIComponent(name)}`;
	return layout({
		title: `${oneLine(name)} · ${oneLine(clientName)} · Caisey`,
		who,
		at: "/machines",
		body: html`<article class="machine">
			<nav class="path" aria-label="Where this is"><a href="/machines">Machines</a> › <a href="/machines?client=${client}">${talk(clientName)}</a></nav>
			<h1>${exact(name)}</h1>
			<p class="standing">${stateOf(machine, now)}${machine.description ? html` <span class="hint">${talk(machine.description)}</span>` : ""}</p>
			${trouble(client, machine, may.confirm, now)}
			${facts(machine)}
			${enrolling(client, machine, may)}
			${machine.inventory === null ? "" : inventory(machine.inventory, machine.state === "removed" || machine.state === "removing")}
			<section aria-labelledby="plans"><h2 id="plans">Latest plans</h2>${plans.length > 0 ? html`<ul class="items">${plans.map(plan)}</ul>` : html`<p class="hint">No plan named it yet.</p>`}</section>
			<section aria-labelledby="sessions"><h2 id="sessions">Latest sessions</h2>${sessions.length > 0 ? [sessionList(sessions), html`<p><a href="${all}">All its sessions</a></p>`] : html`<p class="hint">No session was about it yet.</p>`}</section>
			<section aria-labelledby="environment"><h2 id="environment">Environment</h2>${latest(runs, now)}${runs.length > 0 ? html`<p><a href="${at}/environment">Its timeline, and any two runs compared</a></p>` : ""}</section>
			${machine.former.length > 0 ? former(machine) : ""}
			${may.change && machine.state !== "removed" && machine.state !== "removing" ? removal(client, name) : ""}
		</article>`,
	});
};

/** What keeps it from running anything, or should be looked at. */
const trouble = (client: string, machine: Machine, mayConfirm: boolean, now: number): Html[] => {
	const { state, held, disk, refused, similarTo, inventory } = machine;
	const all: (Html | false)[] = [
		state === "blocked" &&
			html`<p class="odd">Nothing runs there: two machines share its key, for example because a disk was copied. Find the copy and stop its agent. Then re-enroll the right machine.</p>`,
		held !== null &&
			state === "held" &&
			html`<div class="odd"><p>Nothing runs there since ${dayBefore(held.since, now)}: ${shown(changeText(held))}.</p>${mayConfirm ? confirming(client, machine.name, held) : html`<p>An owner at the IT provider has to confirm it.</p>`}</div>`,
		disk !== "room" && html`<p class="odd">${diskSaid(disk)}</p>`,
		inventory !== null &&
			state !== "removed" &&
			isOutdated(machine) &&
			html`<p class="odd">Its agent ${shown(inventory.agentVersion)} is outdated. ${tooOldFor(inventory.agentVersion)}</p>`,
		similarTo.length > 0 && html`<p class="odd">Its name is easily mixed up with ${list(similarTo)}.</p>`,
		refused !== null &&
			html`<p class="odd">Its agent refused ${refused.plan === null ? "to obey the Worker's key" : html`plan ${shortId(refused.plan)}`}, ${dayBefore(refused.at, now)}: ${talk(refused.reason)}</p>`,
	];
	return all.filter((one) => one !== false);
};

const diskSaid = (disk: Exclude<Machine["disk"], "room">): string => {
	const said = troubleAndWhat(disk);
	return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
};

const fact = (label: string, value: Html | string): Html =>
	html`<div><dt>${label}</dt><dd>${value}</dd></div>`;

const facts = ({
	lastSeen,
	clockAhead,
	fingerprint,
	removedAt,
	state,
}: Machine): Html => html`<dl class="known">
	${lastSeen === null ? fact("Last heard", "never") : fact("Last heard", state === "online" ? "now" : moment(lastSeen, "long"))}
	${state === "removing" ? fact("Removal", "The set-up no longer names it. A plan that was approved for it isn't over yet.") : ""}
	${removedAt === null ? "" : fact("Removed", moment(removedAt, "long"))}
	${clockAhead === 0 ? "" : fact("Its clock", `${duration(Math.abs(clockAhead))} ${clockAhead > 0 ? "ahead" : "behind"}`)}
	${fingerprint === null ? "" : fact("Agent's key", html`<code>${fingerprint.slice(0, 16)}…</code>`)}
</dl>`;

const inventory = (
	said: Inventory,
	gone: boolean,
): Html => html`<section aria-labelledby="claims"><h2 id="claims">What the machine ${gone ? "said" : "says"} of itself</h2>
	<p class="hint">These are its agent's words. Caisey doesn't check them.</p>
	<dl class="known">
		${fact("Agent", claimed(said.agentVersion))}
		${fact("Host name", claimed(said.hostname))}
		${fact("System", html`${claimed(said.os)}, ${claimed(said.arch)}`)}
		${fact("Agent's account", html`${claimed(said.user)}${said.elevated ? ", with full administrator rights" : ""}`)}
		${fact("Logged on", said.loggedOn.length > 0 ? html`${said.loggedOn.map((one, n) => html`${n > 0 ? ", " : ""}${claimed(one)}`)}` : "no one, or the agent can't tell")}
		${fact("Shells", said.shells.length > 0 ? html`${said.shells.map((one) => html`<span class="shell">${claimed(one.shell)} ${one.version === null ? "" : claimed(one.version)} <code>${exact(one.path)}</code></span>`)}` : "none")}
	</dl></section>`;

const plan = ({ session, plan, title, state, proposedAt }: PlanOfMachine): Html =>
	html`<li><a href="/s/${session}#${plan}">${talk(title)}</a> <span class="hint">${word(planStates, state)} · proposed ${moment(proposedAt, "long")}</span></li>`;

/** The last run there that found something changed. */
const latest = (runs: RunThere[], now: number): Html => {
	const [newest] = runs;
	if (!newest) return html`<p class="hint">Nothing ran there yet.</p>`;
	const changed = runs.find(({ drift }) => drift !== null && drift.changes.length > 0);
	const last = html`Last run: <a href="/s/${newest.session}#${newest.run}">${dayBefore(newest.heard, now)}</a>.`;
	if (!changed?.drift) return html`<p>${last} Nothing had changed in its latest runs.</p>`;
	const { changes, more = 0 } = changed.drift;
	const left = changes.length - 5 + more;
	return html`<p>${last} The latest changes were found ${dayBefore(changed.heard, now)}:</p>
		<ul class="items">${changes.slice(0, 5).map((one) => html`<li>${talk(driftText(one))}</li>`)}${left > 0 ? html`<li class="hint">${moreChanges(left)}</li>` : ""}</ul>`;
};

const former = ({
	former: all,
}: Machine): Html => html`<section aria-labelledby="former"><h2 id="former">Earlier enrollments</h2>
	<ul class="items">${all.map(({ fingerprint, endedAt, removed }) => html`<li>Key <code>${fingerprint.slice(0, 16)}…</code>, until ${moment(endedAt, "long")}: ${removed ? "removed" : "another machine, or another key, took its place"}</li>`)}</ul></section>`;

const removal = (
	client: string,
	name: string,
): Html => html`<section aria-labelledby="remove"><h2 id="remove">Remove it</h2>
	<p class="hint">Its transcripts stay, and so does this page. Plans that wait for it never run there.</p>
	<form method="post" action="/clients/${client}/change"><input type="hidden" name="edit" value="remove-machine"><input type="hidden" name="name" value="${name}"><button class="danger">Remove…</button> <span class="hint">You see what it causes first.</span></form></section>`;
