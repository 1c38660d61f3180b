// Attacks on what was said and decided, and on what is repeated of it for reading.
import type { Loose } from "../stored.ts";
import {
	type Attacks,
	append,
	beforeHead,
	bodyOf,
	copy,
	cut,
	drop,
	eraseRow,
	of,
	renumber,
	rewrite,
	runs,
	said,
	salt,
	swap,
} from "./kit.ts";

export const onStory: Attacks = {
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
		"forged at the end, as a second comparison of a run": (t) => append(t, of(t, "run.drift")[1], {}),
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
	"the header": {
		"another request": (t) => (t.header.request = "nothing"),
		"another requester": (t) => (t.header.requester = "Eve"),
		"another time of opening": (t) => (t.header.openedAt += 1),
		"another ticket": (t) => (t.header.ticket.ticket = "T-9"),
		"no ticket": (t) => (t.header.ticket = null),
		"another session": (t, other) => (t.header.session = other.header.session),
	},
};
