// Which of the files that hang on a message is meant as a command, by its name and first characters.
import { startOf } from "../protocol/plan/script.ts";
import type { File } from "./intent.ts";

/** Of our shells. Mail filters let scripts through that end in `.txt`, too. */
const own = /\.(?:ps1|sh|bash|bat|cmd)(?:\.txt)?$/i;
/** Of other programs: a shell would take them for something else. */
const foreign = /\.(?:psm1|psd1|zsh|ksh|fish|py|pl|rb|js|php|lua|awk|sql|reg|vbs|wsf)(?:\.txt)?$/i;

/** Whether a file of this name is a script, of whatever program. */
export const isScriptName = (name: string): boolean => own.test(name) || foreign.test(name);

/** Whether a file is a script, of whatever program. */
export const isScript = ({ name, bytes }: File): boolean =>
	isScriptName(name) || firstLine.test(startOf(bytes));

/** It names a program by its path. */
const firstLine = /^#![ \t]*\//;

/** Whether a script of this name is for another program than our shells. */
export const isForeignName = (name: string): boolean => foreign.test(name);

/** Whether a file of this name may be meant as a command. */
export const isCommandName = (name: string): boolean => isScriptName(name) || /\.txt$/i.test(name);

/** Whether a file may be meant as a command: a script, or a plain text. Tables, logs and pages are shown to someone. */
export const isCommand = (file: File): boolean =>
	isScript(file) ||
	isCommandName(file.name) ||
	(file.type.startsWith("text/") && !/\.[a-z][a-z0-9]*$/i.test(file.name));

/** A script's name without the ending that only lets it through. */
export const scriptName = (name: string): string => (own.test(name) ? name.replace(/\.txt$/i, "") : name);
