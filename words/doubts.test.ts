import { expect, test } from "vitest";
import { Doubt, type Doubted } from "../protocol/record/verdict.ts";
import { doubtedText, reportText, signalText } from "./doubts.ts";

const exit0 = { outcome: "exited", code: 0 } as const;
const report = (...doubts: Doubt[]): Doubted => ({ claim: exit0, doubts });
const hash = (pair: string) => pair.repeat(32);

const said: [Doubt, string][] = [
	[
		{ what: "count", of: "stdout", said: 1, found: 20_480 },
		"it counts 1 byte of stdout, the record holds 20,480",
	],
	[{ what: "count", of: "records", said: 12, found: 3 }, "it counts 12 records, the record holds 3"],
	[
		{ what: "content", of: "stderr", said: hash("ab"), found: hash("cd") },
		"its SHA-256 of stderr begins with abababab, that of the recorded bytes with cdcdcdcd",
	],
	[{ what: "about", of: "digest" }, "it is about another text of the plan"],
	[{ what: "signature" }, "its signature isn't this endpoint's"],
	[{ what: "not-asked" }, "nobody here asked to cancel it"],
	[
		{ what: "limit", limit: 600_000, said: 600_000, most: 4_960 },
		"the limit is 600 s, and 5 s had passed since the approval",
	],
	[
		{ what: "limit", limit: 600_000, said: 1_400, most: 3_600_000 },
		"the limit is 600 s, and by its own measure it ran 1.4 s",
	],
	[
		{ what: "limit", limit: 600_000, said: null, most: 3_600_000 },
		"the limit is 600 s, and it doesn't say how long it ran",
	],
	[
		{ what: "took", said: 3_600_000, most: 5_000 },
		"it claims to have taken 3,600 s, when 5 s had passed since the approval",
	],
	[{ what: "run-by", left: 3_540_000 }, "3,540 s were left"],
	[{ what: "in-time" }, "an earlier step had started in time"],
	[{ what: "no-failure" }, "the record has no failure that would keep it from running"],
	[
		{ what: "ran", process: true, stdout: 6, stderr: 0 },
		"the record holds the start of its process, 6 bytes of stdout and 0 bytes of stderr",
	],
	[
		{ what: "ran", process: false, stdout: 6, stderr: 1 },
		"the record holds 6 bytes of stdout and 1 byte of stderr",
	],
	[{ what: "ran", process: true, stdout: 0, stderr: 0 }, "the record holds the start of its process"],
	[
		{ what: "over-limit", limit: 600_000, said: 28_800_000 },
		"the limit is 600 s, and by its own measure it ran 28,800 s",
	],
	[
		{ what: "over-limit", limit: 600_000, said: null },
		"the limit is 600 s, and it doesn't say how long it ran",
	],
	[{ what: "ran-on" }, "a check before it didn't pass, and the plan says to stop then"],
	[{ what: "no-start" }, "the record has no start of it"],
	[
		{ what: "kept-out", reason: "record 5 came after the end" },
		"Caisey rejected records that contradict the recording: “record 5 came after the end”",
	],
	[{ what: "not-its-word" }, "only Caisey can say why"],
	[{ what: "delivery", state: "not-granted" }, "Caisey had not let it run the plan"],
	[{ what: "delivery", state: "refused" }, "it had refused the plan"],
	[{ what: "delivery", state: "undelivered" }, "Caisey no longer let it run the plan"],
];

test("every kind of doubt has an example here", () => {
	expect(new Set(said.map(([{ what }]) => what))).toEqual(
		new Set(Doubt.options.map((option) => option.shape.what.value)),
	);
});

test.each(said)("%o reads with exact numbers", (doubt, text) => {
	// With a second doubt, since a cancellation that no one asked for has its own wording.
	const both = report({ what: "signature" }, doubt);
	expect(doubtedText(both)).toBe("its report and the record don't agree");
	expect(reportText("FRONT-01", both)).toBe(
		`The report of FRONT-01 and the record don't agree: it reports exit 0; its signature isn't this endpoint's; ${text}. The record is what counts.`,
	);
});

test("a cancellation that no one asked for is named as the agent's own doing", () => {
	const alone: Doubted = { claim: { outcome: "cancelled" }, doubts: [{ what: "not-asked" }] };
	expect(doubtedText(alone)).toBe("ended by the agent, nobody here asked for it");
	expect(reportText("FRONT-01", alone)).toBe(
		"The agent on FRONT-01 ended this, and nobody here asked for it. The record is what counts.",
	);
});

test.each<[Doubted["claim"], string]>([
	[{ outcome: "signalled", signal: "SIGKILL" }, "an end by SIGKILL"],
	[{ outcome: "timed-out" }, "that its time limit passed"],
	[{ outcome: "cancelled" }, "that it was cancelled"],
	[{ outcome: "not-started", reason: "a”b" }, "that it was not started"],
	[{ outcome: "skipped", because: "failed-check" }, "that it was not run: a check before it failed"],
	[{ outcome: "unknown", because: "unheard" }, "that it doesn't know how it ended"],
	[{ outcome: "refused" }, "that it refused the plan and ran nothing"],
])("the end that an agent claims reads as a claim: %o", (claim, text) => {
	expect(reportText("FRONT-01", { claim, doubts: [{ what: "signature" }] })).toContain(
		`it reports ${text}; `,
	);
});

test("a plan that an endpoint did not have, by what it says itself, reads with what the record holds", () => {
	const ran: Doubt = { what: "ran", process: true, stdout: 0, stderr: 0 };
	expect(reportText("FRONT-01", { claim: { outcome: "undelivered" }, doubts: [ran] })).toBe(
		"As far as Caisey knew, nothing ran on FRONT-01, but the record holds the start of its process. The record is what counts.",
	);
});

test("a signal with an invalid name is quoted", () => {
	expect(["SIGKILL", "SIGRTMIN", "SIG KILL\nDone"].map(signalText)).toEqual([
		"SIGKILL",
		"SIGRTMIN",
		"the signal “SIG KILL Done”",
	]);
});
