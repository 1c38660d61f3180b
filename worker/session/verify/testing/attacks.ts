// The table of attacks: what someone could do to a transcript who doesn't hold the Worker's key. Hashes and links can be made
// again, signatures can't. Both judges answer for each: the check inside the Worker, and the script in docs/.
import { base64, fromBase64, hex, utf8 } from "../../../../protocol/bytes.ts";
import { payloadHash } from "../../../../protocol/record/chain.ts";
import { sha256 } from "../../../keys/crypto.ts";
import type { Loose } from "./stored.ts";

/** `t`: an export; `other`: one of another session of the same Worker. */
type Change = (t: Loose, other: Loose) => void;

export const of = (t: Loose, kind: string): Loose[] => t.events.filter((one: Loose) => one.kind === kind);
const runs = (t: Loose) => ({
	whole: t.runs[0],
	partly: t.runs[1],
	done: t.runs[4],
	running: t.runs[5],
	waiting: t.runs[6],
});
const output = ({ records }: Loose, at = 0): Loose =>
	records.filter(({ kind }: Loose) => kind !== "event")[at];
const swap = (all: Loose[], a: number, b: number) => {
	[all[a], all[b]] = [all[b], all[a]];
};
const swapField = (a: Loose, b: Loose, name: string) => {
	[a[name], b[name]] = [b[name], a[name]];
};
const drop = (all: Loose[], one: Loose) => all.splice(all.indexOf(one), 1);
const renumber = (all: Loose[], name: string) => {
	for (const [i, one] of all.entries()) one[name] = i + 1;
};
const copy = <T>(value: T): T => structuredClone(value);
const salt = base64(new Uint8Array(16).fill(7));

/** An event that says this, its hash made again. */
const rewrite = (event: Loose, body: Loose, actor: Loose = {}): void => {
	const before = event.payload ? JSON.parse(event.payload) : { v: 1, actor: null, body: {} };
	const payload = { ...before, actor: { ...before.actor, ...actor }, body: { ...before.body, ...body } };
	Object.assign(event, { payload: JSON.stringify(payload), salt: event.salt ?? salt });
	event.hash = hex(payloadHash(fromBase64(event.salt), utf8(event.payload), sha256));
	delete event.erased;
};
/** One more event at the end. */
const append = (t: Loose, like: Loose, body: Loose, actor: Loose = {}): Loose => {
	const event = { ...copy(like), seq: t.events.length + 1 };
	rewrite(event, body, actor);
	t.events.push(event);
	return event;
};
const rewriteRecord = (row: Loose, bytes: Uint8Array): void => {
	Object.assign(row, { bytes: base64(bytes), length: bytes.length, salt: row.salt ?? salt });
	row.hash = hex(payloadHash(fromBase64(row.salt), bytes, sha256));
};
const printed = "printer is ready\n";
const eraseRow = (row: Loose, name: string) => Object.assign(row, { [name]: null, salt: null, erased: true });
const cut = (t: Loose, count: number) => {
	t.events.length = count;
};
/** The number of events until the first head. */
const beforeHead = (t: Loose): number => of(t, "head.signed")[0].seq - 1;
const said = (t: Loose, at = 0): Loose => of(t, "message.said").filter(({ payload }) => payload !== null)[at];
const bodyOf = ({ payload }: Loose): Loose => JSON.parse(payload).body;

/** Found: `broken`, something contradicts it. `open`: nothing does, but both say that no signature covers it. */
const table: Record<string, Record<string, Change | { open: Change }>> = {
	"an event": {
		"its text changed": (t) => (said(t).payload = said(t).payload.replace("Monday", "Sunday")),
		"its text changed, its hash made again": (t) => rewrite(said(t), { text: "It is fine." }),
		"its time changed": (t) => (said(t).at += 1),
		"its kind changed": (t) => (said(t).kind = "message.edited"),
		"its salt changed": (t) => (said(t).salt = salt),
		"its author changed": (t) => rewrite(of(t, "vote.cast")[0], {}, { name: "Eve" }),
		"left out": (t) => drop(t.events, of(t, "vote.cast")[0]),
		"left out, the others renumbered": (t) => {
			drop(t.events, said(t));
			renumber(t.events, "seq");
		},
		"exchanged with another": (t) => swap(t.events, 2, 4),
		"exchanged with another, both renumbered": (t) => {
			swap(t.events, 2, 4);
			renumber(t.events, "seq");
		},
		"there twice": (t) => t.events.splice(3, 0, copy(t.events[2])),
		"there twice, the others renumbered": (t) => {
			t.events.splice(3, 0, copy(t.events[2]));
			renumber(t.events, "seq");
		},
		"that is another session's": (t, other) => (t.events[2] = copy(other.events[2])),
		"all of another session's": (t, other) => (t.events = copy(other.events)),
		"none left": (t) => (t.events = []),
		"nothing left at all": (t) => Object.assign(t, { events: [], plans: [], runs: [], attachments: [] }),
		"the opening left out": (t) => {
			t.events.shift();
			renumber(t.events, "seq");
		},
		"forged at the end": { open: (t) => append(t, said(t), { text: "It was never asked for." }) },
		"forged at the end, as a vote": (t) => append(t, of(t, "vote.cast")[0], { verdict: "deny" }),
		"forged at the end, as the end of a run": (t) => {
			const { running, partly } = runs(t);
			const ended = append(t, of(t, "run.ended").at(-1), { run: running.run });
			Object.assign(running, { head: bodyOf(ended).head, summary: bodyOf(ended).summary, state: "ended" });
			Object.assign(running, { stdout: partly.stdout, stderr: partly.stderr, agrees: true });
		},
		"forged at the end, as a second end of a run": (t) => append(t, of(t, "run.ended")[1], {}),
		"forged at the end, as a second start of a run": (t) => append(t, of(t, "run.started")[1], {}),
		"forged at the end, as a second decision": (t) =>
			append(t, of(t, "plan.decided")[1], { plan: t.plans[1].id, outcome: "expired" }),
		"forged at the end, as a second opening": (t) => append(t, of(t, "session.opened")[0], {}),
		"forged at the end, as a second proposal": (t) => append(t, of(t, "plan.proposed")[0], {}),
		"forged at the end, as a plan that isn't there": (t) =>
			append(t, of(t, "plan.proposed")[0], { plan: "pl_g0000000000000009" }),
		"forged at the end, as a question about a plan that isn't there": (t) =>
			append(t, of(t, "question.asked")[0], { plan: "pl_g0000000000000009" }),
		"forged at the end, as a run that isn't there": (t) =>
			append(t, of(t, "run.started")[0], { run: "r_g0000000000000009" }),
		"forged at the end, as a thread": (t) => append(t, of(t, "thread.opened")[0], { thread: "desk" }),
		"forged at the end, as a ticket": (t) => append(t, of(t, "ticket.set")[0], { ticket: "T-9" }),
		"forged at the end, as a closing": (t) =>
			Object.assign(append(t, of(t, "session.taken")[0], { kind: "session.closed" }), {
				kind: "session.closed",
			}),
		"forged at the end, as an erasure of output": (t) =>
			append(t, of(t, "erased")[0], { what: { run: t.runs[3].run } }),
		"forged at the end, as an attachment": (t) => append(t, of(t, "message.attached")[0], {}),
		"forged at the end, as records that were kept out": (t) => {
			const event = append(t, of(t, "run.started")[1], {
				kind: "integrity",
				reason: "x",
				context: undefined,
			});
			event.kind = "integrity";
		},
		"forged at the end, as a head": (t) => append(t, of(t, "head.signed")[1], { head: t.runs[3].head }),
		"forged at the end, as a cancellation": {
			open: (t) =>
				Object.assign(append(t, of(t, "session.taken")[0], { kind: "cancel.asked", plan: t.plans[0].id }), {
					kind: "cancel.asked",
				}),
		},
		"cut off after the last head": { open: (t) => cut(t, t.events.length - 1) },
		"cut off with the last head": { open: (t) => cut(t, of(t, "head.signed").at(-1).seq - 1) },
		"cut off before the first head, one forged": (t) => {
			cut(t, beforeHead(t));
			append(t, said(t), { text: "Cancel it." });
		},
		"all cut off that have to do with plans, one forged": {
			open: (t) => {
				const erased = of(t, "erased")[0];
				cut(t, of(t, "ticket.set")[0].seq);
				append(t, erased, {});
				append(t, said(t), { text: "Never mind." });
				Object.assign(t, { plans: [], runs: [] });
				Object.assign(t.header, { state: "waiting-for-technician", endpointKeys: [] });
			},
		},
	},
	"an erased event": {
		"with text, without salt": (t) => Object.assign(t.events[3], { payload: said(t).payload }),
		"with text and salt": (t) => Object.assign(t.events[3], { payload: said(t).payload, salt: said(t).salt }),
		"with text and salt, not erased": (t) => {
			Object.assign(t.events[3], { payload: said(t).payload, salt: said(t).salt });
			delete t.events[3].erased;
		},
		"with text, salt and a hash made again": (t) =>
			rewrite(t.events[3], bodyOf(said(t)), JSON.parse(said(t).payload).actor),
		"with a salt alone": (t) => (t.events[3].salt = salt),
		"with another hash": (t) => (t.events[3].hash = said(t).hash),
		"that no event tells": (t) => eraseRow(said(t), "payload"),
		"that one forged at the end tells": {
			open: (t) => {
				append(t, of(t, "erased")[0], { what: { seq: said(t).seq } });
				eraseRow(said(t), "payload");
			},
		},
		"a vote that one forged at the end tells": (t) => {
			append(t, of(t, "erased")[0], { what: { seq: of(t, "vote.cast")[0].seq } });
			eraseRow(of(t, "vote.cast")[0], "payload");
		},
		"that was told before it was said": (t) => eraseRow(of(t, "head.signed")[0], "payload"),
	},
	"a head": {
		"its signature changed": (t) => {
			const { head } = bodyOf(of(t, "head.signed")[0]);
			rewrite(of(t, "head.signed")[0], {
				head: { ...head, signature: bodyOf(of(t, "head.signed")[1]).head.signature },
			});
		},
		"that counts more": (t) => {
			const { head } = bodyOf(of(t, "head.signed")[1]);
			rewrite(of(t, "head.signed")[1], { head: { ...head, count: t.events.length } });
		},
		"that counts less": (t) => {
			const { head } = bodyOf(of(t, "head.signed")[1]);
			rewrite(of(t, "head.signed")[1], { head: { ...head, count: head.count - 1 } });
		},
		"that is another session's": (t, other) =>
			rewrite(of(t, "head.signed")[1], bodyOf(of(other, "head.signed")[1])),
		"that is a recording's": (t) => rewrite(of(t, "head.signed")[1], { head: t.runs[0].head }),
		"all left out": {
			open: (t) => {
				t.events = t.events.filter(({ kind }: Loose) => kind !== "head.signed");
				renumber(t.events, "seq");
			},
		},
	},
	"a plan": {
		"its text changed": (t) => (t.plans[0].text = t.plans[0].text.replace("seq 1 3", "seq 1 9")),
		"its text changed, its digest made again": (t) => {
			t.plans[0].text = t.plans[0].text.replace("seq 1 3", "seq 1 9");
			t.plans[0].digest = hex(sha256(utf8(t.plans[0].text)));
		},
		"its digest changed": (t) => (t.plans[0].digest = t.plans[1].digest),
		"its id changed": (t) => (t.plans[1].id = "pl_g0000000000000009"),
		"left out": (t) => t.plans.splice(1, 1),
		"left out with its runs": (t) => {
			const [{ id }] = t.plans.splice(0, 1);
			t.runs = t.runs.filter(({ plan }: Loose) => plan !== id);
		},
		"there twice": (t) => t.plans.push(copy(t.plans[0])),
		"exchanged with another": (t) => swap(t.plans, 0, 1),
		"that is another session's": (t, other) => t.plans.push(copy(other.plans[0])),
		"with another's text and digest": (t) =>
			Object.assign(t.plans[1], { text: t.plans[2].text, digest: t.plans[2].digest }),
		"shown as another state": (t) => (t.plans[1].state = "finished"),
		"approved, shown as denied": (t) => (t.plans[0].state = "denied"),
		"without its votes": (t) => (t.plans[0].votes = []),
		"with one more vote": (t) => t.plans[1].votes.push(copy(t.plans[0].votes[0])),
		"with another vote": (t) => (t.plans[1].votes[0].verdict = "approve"),
		"with another voter": (t) => (t.plans[0].votes[0].name = "Eve"),
		"with another reason": (t) => (t.plans[1].votes[0].reason = "Fine."),
		"with a vote at another time": (t) => (t.plans[0].votes[0].at += 1),
		"with a vote from elsewhere": (t) => (t.plans[0].votes[0].surface = "teams"),
		"its card changed": (t) =>
			(of(t, "card.shown")[0].payload = of(t, "card.shown")[0].payload.replace(
				"Approve this",
				"Ignore this",
			)),
		"its card changed, hashes and digest made again": (t) =>
			rewrite(of(t, "card.shown")[0], { card: "{}", digest: hex(sha256(utf8("{}"))) }),
		"decided as denied, hashes made again": (t) => rewrite(of(t, "plan.decided")[0], { outcome: "denied" }),
		"with other runs, hashes made again": (t) => {
			const {
				runs: [a, b],
			} = bodyOf(of(t, "plan.decided")[0]);
			rewrite(of(t, "plan.decided")[0], { runs: [b, a] });
		},
	},
	"a run": {
		"left out": (t) => t.runs.splice(1, 1),
		"left out, one that waits": (t) => t.runs.splice(6, 1),
		"all left out": (t) => (t.runs = []),
		"there twice": (t) => t.runs.push(copy(t.runs[1])),
		"that is another session's": (t, other) => t.runs.push(copy(other.runs[1])),
		"in place of which another session's is": (t, other) => (t.runs[1] = copy(other.runs[1])),
		"exchanged with another": (t) => swap(t.runs, 0, 1),
		"exchanged with the same check after": (t) => {
			for (const name of [
				"run",
				"startedAt",
				"context",
				"stdout",
				"stderr",
				"lastRecord",
				"end",
				"summary",
				"agrees",
				"head",
				"erased",
				"records",
			])
				swapField(t.runs[3], t.runs[5], name);
			swapField(t.runs[3], t.runs[5], "state");
		},
		"that waits, exchanged with the same check": (t) => swapField(t.runs[6], t.runs[8], "run"),
		"with another's recording": (t) => swapField(t.runs[3], t.runs[4], "records"),
		"with another's recording and head": (t) => {
			for (const name of ["records", "head", "summary"]) swapField(t.runs[3], t.runs[4], name);
		},
		"with another session's recording": (t, other) => (runs(t).done.records = copy(other.runs[4].records)),
		"shown as another step": (t) => (runs(t).done.step = 0),
		"shown as another phase": (t) => (runs(t).done.phase = "before"),
		"shown on another endpoint": (t) => (runs(t).done.endpoint = t.runs[0].endpoint),
		"shown as another plan's": (t) => (runs(t).done.plan = t.plans[2].id),
		"shown with another context": (t) => (runs(t).done.context.user.name = "guest"),
		"shown as started at another time": (t) => (runs(t).done.startedAt += 1),
		"shown with more output": (t) => (runs(t).done.stdout += 1),
		"shown with less output": (t) => (runs(t).done.stderr = 0),
		"shown with another report": (t) => (runs(t).done.summary.durationMs = 1),
		"shown as one that disagrees": (t) => (runs(t).done.agrees = false),
		"shown without its head": (t) => (runs(t).done.head = null),
		"shown with another's head": (t) => (runs(t).done.head = t.runs[3].head),
		"its output replaced, hash made again, its head gone": (t) => {
			rewriteRecord(output(runs(t).done), utf8("3\n2\n"));
			runs(t).done.head = null;
		},
		"its end forged, hashes made again": (t) => {
			const ended = of(t, "run.ended").at(-1);
			rewrite(ended, { end: { outcome: "exited", code: 3 } });
		},
		"its start left out": (t) => {
			drop(t.events, of(t, "run.started")[1]);
			renumber(t.events, "seq");
			Object.assign(t.runs[1], { context: null, startedAt: null });
		},
	},
	"a record": {
		"a byte changed": (t) => (output(runs(t).done).bytes = base64(utf8("1\n9\n"))),
		"a byte changed, its hash made again": (t) => rewriteRecord(output(runs(t).done), utf8("1\n9\n")),
		"of a run that goes on, a byte changed": (t) =>
			(output(runs(t).running).bytes = base64(utf8("printer is gone\n"))),
		"of a run that goes on, its hash made again": {
			open: (t) => rewriteRecord(output(runs(t).running), utf8("printer is gone\n")),
		},
		"its time at the agent changed": (t) => (output(runs(t).done).at += 1),
		"its time of arrival changed": (t) => (output(runs(t).done).receivedAt += 1),
		"its stream changed": (t) => (output(runs(t).done).kind = "stderr"),
		"its position changed": (t) => (output(runs(t).done).offset += 1),
		"its length changed": (t) => (output(runs(t).done).length += 1),
		"its salt changed": (t) => (output(runs(t).done).salt = salt),
		"left out": (t) => runs(t).done.records.splice(2, 1),
		"left out, the others renumbered": (t) => {
			runs(t).done.records.splice(2, 1);
			renumber(runs(t).done.records, "n");
		},
		"all left out": (t) => (runs(t).done.records = []),
		"the last left out": (t) => runs(t).done.records.pop(),
		"there twice": (t) => runs(t).done.records.splice(3, 0, copy(runs(t).done.records[2])),
		"one more at the end": (t) => {
			const { records } = runs(t).done;
			records.push({ ...copy(records.at(-1)), n: records.length + 1 });
		},
		"exchanged with another": (t) => swap(runs(t).done.records, 2, 3),
		"exchanged with another, both renumbered": (t) => {
			swap(runs(t).done.records, 2, 3);
			renumber(runs(t).done.records, "n");
		},
		"in another order": (t) => runs(t).done.records.reverse(),
		"cut into two": (t) => {
			const { records } = runs(t).done;
			const row = output(runs(t).done);
			const rest = { ...copy(row), offset: row.offset + 2 };
			rewriteRecord(row, utf8("1\n"));
			rewriteRecord(rest, utf8("2\n"));
			records.splice(records.indexOf(row) + 1, 0, rest);
			renumber(records, "n");
		},
		"of an unknown kind changed": (t) =>
			rewriteRecord(runs(t).done.records[4], utf8('{"type":"prompt.shown","v":1,"text":"No?"}')),
		"an event that can't be read": (t) => rewriteRecord(runs(t).done.records[0], utf8("{")),
		"erased, and no event tells": (t) => eraseRow(output(runs(t).done), "bytes"),
		"erased, an event of the run": (t) => eraseRow(runs(t).whole.records[1], "bytes"),
		"erased, another one than the events tell": (t) => eraseRow(output(runs(t).partly, 1), "bytes"),
		"erased, with another length": (t) => (output(runs(t).whole).length = printed.length),
		"erased, with bytes": (t) => (output(runs(t).whole).bytes = base64(utf8("printer is idle\n"))),
		"erased, with bytes and salt": (t) =>
			Object.assign(output(runs(t).whole), { bytes: base64(utf8("printer is busy\n")), salt }),
		"erased, with bytes, salt and a hash made again": (t) => {
			delete output(runs(t).whole).erased;
			rewriteRecord(output(runs(t).whole), utf8("printer is busy\n"));
		},
		"erased, with a salt alone": (t) => (output(runs(t).whole).salt = salt),
	},
	"an agent's report": {
		"its signature changed": (t) =>
			forgeReport(t, ({ signature: _, ...end }) => ({ ...end, signature: `${"A".repeat(86)}==` })),
		"its text changed": (t) =>
			forgeReport(t, (end) => ({ ...end, summary: end.summary.replace('"code":0', '"code":1') })),
		"that is another run's": (t) => {
			const { records } = runs(t).done;
			rewriteRecord(records.at(-1), fromBase64(t.runs[3].records.at(-1).bytes));
		},
		"that can't be read": (t) => forgeReport(t, (end) => ({ ...end, summary: "{" })),
		"left out, the head too": (t) => {
			runs(t).done.records.pop();
			runs(t).done.head = null;
		},
	},
	"a key": {
		"of an endpoint changed": (t) => (t.header.endpointKeys[0].key = t.header.workerKeys[0].key),
		"of two endpoints exchanged": (t) => swapField(t.header.endpointKeys[0], t.header.endpointKeys[1], "key"),
		"of an endpoint left out": (t) => t.header.endpointKeys.pop(),
		"of an endpoint that no plan names": (t, other) =>
			t.header.endpointKeys.push(...other.header.endpointKeys),
	},
	"an attachment": {
		"its bytes changed": (t) => (t.attachments[0].bytes = base64(utf8("see page 9\n"))),
		shortened: (t) => (t.attachments[0].bytes = base64(utf8("see"))),
		"its name changed": (t) => (t.attachments[0].name = "other.txt"),
		"its type changed": (t) => (t.attachments[0].type = "text/html"),
		"left out": (t) => t.attachments.pop(),
		"there under another id": (t) => (t.attachments[0].blob = "b_g0000000000000009"),
		"that no message has": (t) =>
			t.attachments.push({ ...copy(t.attachments[0]), blob: "b_g0000000000000009" }),
		"that is another session's": (t, other) => (t.attachments[0] = copy(other.attachments[0])),
	},
	"the header": {
		"another request": (t) => (t.header.request = "nothing"),
		"another requester": (t) => (t.header.requester = "Eve"),
		"another time of opening": (t) => (t.header.openedAt += 1),
		"another ticket": (t) => (t.header.ticket.ticket = "T-9"),
		"no ticket": (t) => (t.header.ticket = null),
		"another session": (t, other) => (t.header.session = other.header.session),
	},
};

/** The agent's report of a run that ended, its record's hash made again. */
const forgeReport = (t: Loose, change: (end: Loose) => Loose): void => {
	const row = runs(t).done.records.at(-1);
	const end = JSON.parse(new TextDecoder().decode(fromBase64(row.bytes)));
	rewriteRecord(row, utf8(JSON.stringify(change(end))));
};

/** `found`: what both judges must say at least. */
export type Attack = { what: string; change: Change; found: "broken" | "open" };

export const attacks: Attack[] = Object.entries(table).flatMap(([of, rows]) =>
	Object.entries(rows).map(
		([how, change]): Attack =>
			typeof change === "function"
				? { what: `${of}: ${how}`, change, found: "broken" }
				: { what: `${of}: ${how}`, change: change.open, found: "open" },
	),
);
