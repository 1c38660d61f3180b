import { expect, test } from "vitest";
import { readSetup } from "./setup-file.ts";

const file = (more: string) => `v: 1
msp: { name: Brightside IT }
clients:
  acme-dental:
    name: Acme Dental
${more}`;

const problems = (text: string) => {
	const read = readSetup(text);
	return read.ok ? [] : read.problems;
};

test("a small file is enough", () => {
	const read = readSetup(file(""));
	expect(read).toMatchObject({
		ok: true,
		setup: { clients: { "acme-dental": { jurisdiction: "none", people: {} } } },
	});
});

test("the reader rejects an unknown key and names its line and place", () => {
	expect(problems(file("    channel: [slack:T1:C1]\n"))).toEqual([
		"line 6: clients › acme-dental › channel is an unknown key",
	]);
});

test("the reader reports every mistake with its line", () => {
	const wrong = `    people:
      Dana: { name: Dana Reyes, roles: [requester] }
      ada:
        name: Ada
        roles: [approve]
        identities:
          - slack:T1:U1
          - ada@example.com
      sam: { name: Sam }
`;
	const found = problems(file(wrong));
	expect(found).toEqual([
		expect.stringMatching(/^line 7: clients › acme-dental › people › Dana is an invalid name: /),
		expect.stringMatching(/^line 13: .* › ada › identities › 1 is invalid: not a chat identity/),
		expect.stringMatching(/^line 10: .* › ada › roles › 0 is invalid: /),
		expect.stringMatching(/^line 14: .* › sam › roles is missing$/),
	]);
});

test("the reader reports broken YAML with its line", () => {
	expect(problems("v: 1\nmsp: [\n")[0]).toMatch(/^line \d+: /);
});

test("the reader rejects a duplicate key", () => {
	expect(problems(file("    name: Twice\n"))[0]).toMatch(/^line 6: .*unique/);
});
