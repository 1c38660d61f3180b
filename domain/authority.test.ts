import { describe, expect, test } from "vitest";
import type { Person } from "../protocol/people.ts";
import { acts, allow, may, personOf, standingOf, standings, whoMay } from "./authority.ts";
import { ada, dana, person, sam, tom } from "./testing/people.ts";

/** Who may (●), who may not (·), and whom nothing else helps (✕). */
const table = `
                       requester approver technician owner asker proposer eraser participant other side deputy break-glass stranger operator
say                    ●         ●        ●          ●     ·     ·        ·      ·           ·          ·      ·           ●        ·
look                   ●         ●        ●          ●     ·     ·        ·      ·           ·          ·      ·           ●        ·
open                   ●         ●        ●          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
open for               ·         ·        ●          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
read                   ·         ●        ●          ●     ●     ·        ·      ●           ·          ●      ·           ·        ·
oversee                ·         ·        ●          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
see machines           ·         ●        ●          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
enroll                 ·         ·        ●          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
re-enroll              ·         ·        ·          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
confirm a machine      ·         ·        ·          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
change the set-up      ·         ·        ·          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
keep snippets          ·         ·        ●          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
see quarantine         ·         ●        ●          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
propose                ·         ·        ●          ·     ·     ·        ·      ·           ·          ·      ·           ·        ·
drop a draft           ·         ·        ·          ·     ·     ●        ·      ·           ·          ·      ·           ·        ·
decide                 ·         ●        ·          ·     ·     ✕        ·      ·           ·          ●      ·           ·        ·
enter a secret         ·         ●        ●          ·     ·     ·        ·      ·           ·          ·      ·           ·        ·
ask                    ●         ●        ●          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
cancel                 ·         ●        ·          ●     ·     ●        ·      ·           ·          ●      ·           ·        ·
answer                 ·         ●        ●          ●     ·     ●        ·      ·           ·          ●      ·           ·        ·
answer in words        ·         ·        ●          ·     ·     ●        ·      ·           ·          ·      ·           ·        ·
close                  ·         ·        ●          ●     ●     ·        ·      ·           ·          ·      ·           ·        ·
reopen                 ·         ·        ●          ●     ●     ·        ·      ·           ·          ·      ·           ·        ·
take                   ·         ·        ●          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
hand over              ·         ·        ●          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
ticket                 ·         ·        ●          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
ask to erase           ·         ●        ·          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
answer an erasure      ·         ·        ·          ·     ·     ·        ✕      ·           ●          ·      ·           ·        ·
withdraw an erasure    ·         ·        ·          ·     ·     ·        ●      ·           ·          ·      ·           ·        ·
administer             ·         ·        ·          ·     ·     ·        ·      ·           ·          ·      ·           ·        ●
share                  ·         ●        ●          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
audit                  ·         ●        ·          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
export the set-up      ·         ·        ·          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
audit the deployment   ·         ·        ·          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
see approvers          ·         ●        ●          ●     ·     ·        ·      ·           ·          ●      ·           ·        ·
confirm a passkey      ·         ·        ·          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
revoke a passkey       ·         ●        ·          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
name a deputy          ·         ●        ·          ·     ·     ·        ·      ·           ·          ·      ·           ·        ·
end a standing yes     ·         ●        ·          ●     ·     ·        ·      ·           ·          ·      ·           ·        ·
confirm a change       ·         ●        ·          ·     ·     ✕        ·      ·           ·          ·      ●           ·        ·
`;

test("each act is someone's, and this is the whole table", () => {
	const cell = (act: (typeof acts)[number], one: (typeof standings)[number]): string => {
		if (may(act, [one])) return "●";
		const enough = standings.filter((other) => may(act, [other]));
		expect(enough, act).not.toEqual([]);
		return may(act, [...enough, one]) ? "·" : "✕";
	};
	const line = (act: (typeof acts)[number]) =>
		`${act.padEnd(22)} ${standings.map((one) => cell(act, one).padEnd(one.length)).join(" ")}`.trimEnd();
	const heading = `${" ".repeat(22)} ${standings.join(" ")}`;
	expect(["", heading, ...acts.map(line), ""].join("\n")).toBe(table);
});

const olga = person("Olga", "owner");
const acme = { name: "Acme Dental", people: [dana, tom, ada, sam, olga] };
const only = (...people: Person[]) => ({ ...acme, people });
const why = (...asked: Parameters<typeof allow>) => {
	const answer = allow(...asked);
	return answer.ok ? "ok" : answer.refusal;
};

describe("a person", () => {
	test("is known by any of their chat identities", () => {
		expect(personOf(acme, "slack:T1:UADA")).toBe(ada);
		expect(personOf(acme, "slack:T2:UADA")).toBeNull();
	});

	test("a standing comes from roles at the client, and from the person's id in the matter", () => {
		expect(standingOf(acme, sam, { asker: sam.id, proposer: sam.id, eraser: olga.id })).toEqual([
			"approver",
			"technician",
			"asker",
			"proposer",
			"other side",
		]);
		expect(standingOf(acme, dana, { participants: [tom.id, dana.id] })).toEqual(["requester", "participant"]);
		expect(standingOf(acme, null, { asker: null, participants: [dana.id] })).toEqual(["stranger"]);
	});

	test("a person whom the client no longer knows is a stranger, even to their own session", () => {
		expect(why("close", acme, null, { asker: tom.id })).toEqual({ code: "may-not-close" });
		expect(why("cancel", acme, null, { proposer: tom.id })).toEqual({ code: "may-not-cancel" });
		expect(why("withdraw an erasure", acme, null, { eraser: ada.id })).toEqual({ code: "not-yours" });
	});
});

describe("a transcript", () => {
	test.each([
		["an approver", ada, {}, "ok"],
		["a technician", tom, {}, "ok"],
		["the owner", olga, {}, "ok"],
		["an office manager who asked for it", dana, { asker: dana.id }, "ok"],
		["an office manager who took part in it", dana, { participants: [dana.id] }, "ok"],
		["an office manager who did neither", dana, { asker: tom.id }, { code: "not-your-session" }],
	])("of any session at the client, %s", (_, who, matter, answer) => {
		expect(why("read", acme, who, matter)).toEqual(answer);
	});
});

describe("who decides on a plan", () => {
	test("is each approver but the one who proposed it", () => {
		expect(whoMay("decide", acme)).toEqual([ada, sam]);
		expect(whoMay("decide", acme, { proposer: sam.id })).toEqual([ada]);
		expect(why("decide", acme, ada, { proposer: sam.id })).toBe("ok");
	});

	test("is not who has the account now that proposed it, under whatever id", () => {
		const matter = { proposer: "p_gone", proposerAccount: ada.identities[0] ?? "" };
		expect(whoMay("decide", acme, matter)).toEqual([sam]);
		expect(why("decide", acme, ada, matter)).toEqual({ code: "own-proposal", approvers: ["Sam"] });
		expect(why("decide", acme, sam, matter)).toBe("ok");
	});

	test.each([
		["no one, if the client has no approver", only(dana, tom), tom, { code: "no-approver" }],
		["not the proposer, whatever their role", acme, sam, { code: "own-proposal", approvers: ["Ada"] }],
		["not the office manager", acme, dana, { code: "not-an-approver", told: true }],
		["not a stranger", acme, null, { code: "not-an-approver", told: false, approvers: ["Ada", "Sam"] }],
	])("is %s", (_, client, who, refusal) => {
		expect(why("decide", client, who, { proposer: sam.id })).toMatchObject(refusal);
	});
});

describe("an erasure", () => {
	test("asked for by one side is answered by the other", () => {
		expect(whoMay("answer an erasure", acme, { eraser: ada.id })).toEqual([olga]);
		expect(whoMay("answer an erasure", acme, { eraser: olga.id })).toEqual([ada, sam]);
		expect(whoMay("answer an erasure", acme, { eraser: null })).toEqual([]);
	});

	test("an erasure needs two people, even if one of them is on both sides", () => {
		const olaf = person("Olaf", "owner", "approver");
		const both = only(olaf, ada, olga);
		expect(whoMay("answer an erasure", both, { eraser: olaf.id })).toEqual([ada, olga]);
		expect(why("answer an erasure", both, olaf, { eraser: olaf.id })).toEqual({ code: "own-erasure" });
		expect(why("answer an erasure", both, olaf, { eraser: ada.id })).toBe("ok");
	});

	test.each([
		["a technician", tom, { code: "may-not-erase", client: "Acme Dental" }],
		["a stranger", null, { code: "may-not-erase", client: "Acme Dental" }],
		["who asked for it", ada, { code: "own-erasure" }],
		["another approver", sam, { code: "not-the-other-side", wanted: ["Olga"] }],
	])("is not confirmed by %s", (_, who, refusal) => {
		expect(why("answer an erasure", acme, who, { eraser: ada.id })).toEqual(refusal);
	});
});

test.each([
	["open", { code: "no-role", client: "Acme Dental" }],
	["open for", { code: "technicians-only", client: "Acme Dental" }],
	["read", { code: "no-role", client: "Acme Dental" }],
	["propose", { code: "not-a-technician", client: "Acme Dental" }],
	["drop a draft", { code: "not-your-draft" }],
	["ask", { code: "no-role", client: "Acme Dental" }],
	["cancel", { code: "may-not-cancel" }],
	["close", { code: "may-not-close" }],
	["reopen", { code: "may-not-reopen" }],
	["hand over", { code: "technicians-only", client: "Acme Dental" }],
	["take", { code: "technicians-only", client: "Acme Dental" }],
	["ticket", { code: "technicians-only", client: "Acme Dental" }],
	["ask to erase", { code: "may-not-erase", client: "Acme Dental" }],
	["withdraw an erasure", { code: "not-yours" }],
] as const)("a stranger who wants to %s reads why not", (act, refusal) => {
	expect(why(act, acme, null)).toEqual(refusal);
});
