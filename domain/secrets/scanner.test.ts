// A maintained scanner's rules as a measure: what they find, ours find. Why they aren't used themselves: docs/design/secrets.md.

import { readFileSync } from "node:fs";
import { lintSource } from "@secretlint/core";
import { creator } from "@secretlint/secretlint-rule-preset-recommend";
import { expect, test } from "vitest";
import { secretText } from "../secrets.ts";
import { commandForms, samples } from "../testing/secrets/forms.ts";
import * as made from "../testing/secrets/labelled.ts";

const scan = async (content: string): Promise<boolean> => {
	const preset = { id: "preset", rule: creator, options: {} };
	const { messages } = await lintSource({
		source: { filePath: "/made-up.txt", content, contentType: "text", ext: ".txt" },
		options: { config: { rules: [preset] }, noPhysicFilePath: true },
	});
	return messages.length > 0;
};

/** Where people put them. */
const around = [
	(secret: string) => secret,
	(secret: string) => `the key is ${secret}, thanks`,
	(secret: string) => `curl -H "X: ${secret}" https://example.com`,
	(secret: string) => `export A=${secret}; ./run`,
	(secret: string) => `$x = '${secret}'\r\n& app.exe $x`,
	(secret: string) => `{"a":"${secret}"}`,
	(secret: string) => `x_${secret}`,
];

const seeds = 8;
const tokens = Array.from({ length: seeds }, (_, seed) => Object.entries(samples(seed + 100))).flat();

test("whatever a scanner finds of made-up tokens is found here, wherever they are", async () => {
	const missed: string[] = [];
	const theirs = new Set<string>();
	for (const [form, token] of tokens)
		for (const put of around) {
			const text = put(token);
			if (!(await scan(text))) continue;
			theirs.add(form);
			if (secretText(text) === null) missed.push(text);
		}
	expect(missed).toEqual([]);
	// The scanner works, and there is something to compare.
	expect(theirs.size).toBeGreaterThanOrEqual(30);
});

test("whatever a scanner finds of lines with a password is found here", async () => {
	const written = ["carrying", "held-out-carrying"].flatMap((name) =>
		readFileSync(new URL(`../testing/secrets/${name}.txt`, import.meta.url), "utf8").split("\n"),
	);
	const lines = [
		...written,
		...made.withSecret,
		...commandForms.map((form) => form.replaceAll("§", "Summer2026!")),
	];
	const found: string[] = [];
	for (const line of lines) if (await scan(line)) found.push(line);
	expect(found.length).toBeGreaterThan(10);
	expect(found.filter((line) => secretText(line) === null)).toEqual([]);
});
