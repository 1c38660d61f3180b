// A text for a running step, where an approver is away: they and their deputy have one word together.
import { beforeEach, describe, expect, test } from "vitest";
import type { Person } from "../../../protocol/people.ts";
import { takeReport } from "../run/reports.ts";
import { promptView } from "../show/prompts.ts";
import type { PromptRow } from "../tables/prompts.ts";
import { grantedPlan } from "../testing/granted.ts";
import { ada, now, olga, person, sam, signedIn, snapshotOf, tom } from "../testing/session.ts";
import { answer, clear } from "./answering.ts";
import { sendAnswer } from "./sending.ts";

const bea = person(5, "Bea", "requester");
const finance = { ...ada, groups: ["finance"] };

let it: ReturnType<typeof grantedPlan>["it"];
let plan: string;
let run: string;
/** Its second step asks for a text. */
const begins = () => {
	({ it, plan } = grantedPlan({ input: ["choices", "text"] }));
	run = it.store.runs.of(plan)[1]?.id ?? "";
	const asked = { id: 2, kind: "text" as const, text: "Formula", choices: [], several: false };
	const report = { type: "asked" as const, asked: { ...asked, suggested: [], ends: false, within: 60_000 } };
	takeReport(report, run, it.core, now);
};
beforeEach(begins);

/** A client whose Ada is away, and names Bea. */
const away = (policy: object, people: Person[] = [ada, sam, olga, tom, bea]) => {
	const deputies = [{ person: ada.id, deputy: bea.id, until: now + 86_400_000 }];
	it.snapshot = { ...snapshotOf(people, policy), deputies };
	it.store.session.keepSnapshot(it.snapshot);
};
const writes = (who: Person) =>
	answer(
		it.core,
		{ by: signedIn(who), plan, pressed: null, run, prompt: 2, answer: { is: "text", text: "1 + 1" } },
		it.visit(signedIn(who), now + 1_000),
	);
const lets = (who: Person) =>
	clear(
		it.core,
		{ by: signedIn(who), plan, pressed: null, run, prompt: 2, tries: 1, verdict: "send" },
		it.visit(signedIn(who), now + 1_500),
	);
const row = () => it.store.prompts.get(run, 2) as PromptRow;
const refused = (code: string) => ({ ok: false, refusal: { code } });

describe("a text to a running step", () => {
	test.each([
		{ first: ada, second: bea },
		{ first: bea, second: ada },
	])("isn't let through by $first.name and $second.name, where two must", ({ first, second }) => {
		away({ votes: 2 });
		writes(tom);
		expect(lets(first)).toEqual({ ok: true });
		expect(lets(second)).toMatchObject(refused("already-voted"));
		expect(row().state).toBe("typed");
		expect(lets(sam)).toEqual({ ok: true });
		expect(row().state).toBe("sent");
	});

	test("is let through for the approver's groups by their deputy, and record and card say for whom", () => {
		away({ groups: ["finance"] }, [finance, sam, olga, tom, bea]);
		writes(tom);
		expect(lets(bea)).toEqual({ ok: true });
		expect(row()).toMatchObject({ state: "sent", cleared: [{ person: bea.id, for: { person: ada.id } }] });
		expect(it.store.events.ofKinds("prompt.cleared").map(({ body }) => body)).toMatchObject([
			{ for: { person: ada.id, name: "Ada", until: now + 86_400_000 } },
		]);
		expect(promptView(it.core, row()).cleared).toMatchObject([
			{ name: "Bea (requester) for Ada (away until 2 Jan)" },
		]);
	});

	test("that an approver wrote, their deputy doesn't let through for them", () => {
		const both: Person = { ...ada, roles: ["approver", "technician"] };
		away({}, [both, sam, olga, tom, bea]);
		expect(writes(both)).toEqual({ ok: true });
		expect(lets(bea)).toMatchObject(refused("own-answer"));
		expect(row().state).toBe("typed");
	});

	test.each([
		{
			what: "the approver lost the role",
			people: [{ ...ada, roles: ["requester" as const] }, sam, olga, tom, bea],
		},
		{
			what: "the deputy joined the provider",
			people: [ada, sam, olga, tom, { ...bea, roles: ["technician" as const] }],
		},
	])("waits again where $what since their deputy let it through", async ({ people }) => {
		away({});
		writes(tom);
		lets(bea);
		expect(row().state).toBe("sent");
		away({}, people);
		await sendAnswer(it.core, run, 2, now + 2_000);
		expect(row()).toMatchObject({ state: "typed", cleared: [] });
	});
});
