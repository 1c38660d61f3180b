// A modified agent that signs an untrue report: its word alone is nowhere the verdict, and what differs is said everywhere.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import { type RunSummary, readRunEvent } from "../../protocol/record/records.ts";
import { ask, propose } from "../world/chats/acts.ts";
import type { Member, Office } from "../world/chats/port.ts";
import { slack } from "../world/chats/slack.ts";
import { teams } from "../world/chats/teams.ts";
import { reportsInstead } from "../world/forged/report.ts";
import { type Line, startLine } from "../world/lines/line.ts";

const name = "CLIENT-ACCT-01";

describe.each([slack, teams])("an agent's word on $name", (chat) => {
	let office: Office;
	let line: Line;
	let ada: Member;
	beforeAll(async () => {
		office = await chat.start({
			agentUrl: async (url) => {
				line = await startLine(url);
				return line.url;
			},
		});
		ada = office.person("ada");
	});
	afterAll(async () => {
		await office?.stop();
		line?.close();
	});

	/** Approved and run by an agent whose signed report is changed like this; resolves once the card says all of `shown`. */
	const reported = async (
		changes: string,
		change: (summary: RunSummary) => RunSummary,
		...shown: (string | RegExp)[]
	) => {
		line.onRecords = reportsInstead(office.world, name, change);
		const session = await ask(office);
		const card = await propose(office, session, { command: "echo hello", changes });
		await ada.press(card, "Approve");
		const { text } = await ada.until(card, ...shown);
		const reader = await ada.read(session);
		const last = async () => (await ada.notices(session)).at(-1);
		return { session, text, reader, last };
	};
	const entities = (html: string) => html.replaceAll("&#39;", "'").replaceAll(/<[^>]*>/g, "");

	test("a report with other counts than the record gives no verdict, and the record is what counts", async () => {
		const differs = `The report of ${name} and the record don't agree: it reports exit 0; it counts 99 bytes of stdout, the record holds 6; it counts 12 records, the record holds 4. The record is what counts.`;
		const { session, text, reader, last } = await reported(
			"is counted wrongly",
			(summary) => ({ ...summary, records: 12, stdout: { ...summary.stdout, bytes: 99 } }),
			`We don't know how it went on ${name}`,
			differs,
		);
		expect(text).not.toContain("Done");
		expect(text).toContain("stdout 6 bytes");
		await ada.find(session, `We don't know whether Tom Okafor's “is counted wrongly” worked on ${name}.`);
		expect(await last()).toBe(
			`@Dana Reyes, @Tom Okafor: We don't know whether Tom Okafor's “is counted wrongly” worked on ${name}. ${differs}`,
		);
		const page = entities(await reader.text(""));
		expect(page).toContain("We don't know: its report and the record don't agree");
		expect(page).toContain(`Exit code: unknown. ${differs}`);
		expect(page).not.toContain("Done");
		const plain = await reader.text("transcript.txt");
		expect(plain).toContain(`Exit code: unknown. ${differs}`);
		expect(plain).toContain("--- stdout (6 bytes) ---");
		expect(plain).not.toContain("Done");
		expect(await reader.json("transcript.json")).toMatchObject({
			runs: [
				{
					end: null,
					doubted: {
						claim: { outcome: "exited", code: 0 },
						doubts: [
							{ what: "count", of: "stdout", said: 99, found: 6 },
							{ what: "count", of: "records", said: 12, found: 4 },
						],
					},
				},
			],
		});
	});

	test("a cancellation that no one asked for is the agent's own doing, and names no one", async () => {
		const alone = `The agent on ${name} ended this, and nobody here asked for it. The record is what counts.`;
		const { session, text, reader, last } = await reported(
			"is ended by itself",
			(summary) => ({ ...summary, end: { outcome: "cancelled", by: "Ada Lindqvist" } }),
			`We don't know how it went on ${name}`,
			alone,
		);
		const byAda = /cancelled by Ada/i;
		expect(text).not.toMatch(byAda);
		await ada.find(session, `We don't know whether Tom Okafor's “is ended by itself” worked on ${name}.`);
		expect(await last()).toBe(
			`@Dana Reyes, @Tom Okafor: We don't know whether Tom Okafor's “is ended by itself” worked on ${name}. ${alone}`,
		);
		const page = entities(await reader.text(""));
		expect(page).toContain("We don't know: ended by the agent, nobody here asked for it");
		expect(page).not.toMatch(byAda);
		const plain = await reader.text("transcript.txt");
		expect(plain).toContain(`Exit code: unknown. ${alone}`);
		expect(plain).not.toMatch(byAda);
		expect(await reader.json("transcript.json")).toMatchObject({
			runs: [
				{
					end: null,
					cancelled: null,
					doubted: { claim: { outcome: "cancelled" }, doubts: [{ what: "not-asked" }] },
				},
			],
		});
	});

	test("records after the end are kept out, and an earlier verdict is withdrawn", async () => {
		line.onRecords = (records) => {
			const end = records.find(({ kind, bytes }) => kind === "event" && readRunEvent(bytes).type === "end");
			const more = { kind: "stdout", offset: 6, bytes: utf8("one more\n") } as const;
			return end ? [...records, { ...more, n: end.n + 1, at: end.at }] : records;
		};
		const session = await ask(office);
		const card = await propose(office, session, { command: "echo hello", changes: "goes on after its end" });
		await ada.press(card, "Approve");
		const differs = `The report of ${name} and the record don't agree: it reports exit 0; Caisey rejected records that contradict the recording: “record 6 came after the end”. The record is what counts.`;
		const { text } = await ada.until(card, differs);
		expect(text).not.toContain("Done");
		await ada.find(session, `worked on ${name}`, differs);
		const plain = await (await ada.read(session)).text("transcript.txt");
		expect(plain).toContain(`Exit code: unknown. ${differs}`);
		expect(plain).not.toContain("one more");
	});

	test("a cancellation that someone asked for has their name, whatever name the agent gives", async () => {
		line.onRecords = reportsInstead(office.world, name, (summary) => ({
			...summary,
			end: summary.end.outcome === "cancelled" ? { outcome: "cancelled", by: "Sam Roy" } : summary.end,
		}));
		const session = await ask(office);
		const card = await propose(office, session, { command: "sleep 600", changes: "takes too long" });
		await ada.press(card, "Approve");
		await ada.until(card, `Running on ${name}`);
		await (await office.person("tom").cancel(card)).confirm();
		await ada.until(card, `Didn't work on ${name}`);
		const { text } = await ada.until(card, "cancelled by Tom Okafor");
		expect(text).not.toContain("Sam Roy");
		const reader = await ada.read(session);
		expect(entities(await reader.text(""))).toMatch(/Cancelled by Tom Okafor at \d\d:\d\d:\d\d UTC/);
		const plain = await reader.text("transcript.txt");
		expect(plain).toMatch(
			/Exit code: none \(cancelled by Tom Okafor at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\)/,
		);
		expect(plain).not.toMatch(/cancelled by Sam/i);
	});
});
