// What programs of Linux and macOS do, by their own manuals (https://man7.org/linux/man-pages/):
// a row each. What has no row is unknown.
import type { Rule } from "../rules.ts";
import { files } from "./files.ts";
import { machine } from "./machine.ts";
import { network } from "./network.ts";
import { readers } from "./reading.ts";
import { software } from "./software.ts";
import { wrappers } from "./wrappers.ts";

/** By program's name, in lower case. */
export const unix: [names: string, rule: Rule][] = [
	...readers,
	...wrappers,
	...files,
	...machine,
	...software,
	...network,
];
