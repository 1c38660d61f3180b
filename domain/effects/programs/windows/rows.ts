// What Windows' programs and cmd's own commands do, by https://learn.microsoft.com/windows-server/administration/windows-commands:
// a row each. What has no row is unknown.
import { withHooks } from "../hooks.ts";
import type { Rule } from "../rules.ts";
import { files } from "./files.ts";
import { hooks } from "./hooks.ts";
import { machine } from "./machine.ts";
import { network } from "./network.ts";
import { readers } from "./reading.ts";

/** By program's name, in lower case and without its ending. */
export const windows: [names: string, rule: Rule][] = withHooks(
	[...readers, ...files, ...machine, ...network],
	hooks,
);
