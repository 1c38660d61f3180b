// The page “Who approves”.
import { html } from "hono/html";
import type { ApproversView } from "../../protocol/read/approver-key.ts";
import type { Passkey } from "../../protocol/read/sign-ins.ts";
import { talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import { layout } from "../html/layout.ts";
import { dayBefore } from "../html/moment.ts";
import { signedForm } from "../html/signed-form.ts";
import type { SignedIn } from "../options.ts";

type Key = ApproversView["keys"][number];

/** `passkeys`: the reader's own. */
export const approversPage = (
	who: SignedIn,
	views: ApproversView[],
	passkeys: Passkey[],
	now: number,
): Html =>
	layout({
		title: "Who approves · Caisey",
		who,
		at: "/approvers",
		body: html`<h1>Who approves</h1>
			<p class="hint"><a href="/standing">Standing approvals</a>: what runs without a vote · <a href="/changes">Changes</a> of approvers, policy and channels</p>
			${views.map((view) => clientSection(view, who.person, passkeys, now))}
			<p class="said" data-part="passkey-said" role="status"></p>
			<noscript><p>To vouch for a passkey, allow scripts.</p></noscript>`,
	});

const clientSection = (view: ApproversView, reader: string, passkeys: Passkey[], now: number): Html => {
	const [former, live] = [view.keys.filter(isFormer), view.keys.filter((one) => !isFormer(one))];
	return html`<section class="approvers" aria-labelledby="${view.client}">
		<h2 id="${view.client}">${talk(view.name)}</h2>
		<p class="hint">${rule(view)}</p>
		${live.length > 0 ? html`<ul class="cards">${live.map((one) => keyCard(one, view, reader, now))}</ul>` : ""}
		${withoutKey(view, live)}
		${view.may.register ? registering(view, passkeys) : ""}
		${former.length > 0 ? html`<details class="fold"><summary>No longer counting: ${former.length}</summary><ul class="cards">${former.map((one) => keyCard(one, view, reader, now))}</ul></details>` : ""}
	</section>`;
};

const isFormer = ({ state }: Key): boolean => state === "revoked";

const rule = ({ approval, votes }: ApproversView): string => {
	const who = votes === 1 ? "One approver" : `${votes} different approvers`;
	return approval === "passkey"
		? `${who} must sign each plan with their own passkey. Each endpoint checks that itself, by the passkeys that it knows.`
		: `${who} must press Approve on each plan. Passkeys here begin to count once the set-up file says “approval: passkey”.`;
};

/** Approvers who can't sign yet. */
const withoutKey = ({ approvers }: ApproversView, keys: Key[]): Html | string => {
	const others = approvers.filter(({ person }) => !keys.some(({ key }) => key.person === person));
	if (others.length === 0) return "";
	const names = others.map(({ name }, i) => html`${i > 0 ? ", " : ""}${talk(name)}`);
	return html`<p>No passkey for approvals yet: ${names}</p>`;
};

const keyCard = (one: Key, view: ApproversView, reader: string, now: number): Html => {
	const { key, label, code, state, asked } = one;
	const [tone, standing] = states[state === "confirmed" && noneCounts(view.keys) ? "asked" : state];
	return html`<li>
		<div><b>${talk(key.name)}</b> <span class="state ${tone}">${standing}</span>
			<p class="facts">${talk(label)} · code <code>${code}</code> · asked for ${dayBefore(asked, now)}</p>
			${trust(one, view)}</div>
		<div class="keys-of">${steps(one, view, reader)}</div>
	</li>`;
};

const states = {
	asked: ["check", "waits for an owner"],
	confirmed: ["check", "waits for an approver"],
	counts: ["good", "counts"],
	revoked: ["", "no longer counts"],
} as const satisfies Record<Key["state"], readonly [string, string]>;

/** Why it counts: what an outsider would ask first. */
const trust = (
	{ confirmedBy, vouch, unvouched, state, wantsWord }: Key,
	{ keys }: ApproversView,
): Html | string => {
	if (confirmedBy === null) return "";
	const voucher = keys.find(({ key }) => key.credential === vouch?.by);
	const vouched = voucher ? html`; ${talk(voucher.key.name)}'s passkey vouches for it` : "";
	return html`<p class="facts">Confirmed by ${talk(confirmedBy)}${vouched}</p>
		${unvouched === "first" ? html`<p class="facts">⚠ The first one here: no approver could vouch for it.</p>` : ""}
		${unvouched === "break-glass" ? html`<p class="facts">⚠ No approver vouched for it, as no other passkey counted then. Endpoints that knew another one refuse it until someone resets them at the machine: <code>caisey-agent approvers reset</code></p>` : ""}
		${wantsWord ? html`<p class="facts">⚠ That one was revoked. Endpoints that hadn't heard of this passkey by then refuse it until another approver vouches for it.</p>` : ""}
		${state === "confirmed" && !noneCounts(keys) ? html`<p class="facts">Compare the code with them, on the phone for example, before you vouch.</p>` : ""}`;
};

const noneCounts = (keys: Key[]): boolean => keys.every(({ state }) => state !== "counts");

const steps = (
	{ key, state, wantsWord }: Key,
	{ client, may, keys }: ApproversView,
	reader: string,
): (Html | string)[] => {
	const at = `/approvers/${client}/keys/${key.credential}`;
	const own = key.person === reader;
	const of = key.name;
	return [
		state === "asked" && may.confirm && !own
			? html`<form method="post" action="${at}/confirm"><button class="primary" aria-label="Confirm ${of}'s passkey">Confirm</button></form>`
			: "",
		state === "confirmed" && noneCounts(keys) && may.confirm && !own
			? html`<form method="post" action="${at}/confirm"><p class="hint">No other passkey counts any more, so none can vouch for it.</p><button class="primary" aria-label="Let ${of}'s passkey count without a voucher">Let it count</button></form>`
			: "",
		(state === "confirmed" || wantsWord) && may.vouch
			? signedForm(`${at}/vouch`, `${at}/vouch/options`, {
					text: "Vouch with your passkey",
					label: html`Vouch for ${of}'s passkey with yours`,
				})
			: "",
		state !== "revoked" && (own || may.revoke)
			? html`<details class="edit"><summary class="button" aria-label="Revoke ${of}'s passkey…">Revoke…</summary>
				<form method="post" action="${at}/revoke"><p>It never counts again, here and on endpoints. ${state === "counts" ? "Plans that wait for it need another approver." : ""}</p><button class="danger">Revoke it</button></form></details>`
			: "",
	];
};

const registering = ({ client, keys }: ApproversView, passkeys: Passkey[]): Html => {
	const free = passkeys.filter(({ id }) => !keys.some(({ key }) => key.credential === id));
	if (free.length === 0)
		return html`<p class="hint">To approve with another passkey, first <a href="/sign-ins">add it to your sign-ins</a>.</p>`;
	return html`<form class="register" method="post" action="/approvers/${client}/keys">
		<label>Approve with <select name="credential">${free.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}</select></label>
		<button>Ask for it</button> <span class="hint">An owner confirms it${keys.some(({ state }) => state === "counts") ? ", then an approver vouches for it" : ""}.</span>
	</form>`;
};
