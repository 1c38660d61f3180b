// Questions that no machine ends: real tables and rules.
import { beforeEach, expect, test } from "vitest";
import type { Asked } from "../../../protocol/prompt.ts";
import { recordLost } from "../run/delivered.ts";
import { takeReport } from "../run/reports.ts";
import { grantedPlan } from "../testing/granted.ts";
import { endpoint, now } from "../testing/session.ts";
import { nextTime, onTime } from "./clock.ts";

const line: Asked = {
	...{ id: 1, kind: "text", text: "Formula", choices: [], several: false, suggested: [] },
	...{ ends: false, within: 60_000 },
};
let it: ReturnType<typeof grantedPlan>["it"];
let plan: string;
let run: string;
beforeEach(() => {
	({ it, plan } = grantedPlan({ input: ["choices", "text"] }));
	run = it.store.runs.of(plan)[1]?.id ?? "";
});

test.each<[string, () => unknown]>([
	["whose machine lost its record", () => recordLost(it.core, plan, endpoint.id, now + 1_000)],
	[
		"whose records contradict each other",
		() => takeReport({ type: "integrity", reason: "x" }, run, it.core, now),
	],
	["whose machine says nothing more in time", () => onTime(it.core, nextTime(it.core) ?? 0)],
])("a step %s leaves no question open", (_, happens) => {
	takeReport({ type: "asked", asked: line }, run, it.core, now);
	happens();
	expect(it.store.prompts.get(run, 1)?.state).toBe("over");
	expect(it.kinds()).toContain("prompt.expired");
	expect(nextTime(it.core)).toBeNull();
});
