// A policy's rules in words: what never runs, what runs without a vote, whose yes is needed, and when plans may start.
import { z } from "zod";
import type { RunAs } from "../protocol/plan/plan.ts";
import { type AllowRule, type DenyRule, type Hours, ruleFields } from "../protocol/rules.ts";
import { list } from "./amounts.ts";

type Rules = keyof typeof ruleFields;
export const isRules = (name: string): name is Rules => Object.hasOwn(ruleFields, name);

/** A value that is newer than this code stays as it is. */
export const rulesText = (name: Rules, value: unknown): string => {
	const rules = z.object(ruleFields).safeParse({ [name]: value });
	if (value === undefined || !rules.success)
		return value === undefined ? nothing[name] : JSON.stringify(value);
	const { groups, deny, allow, hours } = rules.data;
	if (groups) return list(groups, 5);
	if (hours) return hoursText(hours);
	return [
		...(deny ?? []).map((rule) => denyText(rule)),
		...(allow ?? []).map((rule) => allowText(rule)),
	].join("; ");
};

const nothing = {
	groups: "none asked for",
	deny: "no rule",
	allow: "no rule",
	hours: "at any time",
} as const satisfies Record<Rules, string>;

/** How another's text is set off from our own words. */
export type Quoted = (text: string) => string;

const where = ({ on }: { on?: string[] }): string => (on ? ` on ${list(on, 20)}` : "");

/** `no-format: the program format on SRV-01` */
export const denyText = (rule: DenyRule, quoted: Quoted = inQuotes): string =>
	`${rule.name}: ${deniedText(rule, quoted)}${where(rule)}`;

/** `disk-space: “df -h” in sh` */
export const allowText = (rule: AllowRule, quoted: Quoted = inQuotes): string =>
	`${rule.name}: ${allowedText(rule, quoted)}${where(rule)}`;

const inQuotes: Quoted = (text) => `“${text}”`;

/** Without its name and endpoints. `quoted`: another's text. */
export const deniedText = ({ program, text = "" }: DenyRule, quoted: Quoted): string =>
	program === undefined ? `any text with ${quoted(text)}` : `the program ${program}`;

/** Without its name and endpoints. `quoted`: another's text. */
export const allowedText = (rule: AllowRule, quoted: Quoted): string => {
	const what =
		rule.command === undefined ? `the command with SHA-256 ${rule.sha256 ?? ""}` : quoted(rule.command);
	const folder = rule.cwd === undefined ? "" : ` from ${rule.cwd}`;
	return `${what} in ${rule.shell}${asText(rule.runAs)}${folder}`;
};

const asText = (as: RunAs | undefined): string => {
	if (as === undefined || as.kind === "agent") return "";
	return as.kind === "user"
		? ` as ${as.name}`
		: ` as the logged-on user${as.name === undefined ? "" : ` ${as.name}`}`;
};

const days = {
	mon: "Mon",
	tue: "Tue",
	wed: "Wed",
	thu: "Thu",
	fri: "Fri",
	sat: "Sat",
	sun: "Sun",
} as const;

/** `Mon, Tue 08:00–18:00, Sat 22:00–05:00 (the next day), by the clock in Europe/Berlin` */
export const hoursText = ({ zone, windows }: Hours): string => {
	const shown = windows.map(
		({ days: on, from, to }) =>
			`${on.map((day) => days[day]).join(", ")} ${from}–${to}${to < from ? " (the next day)" : ""}`,
	);
	return `${shown.join("; ")}, by the clock in ${zone}`;
};
