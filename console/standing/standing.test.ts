// The page of standing approvals: those that may let something run, and the last of those that are over.
import { expect, test } from "vitest";
import type { StandingsView } from "../../protocol/read/standing.ts";
import { ids } from "../testing/sample.ts";
import { standingPage } from "./page.ts";

const now = Date.UTC(2026, 10, 30);
const one = (n: number, until: number): StandingsView["standings"][number] => ({
	id: `a_g${String(n).padStart(16, "0")}`,
	matter: {
		...{ digest: "0".repeat(64), session: ids.session, plan: ids.plan, shell: "sh" },
		...{
			changes: `change ${n} of them`,
			endpoints: [{ id: ids.endpoint, name: "EP-1", key: "0".repeat(64) }],
		},
		steps: [{ phase: "command", command: "uptime" }],
	},
	...{ by: [], times: 3, used: 0, until, ended: null, uses: [], state: until > now ? "good" : "over" },
	may: { join: false, revoke: false },
});

/** The page of one that its reader may join, with this of its matter. */
const pageOf = async (matter: Partial<StandingsView["standings"][number]["matter"]>) => {
	const it = one(1, now + 1);
	const who = { person: ids.ada, name: "Ada Lindqvist" } as Parameters<typeof standingPage>[0];
	const standings = [{ ...it, matter: { ...it.matter, ...matter }, may: { join: true, revoke: true } }];
	return `${await standingPage(who, [{ client: "c_g0000000000000001", name: "Acme Dental", standings }], now)}`;
};
const beside = {
	runAs: { kind: "user", name: "root" },
	cwd: "/srv/app",
	restart: true,
	person: "Save your work",
} as const;

test("says as whom, where and what the machine does by it, and with which arguments a script runs", async () => {
	const script = { name: "fix.sh", arguments: ["--all", "C:\\tmp"] };
	const page = await pageOf({ beside, steps: [{ phase: "command", command: "uptime", script }] });
	for (const fact of [
		"root",
		"/srv/app",
		"restarts the machine",
		"Save your work",
		"fix.sh",
		"--all",
		"C:\\tmp",
	])
		expect(page).toContain(fact);
	expect(page).not.toContain("Cut here");
	expect(page).not.toContain("I've read the whole plan");
});

test("marks what it cuts, and asks who joins whether they have read the rest", async () => {
	const page = await pageOf({ beside, steps: [{ phase: "command", command: "uptime", left: 1_234 }] });
	expect(page).toContain("Cut here: 1,234 more characters. The plan's page has them.");
	expect(page).toContain("I've read the whole plan");
});

test("of one that an older version kept says that account and folder are on the plan's page", async () => {
	const page = await pageOf({});
	expect(page).toContain("Account and folder: on the plan's page");
	expect(page).toContain("I've read the whole plan");
});

test("of very many that are over, the last ones are listed, and the page says so; all that are live stay", async () => {
	const standings = [one(1, now + 1), ...Array.from({ length: 70 }, (_, n) => one(n + 2, now - 1_000 + n))];
	const who = { person: ids.tom, name: "Tom Okafor" } as Parameters<typeof standingPage>[0];
	const view = { client: "c_g0000000000000001", name: "Acme Dental", standings };
	const page = `${await standingPage(who, [view], now)}`;
	expect(page).toContain("Over: 70");
	expect(page).toContain("These are the last 50. The sessions have all.");
	const listed = [...page.matchAll(/change (\d+) of them/g)].map(([, n]) => Number(n));
	expect(listed).toEqual([1, ...Array.from({ length: 50 }, (_, n) => 71 - n)]);
});
