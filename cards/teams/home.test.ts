import { expect, test } from "vitest";
import type { Home } from "../kinds/home.ts";
import { limits } from "../model/limits.ts";
import { emptyHome } from "../testing/views.ts";
import { teamsHome } from "./home.ts";

const long = "a change with many words ".repeat(20);
const pending = (n: number): Home["pending"][number] => ({
	plan: `pl_${n}`,
	session: `s_g${"0".repeat(15)}${n % 10}`,
	client: `Client ${n}`,
	changes: long,
	endpoints: Array.from({ length: 10 }, (_, i) => `ENDPOINT-${n}-${i}`),
	decideBy: 1_700_000_000_000 + n,
	url: "https://caisey.example.com/s/1",
});
const home = (waiting: number): Home => ({
	...emptyHome,
	clients: [{ name: "Acme Dental", roles: ["approver", "technician"] }],
	pending: Array.from({ length: waiting }, (_, n) => pending(n)),
	sessions: Array.from({ length: 15 }, (_, n) => ({
		session: pending(n).session,
		client: "Acme Dental",
		request: long,
		state: "waiting-for-technician" as const,
		openedAt: 1_700_000_000_000,
		ticket: null,
		takenBy: "Tom",
		went: null,
		url: "https://caisey.example.com/s/1",
	})),
});
const cardOf = (of: Home) => JSON.stringify(teamsHome(of, "@Caisey").attachments?.[0]?.content);

test("a card drops what doesn't fit from its end, and counts it", () => {
	const full = cardOf(home(15));
	expect(full.length).toBeLessThanOrEqual(limits.teams.messageJson);
	expect(full).toContain("Client 0");
	expect(full).toMatch(/and \d+ more, in the console/);
	expect(cardOf({ ...home(1), sessions: [] })).not.toContain("more, in the console");
});

test("in an unlisted tenant Home says only that", () => {
	const card = cardOf({ ...home(1), listed: false });
	expect(card).toContain("isn't connected to a client");
	expect(card).not.toContain("Client 0");
});

test("each session, plan and erasure leads to its page by one press, for who is signed in there", () => {
	const url = "https://caisey.example.com/s/1";
	const erasure = { client: "Client 1", by: "Olga", what: "event 3", reason: "a name", expires: 1 };
	const all = {
		...home(1),
		sessions: home(1).sessions.slice(0, 1),
		erasures: [{ ...erasure, session: pending(1).session, url }],
	};
	const addresses = [`${url}#pl_0`, url, url];
	const inTeams = JSON.parse(cardOf(all)).body.flatMap(({ actions = [] }: { actions?: object[] }) => actions);
	const opening = { type: "Action.OpenUrl", title: "Open in the console" };
	expect(inTeams.filter(({ type }: { type: string }) => type === "Action.OpenUrl")).toEqual(
		addresses.map((url) => ({ ...opening, url })),
	);
});
