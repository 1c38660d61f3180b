import { describe, expect, test } from "vitest";
import type { TranscriptPlan } from "../../protocol/read/transcript-source.ts";
import { consoleRoutes } from "../routes.ts";
import { door } from "../testing/door.ts";
import { finishedSession } from "../testing/play.ts";
import { ada, friday, ids, openSession } from "../testing/sample.ts";
import { planPanel } from "../transcript/plan.ts";
import { reportCsv } from "./csv.ts";
import { rowsOf, tally } from "./rows.ts";
import { daysOf, type ReportFound, reportWish } from "./wish.ts";

const open = (session = finishedSession()) => {
	const entrance = door([session]);
	const app = consoleRoutes(entrance.options);
	const get = (path: string) => app.request(path, { headers: { Cookie: entrance.cookie } });
	return { app, entrance, get, session };
};
const days = "from=2024-01-12&to=2024-01-12";

describe("the report", () => {
	test("says who asked, proposed and approved, where it ran, how it went, and links the transcript", async () => {
		const text = await (await open().get(`/report?${days}`)).text();
		const row = text.slice(text.indexOf("<tbody>"), text.indexOf("</tbody>")).replace(/<[^>]*>/g, " ");
		expect(row.replace(/\s+/g, " ")).toMatch(
			/IT says just run .* Dana Reyes \(requester\) 2024-01-12 16:41 UTC .*Turns off the old sign-in.*Set-ItemProperty.*Tom Okafor \(technician\) proposed 2024-01-12 16:44 UTC .*Ada Lindqvist approved 2024-01-12 16:47 UTC .*CLIENT-ACCT-01 2024-01-12 16:47 UTC .*Done, but check/,
		);
		expect(text).toContain(`href="/s/${ids.session}#${ids.plan}"`);
		expect(text.replace(/<[^>]*>/g, "")).toContain("2024-01-12 · 1 request · 1 × Done, but check");
	});

	test("has a row for a request without a plan, and none for other days", async () => {
		const session = openSession();
		const { header, runs } = await session.source().moment();
		expect(rowsOf({ header: { ...header, plans: [] }, runs })).toMatchObject([
			{ plan: null, result: { sort: "No plan" } },
		]);
		const text = await (await open(session).get("/report?from=2024-01-13")).text();
		expect(text).toContain("Nobody asked for anything in these days.");
	});

	test("cuts a very long command and says so: a page of them stays readable, and a spreadsheet takes the cell", async () => {
		const { header, runs } = await finishedSession().source().moment();
		const long = (step: TranscriptPlan["plan"]["steps"][number]) => ({
			...step,
			command: "echo x; ".repeat(5_000),
		});
		const plans = header.plans.map((one) => ({
			...one,
			plan: { ...one.plan, steps: one.plan.steps.map(long) },
		}));
		const [row] = rowsOf({ header: { ...header, plans }, runs });
		expect(row?.plan?.commands.map((one) => one.length < 1_100)).toEqual([true]);
		expect(row?.plan?.commands[0]).toContain("… (40,000 characters, all of them in the transcript)");
	});

	test("is of this month if no days are chosen; the last day counts", () => {
		const now = Date.parse("2024-01-15T09:00:00Z");
		expect(daysOf(reportWish({}, now))).toEqual({ from: "2024-01-01", to: "2024-01-15" });
		expect(daysOf(reportWish({ from: "2023-12-01", to: "2023-12-31" }, now))).toEqual({
			...{ from: "2023-12-01", to: "2023-12-31" },
		});
		expect(reportWish({ to: "2023-12-31" }, now).to).toBe(Date.parse("2024-01-01"));
	});

	test("counts plans by how they went", async () => {
		const rows = rowsOf(await finishedSession().source().moment());
		expect(tally([...rows, ...rows])).toEqual([["Done, but check", 2]]);
	});

	test("is kept in the client's log when it is opened or saved, before anything leaves", async () => {
		const { get, entrance } = open();
		await get(`/report?${days}`);
		await get(`/report.csv?${days}`);
		const [{ client = "" } = {}] = entrance.listed.clients;
		const entry = {
			...{ session: null, what: "report", detail: "2024-01-12 to 2024-01-12" },
			...{ clients: [client], by: ids.tom },
		};
		expect(entrance.recorded).toEqual([
			{ kind: "opened", ...entry },
			{ kind: "exported", ...entry },
		]);
		entrance.options.record = () => Promise.reject(new Error("the log is away"));
		const answer = await get(`/report.csv?${days}`);
		expect([answer.status, (await answer.text()).includes("LegacyMode")]).toEqual([500, false]);
	});

	test("asks who isn't signed in to sign in", async () => {
		const answer = await open().app.request("/report");
		expect([answer.status, (await answer.text()).includes("Acme")]).toEqual([401, false]);
	});
});

describe("the report as CSV", () => {
	const textOf = async (parts: AsyncIterable<string>): Promise<string> => {
		let text = "";
		for await (const part of parts) text += part;
		return text;
	};

	test("has a line a plan, with links", async () => {
		const answer = await open().get(`/report.csv?${days}`);
		expect(answer.headers.get("Content-Disposition")).toContain(
			"caisey-report-Acme Dental-2024-01-12-2024-01-12.csv",
		);
		const text = await answer.text();
		expect(text).toMatch(
			/^Asked \(UTC\),Asked by,Request,.*Transcript\r\n2024-01-12 16:41:07 UTC,Dana Reyes \(requester\),/,
		);
		expect(text).toContain(`Ada Lindqvist approved 2024-01-12 16:47:29 UTC`);
		expect(text).toContain(`http://localhost/s/${ids.session}#${ids.plan}\r\n`);
	});

	test("is safe in a spreadsheet, whatever people wrote", async () => {
		const { header, runs } = await finishedSession().source().moment();
		const request = '=cmd|"/c calc"!A1';
		const [found] = header.plans;
		const votes = [
			{
				...(found?.votes[0] ?? {}),
				name: "+1-2",
				reason: null,
				surface: "slack",
				verdict: "deny",
				at: friday("17:00:00"),
			},
		] as const;
		const plans = found ? [{ ...found, votes: [...votes] }] : [];
		const page = async (): Promise<ReportFound> => ({
			...{ clients: [], client: null, next: null },
			sessions: [{ header: { ...header, request, askedBy: `@${ada.name}`, plans }, runs }],
		});
		const text = await textOf(reportCsv(page, "https://caisey.example", 10));
		expect(text).toContain(`,"'=cmd|""/c calc""!A1",`);
		expect(text).toContain(",'@Ada Lindqvist,");
		expect(text).toContain(",'+1-2 denied ");
	});

	test("goes through all pages, and says where it stops", async () => {
		const moment = await finishedSession().source().moment();
		const next = { openedAt: 1, session: ids.session };
		const asked: unknown[] = [];
		const page = async (before: ReportFound["next"]): Promise<ReportFound> => {
			asked.push(before);
			return { clients: [], client: null, sessions: [moment, moment], next };
		};
		const text = await textOf(reportCsv(page, "", 4));
		expect(asked).toEqual([null, next]);
		expect(text.match(/16:41:07 UTC/g)).toHaveLength(4);
		expect(text).toMatch(/\r\nThere is more before this\. Choose fewer days for the rest\.\r\n$/);
	});
});

test("who proposed has the roles that they had then, and so on the plan's panel", async () => {
	const { header, runs } = await finishedSession().source().moment();
	const people = header.people.map((one) => ({
		...one,
		name: "Renamed",
		roles: [...one.roles, "owner" as const],
	}));
	expect(rowsOf({ header: { ...header, people }, runs })[0]?.plan?.proposer).toBe("Tom Okafor (technician)");
	const [found] = header.plans;
	if (!found) throw new Error("the sample has no plan");
	expect(String(await planPanel(found, { ...header, people }, "", runs))).toContain(
		"Proposed by <bdi>Tom Okafor (technician)</bdi>",
	);
});
