// The same truth everywhere: card, page, text export and notices say the same of a plan and its run, in every state.
import { describe, expect, test } from "vitest";
import { type RunVerdict, runVerdict } from "../../../domain/verdict.ts";
import { PlanState } from "../../../protocol/read/view.ts";
import { RunEnd } from "../../../protocol/record/records.ts";
import { judgedRuns } from "../judging.ts";
import { now, tom } from "../testing/session.ts";
import { otherwise, planStates, proposed, runEnds } from "../testing/states.ts";
import { type Facts, inLists, noticeOf, page, slackCard, teamsCard, textFile } from "../testing/surfaces.ts";
import { insideOf } from "./inside.ts";

type Driven = ReturnType<typeof proposed>;

const reader = { person: tom.id, name: tom.name };
const surfacesOf = async (it: Driven): Promise<Record<string, Facts>> => ({
	"Slack card": slackCard(it.core, it.row()),
	"Teams card": teamsCard(it.core, it.row()),
	page: await page(it.core, reader),
	"text export": await textFile(it.core, now),
});

/** What each surface says about every plan; the rest is compared where it is said. */
const always = [
	...(["standing", "on", "machine", "runs as", "shell", "starts in"] as const),
	...(["may ask", "each step"] as const),
];

const compared = async (it: Driven): Promise<Record<string, Facts>> => {
	const surfaces = await surfacesOf(it);
	const names = [
		...new Set(Object.values(surfaces).flatMap((facts) => Object.keys(facts) as (keyof Facts)[])),
	];
	for (const fact of names) {
		const said = Object.entries(surfaces).flatMap(([name, facts]) =>
			facts[fact] ? [[name, facts[fact]]] : [],
		);
		const [, first] = said[0] ?? [];
		expect(said, fact).toEqual(said.map(([name]) => [name, first]));
	}
	for (const [name, facts] of Object.entries(surfaces))
		for (const fact of always) expect([name, fact, typeof facts[fact]]).toEqual([name, fact, "string"]);
	return surfaces;
};

describe.each(PlanState.options)("of a plan that is %s", (state) => {
	test("card, page and text export say the same", async () => {
		await compared(planStates[state](proposed()));
	});
	test("they say the same of another account with its own folder", async () => {
		const runAs = { kind: "user", name: "svc_update" } as const;
		const { page } = await compared(planStates[state](proposed({ runAs, cwd: "/srv/app" })));
		expect(page).toMatchObject({ "runs as": "svc_update", "starts in": "/srv/app" });
	});
	test("they say the same of what a failed check does", async () => {
		const steps = (["before", "command"] as const).map((phase) => ({ phase, command: "echo hello" }));
		const surfaces = await compared(planStates[state](proposed({ steps })));
		const said = Object.values(surfaces).map((facts) => facts["a failed check"]);
		expect(said).toEqual(said.map(() => "the command doesn't run, but checks after it do"));
	});
});

/** Each reason of a sentence. */
const parts = (sentence = ""): string[] => sentence.split(/, | and /);
/** What a shell reported, as titles and lists have it: without the command's words. */
const inOurWords = (reported: string): string =>
	reported
		.replace(/^Exit 0, but /, "")
		.replace(/^Exit/, "exit")
		.replace(/, and /, ", ")
		.replace(/ \(first: “.*?”\)/, "");

/** A finished plan's notice, by the verdict on its card. */
const noticeSays: Record<string, RegExp> = {
	done: /^Done on CLIENT-ACCT-01: /,
	"done, but check": /^Done on CLIENT-ACCT-01, but check: /,
	"didn't work": / didn't work on CLIENT-ACCT-01\b/,
	"we don't know": /^We don't know whether .* worked on CLIENT-ACCT-01\b/,
	"not run": / didn't run on CLIENT-ACCT-01\b/,
};

/** Every way in which a run can end, by the schema's own list, and what else can become of it. */
const ways = [
	...RunEnd.options.map(({ shape }) => [shape.outcome.value, runEnds[shape.outcome.value]] as const),
	...Object.entries(otherwise),
];
describe.each(ways)("of a run of which is known: %s", (_, drive) => {
	test("card, page and text export say the same, and so do lists and the notice", async () => {
		const it = drive(proposed());
		const { "Slack card": card = {}, ...others } = await compared(it);
		for (const { reported } of Object.values(others)) expect(reported).toBe(card.reported);
		const stderr = /stderr (.*)$/.exec(card.output ?? "")?.[1];
		const reasons = [card.end?.replace(/^not run, because /, ""), `${stderr} on stderr`, undefined];
		for (const { reason } of Object.values(others))
			if (card.reported)
				expect(parts(reason)).toEqual(expect.arrayContaining(parts(inOurWords(card.reported))));
			else expect(reasons).toContain(reason);
		const listed = (await inLists(it.core)).split(": ");
		expect(listed[0]?.replace(/ how it went$/, "").toLowerCase()).toBe(card.standing);
		expect(listed[1] ?? card.reason).toBe(card.reason);
		const notice = it.notices().at(-1);
		const told = notice ? noticeOf(notice) : "";
		if (card["never ran"]) expect(told).toContain(card["never ran"]);
		else expect(told).toMatch(noticeSays[card.standing ?? ""] ?? /nothing/);
		expect(told).toContain(card.doubt ?? "");
	});
});

const verdicts: Record<RunVerdict, true> = {
	waiting: true,
	running: true,
	done: true,
	"done-but-check": true,
	"did-not-work": true,
	cancelled: true,
	"not-run": true,
	unknown: true,
};

test("every verdict of a run is among these", () => {
	const all = [...Object.values(planStates), ...ways.map(([, drive]) => drive)].flatMap((drive) => {
		const it = drive(proposed());
		return judgedRuns(it.core, it.row()).map(({ run, judged }) =>
			runVerdict({ ...judged, stderr: run.stderr, inside: insideOf(run) }),
		);
	});
	expect([...new Set(all)].toSorted()).toEqual(Object.keys(verdicts).toSorted());
});

/** What a notice tells beside the verdict: who, and why. */
const told: Record<PlanState, RegExp> = {
	open: /^Tom .*approve/,
	approved: /^Ada approved/,
	running: /^Ada approved/,
	finished: /^Done on CLIENT-ACCT-01/,
	denied: /^Ada .*Please wait until lunch/,
	expired: /in time/,
	cancelled: /^Ada cancelled/,
};

test.each(PlanState.options)(
	"the last notice of a plan that is %s says who brought it there",
	async (state) => {
		const it = planStates[state](proposed());
		const notice = it.notices().at(-1);
		expect(notice && noticeOf(notice)).toMatch(told[state]);
		const { "Slack card": card } = await surfacesOf(it);
		const who = { ...card }["cancelled by"] ?? /by (\w+)/.exec(card?.vote ?? "")?.[1];
		if (who && state !== "finished") expect(notice?.by).toBe(who);
	},
);
