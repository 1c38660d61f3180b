import { expect, test } from "vitest";
import { lookAlikes, matching, similar } from "./names.ts";

const all = [
	"CLIENT-ACCT-01",
	"CLIENT-ACCT-O1",
	"CLIENT-ACCT-02",
	"CLIENT-ACT-01",
	"SERVER-09",
	"FRONT-DESK",
	"FRONT-DEKS",
];

test("names that look alike are reported", () => {
	expect(similar("CLIENT-ACCT-01", all)).toEqual(["CLIENT-ACCT-O1", "CLIENT-ACT-01"]);
	expect(similar("FRONT-DESK", all)).toEqual(["FRONT-DEKS"]);
});

test("numbered machines are not all alike", () => {
	expect(similar("PC-01", ["PC-01", "PC-02", "PC-03"])).toEqual([]);
});

test("all look-alikes at once are those of each name", () => {
	const letters = [..."ol01-rnmvwI"];
	const pick = (n: number) => Math.floor(Math.random() * n);
	const random = () => Array.from({ length: 1 + pick(4) }, () => letters[pick(letters.length)]).join("");
	const names = [...new Set([...all, ...Array.from({ length: 400 }, random)])];
	const found = lookAlikes(names);
	for (const name of names) expect([name, found.get(name)]).toEqual([name, similar(name, names).sort()]);
});

test("every word of a search has to be found, in name, description or logged-on user", () => {
	const endpoints = [
		{ name: "PC-01", description: "front desk", inventory: { loggedOn: ["dana"] } },
		{ name: "PC-02", description: "back office", inventory: { loggedOn: [] } },
	];
	expect(matching(endpoints, "DANA desk").map((one) => one.name)).toEqual(["PC-01"]);
	expect(matching(endpoints, "pc")).toHaveLength(2);
	expect(matching(endpoints, "pc dana office")).toEqual([]);
});
