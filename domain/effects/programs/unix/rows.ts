// What programs of Linux and macOS do, by their own manuals (https://man7.org/linux/man-pages/):
// a row each. What has no row is unknown.
import { withHooks } from "../hooks.ts";
import type { Rule } from "../rules.ts";
import { files } from "./files.ts";
import { hooks } from "./hooks.ts";
import { machine } from "./machine.ts";
import { network } from "./network.ts";
import { readers } from "./reading.ts";
import { software } from "./software.ts";
import { wrappers } from "./wrappers.ts";

/** By program's name, in lower case. */
export const unix: [names: string, rule: Rule][] = [
	...wrappers,
	...withHooks([...readers, ...files, ...machine, ...software, ...network], hooks),
];
