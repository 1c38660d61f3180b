import { expect, test } from "vitest";
import { Policy } from "../../../protocol/people.ts";
import { erasedAt } from "./retention.ts";

const closed = Date.UTC(2026, 0, 1);

test("output is erased the policy's days after the session was closed", () => {
	expect(erasedAt(closed, Policy.parse({ retentionDays: 30 }))).toBe(Date.UTC(2026, 0, 31));
});

test("without a retention nothing is erased", () => {
	expect(erasedAt(closed, Policy.parse({}))).toBeNull();
});

test("a legal hold keeps everything", () => {
	expect(erasedAt(closed, Policy.parse({ retentionDays: 1, legalHold: true }))).toBeNull();
});
