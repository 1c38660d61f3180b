// Attacks on runs and their recordings.
import { base64, fromBase64, utf8 } from "../../../../../protocol/bytes.ts";
import type { Loose } from "../stored.ts";
import {
	type Attacks,
	copy,
	drop,
	eraseRow,
	of,
	output,
	renumber,
	rewrite,
	rewriteRecord,
	runs,
	salt,
	swap,
	swapField,
} from "./kit.ts";

export const onRuns: Attacks = {
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
				"agentStartedAt",
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
		"that waits, its output forged": { told: (t) => forgeOutput(runs(t).waiting) },
		"that waits, its output forged and counted": {
			told: (t) => {
				const { length } = forgeOutput(runs(t).waiting);
				Object.assign(runs(t).waiting, { stdout: length, state: "running" });
			},
		},
		"shown as another step": (t) => (runs(t).done.step = 0),
		"shown as another phase": (t) => (runs(t).done.phase = "before"),
		"shown on another endpoint": (t) => (runs(t).done.endpoint = t.runs[0].endpoint),
		"shown as another plan's": (t) => (runs(t).done.plan = t.plans[2].id),
		"shown with another context": (t) => (runs(t).done.context.user.name = "guest"),
		"shown with another comparison": (t) => (runs(t).done.drift.since = {}),
		"shown without its comparison": (t) => (runs(t).done.drift = null),
		"shown as started at another time": (t) => (runs(t).done.startedAt += 1),
		"shown as started at another time by its agent": (t) => (runs(t).done.agentStartedAt += 1),
		"shown as started when its agent's clock says so": (t) =>
			(runs(t).done.startedAt = runs(t).done.agentStartedAt),
		"shown without the time that its agent's clock says": (t) => delete runs(t).done.agentStartedAt,
		"shown as started by its agent's clock alone": (t) => {
			runs(t).done.startedAt = of(t, "plan.decided")[0].at;
			delete runs(t).done.agentStartedAt;
		},
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
			Object.assign(t.runs[1], { context: null, startedAt: null, agentStartedAt: null });
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
		"erased, the context of the run": (t) => eraseRow(runs(t).whole.records[0], "bytes"),
		"erased, the agent's report": (t) => eraseRow(runs(t).whole.records.at(-1), "bytes"),
		"erased, what a shell reported, and no event tells": (t) => eraseRow(reported(runs(t).done), "bytes"),
		"erased, what a shell reported, and an event tells of other records": (t) =>
			eraseRow(reported(runs(t).partly), "bytes"),
		"erased, what a shell reported, put back": (t) =>
			Object.assign(reported(runs(t).whole), copy(reported(runs(t).done)), { n: reported(runs(t).whole).n }),
		"erased, what a shell reported, by an erasure that names no events that stay": (t) =>
			rewrite(of(t, "erased")[1], { stays: undefined }),
		"erased, what a shell reported, one that the erasure says stays": (t) =>
			rewrite(of(t, "erased")[1], { stays: [1, 2, reported(runs(t).whole).n, 5] }),
		"erased, what a shell reported, and nothing is said to stay": (t) => {
			rewrite(of(t, "erased")[1], { stays: [] });
			eraseRow(runs(t).whole.records[1], "bytes");
		},
		"erased, another one than the events tell": (t) => eraseRow(output(runs(t).partly, 1), "bytes"),
		"erased, with another length": (t) => (output(runs(t).whole).length += 1),
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
};

/** The record of what its shell reported: the last event before the agent's report. */
const reported = ({ records }: Loose): Loose => records.at(-2);

/** A record of output, where there was none. */
const forgeOutput = (run: Loose): Loose => {
	const row = { n: 1, kind: "stdout", at: 1, receivedAt: 1, offset: 0 };
	rewriteRecord(row, utf8("deleted\n"));
	run.records.push(row);
	return row;
};

/** The agent's report of a run that ended, its record's hash made again. */
const forgeReport = (t: Loose, change: (end: Loose) => Loose): void => {
	const row = runs(t).done.records.at(-1);
	const end = JSON.parse(new TextDecoder().decode(fromBase64(row.bytes)));
	rewriteRecord(row, utf8(JSON.stringify(change(end))));
};
