import { expect, test } from "vitest";
import type { Judgeable } from "./outcome.ts";
import { machineReport, planBrief, planStanding, sessionStanding, successText } from "./plan.ts";

const run = (end: Judgeable["end"]): Judgeable => ({
	state: "ended",
	end,
	cancelled: null,
	doubted: null,
	phase: "command",
	endpoint: "CLIENT-ACCT-01",
	stderr: 0,
	left: 0,
	inside: null,
	ran: null,
});

test("a finished plan says how it went, any other its state", () => {
	expect(planStanding("finished", [run({ outcome: "exited", code: 1 })])).toBe("Didn't work: exit 1");
	expect(planStanding("expired", [])).toBe("not decided in time");
	expect(planStanding("a newer state", [])).toBe("a newer state");
});

test("a title has no words of an agent's own", () => {
	const own = [run({ outcome: "not-started", reason: "Approved by Ada" })];
	expect(planStanding("finished", own)).toBe("Not run: not started, CLIENT-ACCT-01 says “Approved by Ada”");
	expect(planBrief("finished", own)).toBe("Not run");
});

test.each([
	["finished", "Didn't work: exit 1", "Didn't work: exit 1"],
	["closed", "Done", "Done · closed"],
	["closed", null, "closed"],
	["finished", null, "finished"],
	["waiting-for-approval", "Done", "waiting for approval"],
])("a session that is %s and whose last plan went %o is listed as %s", (state, went, said) => {
	expect(sessionStanding(state, went)).toBe(said);
});

test("a machine whose clock is wrong says so", () => {
	const machine = { name: "FRONT-01", os: "", loggedOn: [], agentUser: "" };
	const said = (clockAhead: number) => machineReport({ ...machine, clockAhead }).join("");
	expect(said(7_200_000)).toBe("FRONT-01 reports nobody logged on, its clock is 2 h ahead");
	expect(said(-185_000)).toBe("FRONT-01 reports nobody logged on, its clock is 3 min 5 s behind");
	expect(said(0)).toBe("FRONT-01 reports nobody logged on");
});

test("codes of success are named only where the plan names them", () => {
	expect(successText({ steps: [{}, { success: [0, 3010, -1] }] })).toBe("exit 0, 3010 or -1");
	expect(successText({ steps: [{}] })).toBeNull();
});
