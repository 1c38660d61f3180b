// A session that went through everything, made by the real rules with real keys: what the attacks are tried on.
import { utf8 } from "../../../../protocol/bytes.ts";
import { sha256Hex, workerKey } from "../../../keys/crypto.ts";
import { erasable, staying, strikeAfter } from "../../../recording/erasing.ts";
import { atDoor } from "../../door.ts";
import { strike } from "../../erasure/strike.ts";
import { ask } from "../../plan/asking.ts";
import { unreached } from "../../plan/unreached.ts";
import { vote } from "../../plan/voting.ts";
import { record } from "../../record.ts";
import { accepted } from "../../run/delivered.ts";
import { posted, signSessionHead } from "../../show/posted.ts";
import { served } from "../../show/served.ts";
import * as desk from "../../talk/desk.ts";
import * as talking from "../../talk/talking.ts";
import { unopened } from "../../talk/unopened.ts";
import { ada, id, olga, tom } from "../../testing/session.ts";
import {
	approved,
	cast,
	chat,
	dana,
	emptySession,
	later,
	type Making,
	opened,
	place,
	played,
	proposed,
	ref,
	runtime,
	sourceOf,
	talkBy,
	visit,
} from "./making.ts";
import type { Played } from "./recordings.ts";

export type Proven = Awaited<ReturnType<typeof provenSession>>;

/** `n`: which one it is, so that two of them have nothing in common. */
export const provenSession = async (n = 1, { compares = true, untilDenied = false } = {}) => {
	const it = emptySession(n, compares);
	const { core, machines, clock, env } = it;
	talk(it);
	const first = proposed(it, "seq 1 3", machines);
	await asked(it, first);
	approved(it, first);
	await runAll(it, first);
	await signSessionHead(core, later(clock));
	erase(it, first);
	const second = proposed(it, "rm -rf /tmp/x", machines.slice(0, 1));
	cast(it, second, "deny", "Not today.");
	if (!untilDenied) approved(it, proposed(it, "uptime", machines.slice(0, 1)));
	await signSessionHead(core, later(clock));
	record(core, later(clock), talkBy(olga), { kind: "link.issued", to: olga.id });
	return { ...it, source: sourceOf(it), key: await workerKey(env) };
};

const talk = (it: Making): void => {
	const { core, snapshot, clock } = it;
	opened(it);
	for (const [i, text] of ["It broke on Monday.", "My patient is Jane Roe.", "thx!! \ufffd"].entries())
		talking.said(core, { by: chat(dana), place, ref: ref(i), text, expected: [] }, "whole", visit(it, dana));
	const content = { name: "note.txt", type: "text/plain", bytes: utf8(`see page ${it.n}\n`) };
	talking.attached(
		core,
		{ by: chat(dana), place, ref: ref(0), file: "F1", content },
		{ of: sha256Hex(content.bytes), secret: null, masked: null },
		snapshot,
		later(clock),
	);
	desk.take(core, visit(it, tom));
	desk.setTicket(core, `T-${it.n}`, visit(it, tom));
	unopened(core, { because: "archived", told: "there", at: later(clock) });
};

const asked = async (it: Making, plan: string): Promise<void> => {
	const card = JSON.stringify({ blocks: [{ type: "section", text: "Approve this?" }] });
	const shown = { key: `plan:${plan}`, plan, ref: ref(9), sent: card, open: true };
	posted(it.core, shown, later(it.clock));
	const pressed = { place, ref: shown.ref, ofPlan: true };
	const own = JSON.stringify({ body: ["Approve this?"] });
	await served(it.core, { by: chat(ada), plan, pressed, card: own }, later(it.clock));
	unreached(it.core, plan, ada.identities[0] ?? "", "account-disabled", later(it.clock));
	ask(it.core, { by: chat(ada), plan, pressed: null, question: "Is it safe?", once: "q" }, visit(it, ada));
	await atDoor(it.core, { by: chat(dana), action: "approve", plan }, (by) =>
		vote(it.core, { by: chat(dana), plan, pressed: null, verdict: "approve", reason: null }, by),
	);
};

const done = { outcome: "exited", code: 0 } as const;
const ends: Played["end"][] = [done, done, { outcome: "timed-out" }, done, done];

/** What a shell reported of a step. */
const reported = JSON.stringify({
	type: "inside",
	v: 1,
	entries: [
		{
			...{ what: "error", at: 1, place: { stdout: 0, stderr: 0 }, how: "swallowed", terminating: true },
			...{ message: "no login for Jane Roe", category: "", id: "", exception: "", position: null, stack: "" },
		},
	],
});

const says: Played["says"][] = [
	[
		["stdout", "printer is idle\n"],
		["unknown", reported],
	],
	[
		["stdout", "1\n2\n"],
		["stderr", "careful\n"],
		["unknown", '{"type":"prompt.shown","v":1,"text":"Proceed?"}'],
		["stdout", "3\n"],
		["unknown", reported],
	],
	[["stdout", "printer is idle\n"]],
];

/** Endpoint by endpoint; the last report of the first one doesn't hold, the last step of the second one still runs. */
const runAll = async (it: Making, plan: string): Promise<void> => {
	const { core, clock } = it;
	for (const { id: on } of it.machines) {
		core.store.deliveries.set(plan, on, "granted", null);
		accepted(core, plan, on, runtime, later(clock));
	}
	for (const [i, run] of core.store.runs.of(plan).entries())
		await played(it, run, { says: says[run.step] ?? [], end: ends[i] ?? null });
};

/** A message; all output of one run, some of another. */
const erase = (it: Making, plan: string): void => {
	const { core, clock } = it;
	const [whole, partly] = core.store.runs.of(plan);
	if (!whole || !partly) throw new Error("a run is missing");
	const by = talkBy(olga);
	const asking = {
		id: id("x", 1),
		by: talkBy(ada),
		at: clock.now,
		expires: clock.now,
		reason: "a patient",
		targets: [],
	};
	const stays = new Map([[whole.id, staying(it.made.getByName(whole.id).store).stays]]);
	for (const what of [{ seq: 4 }, { run: whole.id }, { run: partly.id, records: [3] }])
		core.change(() => strike(core, what, "a patient", by, later(clock), { asked: asking, stays }));
	for (const [run, records] of [
		[whole.id, null],
		[partly.id, [3]],
	] as const) {
		const { store } = it.made.getByName(run);
		store.markErased();
		if (records) store.strike(erasable(store, [...records]));
		else strikeAfter(store, 0);
	}
};
