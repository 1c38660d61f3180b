// What Windows' programs and cmd's own commands do, by https://learn.microsoft.com/windows-server/administration/windows-commands:
// a row each. What has no row is unknown.
import type { Rule } from "../rules.ts";
import { files } from "./files.ts";
import { machine } from "./machine.ts";
import { network } from "./network.ts";
import { readers } from "./reading.ts";

/** By program's name, in lower case and without its ending. */
export const windows: [names: string, rule: Rule][] = [...readers, ...files, ...machine, ...network];
