// What each surface says about a plan and its run: read off the card, the page, the text export and the notice, as facts.

import { noticeCard } from "../../../cards/kinds/notice.ts";
import { planCard } from "../../../cards/kinds/plan.ts";
import { renderSlack } from "../../../cards/slack/card.ts";
import { renderTeams } from "../../../cards/teams/card.ts";
import { type Read, readSlack, readTeams } from "../../../cards/testing/read.ts";
import { streamed } from "../../../console/access/body.ts";
import { textExport } from "../../../console/export/text.ts";
import { renderTranscript } from "../../../console/transcript/transcript.ts";
import { noBlocks } from "../../../protocol/read/blocks.ts";
import { noPace } from "../../../protocol/read/pace.ts";
import type { TranscriptSource } from "../../../protocol/read/transcript-source.ts";
import type { Notice } from "../../../protocol/read/view.ts";
import { sessionStanding } from "../../../words/plan.ts";
import type { Listed } from "../../contracts/values/listed.ts";
import type { Env } from "../../env.ts";
import type { Core } from "../core.ts";
import { deliver } from "../delivering.ts";
import { transcriptHeader, transcriptMoment, transcriptRuns } from "../show/transcript.ts";
import { planView } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";

/** What each says; nothing if a surface doesn't say it. */
export type Facts = { [Fact in FactName]?: string };
type FactName =
	| ("standing" | "reason" | "on" | "machine" | "runs as" | "shell" | "starts in" | "may ask" | "each step")
	| (
			| "a failed check"
			| "then it runs"
			| "vote"
			| "cancelled by"
			| "end"
			| "output"
			| "reported"
			| "took"
			| "doubt"
			| "never ran"
	  );
type Looked = { [Fact in FactName]?: string | undefined };

export const slackCard = (core: Core, row: PlanRow): Facts =>
	fromCard(readSlack(renderSlack(planCard(planView(core, row)), "slack:T1"), {}));

export const teamsCard = (core: Core, row: PlanRow): Facts =>
	fromCard(readTeams(renderTeams(planCard(planView(core, row)), { ids: new Map() }, "entitled")));

export const page = async (core: Core, reader: { person: string; name: string }): Promise<Facts> =>
	fromPage(String(await renderTranscript(sourceOf(core), reader)));

export const textFile = async (core: Core, now: number): Promise<Facts> =>
	fromText(await new Response(streamed(textExport(sourceOf(core), now))).text());

/** What the session tells its client's list about its state, as Home and the console say it. */
export const inLists = async (core: Core): Promise<string> => {
	const told: Listed[] = [];
	const client = { sessionChanged: async (session: Listed) => void told.push(session) };
	const env = { ...core.env, CLIENT: { getByName: () => client } } as unknown as Env;
	await deliver({ type: "listed" }, { ...core, env });
	const [{ state, went } = { state: "none", went: null }] = told;
	return sessionStanding(state, went);
};

export const noticeOf = (notice: Notice): string =>
	readSlack(renderSlack(noticeCard({ ...notice, to: [] }), "slack:T1"), {}).sentences.join(" ");

const sourceOf = (core: Core): TranscriptSource => ({
	header: () => transcriptHeader(withoutKeys(core), []),
	moment: () => transcriptMoment(withoutKeys(core), []),
	seal: () => ({ add: () => {}, signed: async () => ({ keyId: "", signature: "" }) }),
	hash: () => ({ add: () => {}, hex: () => "" }),
	events: async (after, limit) => core.store.events.after(after, limit),
	runs: async () => transcriptRuns(core),
	records: async () => [],
	pace: async (_run, wish) => noPace(wish),
	blocks: async () => noBlocks,
	block: async () => null,
	stream: async () => null,
	blob: async () => null,
	verify: async () => ({ ok: true, checks: [], open: [] }),
});

/** Of a deployment whose key was never changed. */
export const withoutKeys = (core: Core): Core => {
	const directory = { signingKeys: async () => [] };
	return { ...core, env: { ...core.env, DIRECTORY: { getByName: () => directory } } as unknown as Env };
};

const found = (text: string, pattern: RegExp): string | undefined => pattern.exec(text)?.[1]?.trim();

/** A title as what it says of the plan: its state, or its verdict and the reason. */
const standingOf = (title: string): Pick<Facts, "standing" | "reason"> => {
	if (/^Approve this on /.test(title)) return { standing: "waiting for approval" };
	const [head = "", ...why] = title.replace(/ on CLIENT-ACCT-01(?=,|:|$)/, "").split(": ");
	const isVerdict = /^(?:Done|Didn't work|We don't know|Not run)/.test(head);
	return {
		standing: head.replace(/ how it went$/, "").toLowerCase(),
		...(isVerdict && why.length > 0 && { reason: why.join(": ") }),
	};
};

const fromCard = ({ sentences }: Read): Facts => {
	const all = sentences.join("\n");
	const run = found(all, /^Run (.+)$/m) ?? "";
	const [, took, end] = /^(?:(\S+ \S+) · )?(.*?)(?: · stdout .*)?$/.exec(run) ?? [];
	return compact({
		...standingOf(sentences[0] ?? ""),
		on: found(all, /^Where: ([^ ]+)/m),
		machine: found(all, /^Machine: (.*)$/m),
		"runs as": found(all, /^Runs as (.*?) · /m),
		shell: found(all, /^Runs as .*? · (\w+) · /m),
		"starts in": found(all, /^Starts in (.*)$/m) ?? found(all, / · in (.*?) · /),
		"may ask": found(all, / · may ask: (.*?) · /),
		"each step": found(all, / · each step (.*?)(?: · |$)/m),
		"a failed check": found(all, / · if a check before fails, (.*)$/m),
		"then it runs": found(all, /^Decide by .*, then it runs (.*)$/m),
		vote: found(all, /^((?:Approved|Denied) by [^,]*)/m),
		"cancelled by": found(all, /^Cancelled by (.*)$/m),
		took,
		end,
		output: found(run, /(stdout .*)$/),
		reported: found(all, /^⚠ (Exit -?\d+, (?:but|and) .*)$/m),
		doubt: found(all, /^⚠ (The report of .*)$/m),
		"never ran": found(all, /^⚠ On CLIENT-ACCT-01: (.*)$/m),
	});
};

const fromPage = (html: string): Facts => {
	const facts = new Map(
		[...html.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/gs)].map(([, label = "", value = ""]) => [
			label,
			plain(value),
		]),
	);
	const panel = /<section class="plan"[\s\S]*?<\/section>/.exec(html)?.[0] ?? "";
	const run = lines(/<section class="run"[\s\S]*?<\/section>/.exec(html)?.[0] ?? "");
	const text = lines(html);
	return compact({
		...standingOf(plain(/<span class="state [^>]*>(.*?)<\/span>/s.exec(panel)?.[1] ?? "")),
		...fromFacts((label) => facts.get(label)),
		vote: found(plain(panel), /((?:Approved|Denied) by .*?),/),
		...fromRun(run),
		took: found(run, /(\d[\d.]* (?:ms|s|min))$/m),
		"cancelled by": found(text, /^(\w+) .*cancelled plan/m),
		"never ran": found(text, /didn't run plan \S+ on CLIENT-ACCT-01: (.*)$/m),
	});
};

const fromText = (text: string): Facts =>
	compact({
		...standingOf(found(text, /^ {2}State: (.*)$/m) ?? ""),
		...fromFacts((label) => found(text, new RegExp(`^ {2}${label}: (.*)$`, "m"))),
		vote: found(text, /^ {2}((?:Approved|Denied) by [^,]*)/m),
		...fromRun(text),
		took: found(text, /^Duration: (.*)$/m),
		"cancelled by": found(text, /^\[.*\] (\w+)[^:]*: cancelled plan/m),
		"never ran": found(text, /didn't run plan \S+ on CLIENT-ACCT-01: (.*)$/m),
	});

const fromFacts = (fact: (label: string) => string | undefined): Looked => ({
	on: fact("On"),
	machine: fact("Machine"),
	"runs as": fact("Runs as"),
	shell: fact("Shell"),
	"starts in": fact("Starts in"),
	"may ask": fact("May ask"),
	"each step": fact("Each step"),
	"a failed check": fact("If a check before fails"),
	"then it runs": fact("Then it runs"),
});

/** Of the run's header, which page and text have line by line. */
const fromRun = (text: string): Looked => {
	const code = found(text, /^ *Exit code: (.*)$/m);
	const streams = (["stdout", "stderr"] as const).map((stream) =>
		found(text, new RegExp(`--- (${stream} \\([^)]*\\)) ---`)),
	);
	if (code === undefined || /^\((?:still|not started yet)/.test(code)) return {};
	return {
		end: endOf(code),
		output: streams.map((one) => one?.replace(/[()]/g, "")).join(" · "),
		reported: found(text, /^ *(Exit -?\d+, (?:but|and) .*)$/m),
		doubt: found(code, /^unknown\. (.*)$/),
	};
};

const endOf = (code: string): string => {
	if (/^-?\d+$/.test(code)) return `exit ${code}`;
	if (code.startsWith("unknown. ")) return "its report and the record don't agree";
	return code
		.replace(/^\w+ \(/, "")
		.replace(/\)$/, "")
		.replace(/ at \d{4}-\d\d-\d\d \S+ UTC$/, "");
};

/** A page's text, line by line as it is laid out. */
const lines = (html: string): string =>
	plain(html.replaceAll(/<\/(?:p|li|summary|header|div|a)>/g, "\n")).replaceAll(/\n\s+/g, "\n");

const plain = (html: string): string =>
	html
		.replaceAll(/<[^>]*>/g, "")
		.replaceAll("&#39;", "'")
		.replaceAll("&quot;", '"')
		.replaceAll("&lt;", "<")
		.replaceAll("&gt;", ">")
		.replaceAll("&amp;", "&");

const compact = (facts: Looked): Facts =>
	Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== ""));
