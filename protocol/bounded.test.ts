// Every text and every list that comes over a wire has an end: no one fills a message, a row or a card without one.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { longest, most as mostOfRow } from "./bounds.ts";
import { DataHello } from "./record/data-socket.ts";
import { maxRecordBytes, RunContext, RunEvent } from "./record/records.ts";
import { FromAgent } from "./wire.ts";

const folder = new URL(".", import.meta.url).pathname;
/** A file as long as its session, which is read as it comes. */
const endless = ["read/export.ts"];
const modules = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
	(file) => file.endsWith(".ts") && !endless.includes(file) && !/\.(?:test|d)\.ts$/.test(file),
);

/** All schemas that protocol/ exports, under their file and name. */
const exported = async (): Promise<[string, z.core.$ZodType][]> => {
	const all = await Promise.all(
		modules.map(async (file) => {
			const module: Record<string, unknown> = await import(join(folder, file));
			return Object.entries(module).flatMap(([name, value]): [string, z.core.$ZodType][] =>
				value instanceof z.ZodType ? [[`${file} ${name}`, value]] : [],
			);
		}),
	);
	return all.flat();
};

type Def = z.core.$ZodTypeDef & Record<string, unknown>;

/** Where something without an end is, as a path of the fields that lead there. */
const unbounded = (schema: z.core.$ZodType, path: string, seen: Set<z.core.$ZodType>): string[] => {
	if (seen.has(schema)) return [];
	seen.add(schema);
	const def = schema._zod.def as Def;
	const own = isEndless(def) ? [`${path} (${def.type})`] : [];
	return [...own, ...partsOf(def).flatMap(([name, part]) => unbounded(part, `${path}.${name}`, seen))];
};

const isEndless = (def: Def): boolean => {
	if (def.type === "record") return (def.checks ?? []).length === 0;
	if (def.type !== "string" && def.type !== "array") return false;
	const checks = (def.checks ?? []).map((check): Record<string, unknown> => ({ ...check._zod.def }));
	const bounded = checks.some(({ check }) => check === "max_length" || check === "length_equals");
	return !bounded && ![...checks, def].some(({ pattern }) => isShort(pattern));
};

/** A pattern from ^ to $ without a repetition that never ends. */
const isShort = (pattern: unknown): boolean =>
	pattern instanceof RegExp &&
	/^\^.*\$$/s.test(pattern.source) &&
	!/[^\\][*+]|\{\d+,\}/.test(pattern.source.replace(/\[(?:\\.|[^\]])*\]/g, "x"));

const isSchema = (value: unknown): value is z.core.$ZodType => value instanceof z.core.$ZodType;

const partsOf = (def: Def): [string, z.core.$ZodType][] =>
	Object.entries(def).flatMap(([key, value]): [string, z.core.$ZodType][] => {
		if (isSchema(value)) return [[key, value]];
		if (key === "getter" && typeof value === "function") return [["lazy", value()]];
		if (Array.isArray(value))
			return value.flatMap((one, i) =>
				isSchema(one) ? [[`${key}${i}`, one] as [string, z.core.$ZodType]] : [],
			);
		if (key === "shape" && value && typeof value === "object")
			return Object.entries(value).flatMap(([name, one]) =>
				isSchema(one) ? [[name, one] as [string, z.core.$ZodType]] : [],
			);
		return [];
	});

test("every text and list of protocol/ has a greatest length", async () => {
	const seen = new Set<z.core.$ZodType>();
	const found = (await exported()).flatMap(([name, schema]) => unbounded(schema, name, seen));
	expect(found, found.join("\n")).toEqual([]);
});

/** A context of this many variables, groups, arguments and facts; all else is as short as can be. */
const contextOf = (n: { env?: number; groups?: number; argv?: number; facts?: number; text?: number }) => ({
	...{ type: "context", v: 1, runtime: "", agentVersion: "", cwd: "c".repeat(n.text ?? 0), executable: null },
	user: { name: "", id: "", groups: Array<string>(n.groups ?? 0).fill(""), elevated: false },
	shell: { name: "", path: "", sha256: null, version: null, argv: Array<string>(n.argv ?? 0).fill("") },
	os: { platform: "", release: "", version: "", arch: "", hostname: "" },
	...{ locale: "", timeZone: "", bootId: "", capture: "plain" },
	facts: Object.fromEntries(Array.from({ length: n.facts ?? 0 }, (_, i) => [`fact ${i}`, ""])),
	env: Array.from({ length: n.env ?? 0 }, () => ({ name: "", value: "", masked: false })),
});

test.each([
	["variables", "env", 14_000, 15_000],
	["groups", "groups", 65_536, 65_537],
	["arguments", "argv", 174_000, 175_000],
	["facts", "facts", 87_000, 88_000],
	["characters of a text", "text", maxRecordBytes, maxRecordBytes + 1],
] as const)(
	"a run's context has a greatest number of %s, and every one that fits into a record is taken",
	(_, of, most, more) => {
		expect(RunContext.safeParse(contextOf({ [of]: most })).success).toBe(true);
		expect(RunContext.safeParse(contextOf({ [of]: more })).success).toBe(false);
	},
);

test("nothing that an agent sends has the bound of a whole row", async () => {
	const rows = [longest, mostOfRow];
	const long = [RunEvent, FromAgent, DataHello].flatMap((schema) => bounds(schema, new Set()));
	expect(long.length).toBeGreaterThan(50);
	expect(long.filter((one) => rows.includes(one))).toEqual([]);
});

/** The greatest length of each text and list in it. */
const bounds = (schema: z.core.$ZodType, seen: Set<z.core.$ZodType>): number[] => {
	if (seen.has(schema)) return [];
	seen.add(schema);
	const def = schema._zod.def as Def;
	const own = (def.checks ?? []).flatMap((check) => {
		const { maximum } = { maximum: null, ...check._zod.def };
		return typeof maximum === "number" ? [maximum] : [];
	});
	return [...own, ...partsOf(def).flatMap(([, part]) => bounds(part, seen))];
};
