// The table of cmdlets by name and alias.
import type { Does } from "../effect.ts";
import { bound } from "./bind.ts";
import { changers } from "./cmdlets/changing.ts";
import { readers } from "./cmdlets/reading.ts";
import type { Command } from "./command.ts";
import type { Piped, Rule } from "./rules.ts";

const rows = [...readers, ...changers].flatMap(([names, rule]) =>
	names.split(" ").map((name) => [name.toLowerCase(), name, rule] as const),
);
const rules = new Map<string, Rule>(rows.map(([key, , rule]) => [key, rule]));

/** The names that the table knows, aliases too. */
export const knownCmdlets = (): string[] => rows.map(([, name]) => name);

/** In lower case, without a module of PowerShell's own; null: no name, or another module's. */
export const standardName = (name: string): string | null =>
	/^(?:Microsoft\.PowerShell\.\w+\\)?([^\\]+)$/i.exec(name)?.[1]?.toLowerCase() ?? null;

export const isCmdlet = (name: string): boolean => rules.has(name);

export const doesOfCmdlet = (name: string, command: Command, piped: Piped | null): Does => {
	const rule = rules.get(name);
	if (rule === undefined) return [];
	if (!runsRegardless.has(name) && isRehearsal(command)) return [];
	return rule(command, piped, name);
};

/** `-WhatIf`: it says what it would do. */
const isRehearsal = (command: Command): boolean =>
	!command.splatted &&
	command.named.some(
		([name, value]) =>
			(name === "wi" || (name.length > 1 && "whatif".startsWith(name))) &&
			(value === null || /^\$true$/i.test(value.node.text)),
	) &&
	bound(command, "WhatIf|wi?").on("WhatIf");

/** They have no `-WhatIf`, or run code that hasn't. */
const runsRegardless = new Set(
	"invoke-expression iex invoke-command icm start-job sajb start-threadjob invoke-webrequest iwr wget curl invoke-restmethod irm import-module ipmo add-type new-module nmo foreach-object foreach % new-object measure-command get-wuinstall install-windowsupdate".split(
		" ",
	),
);

/** May set variables by their names. */
export const setsVariables = (name: string): boolean =>
	/^(?:(?:set|new|clear|remove)-variable|sv|set|nv|clv|rv|invoke-expression|iex|import-module|ipmo)$/i.test(
		standardName(name) ?? "",
	);
