// The table of what PowerShell can do to a record, and what has to be there afterwards.
import type { Case } from "./case.ts";
import { ends } from "./ends.ts";
import { errors } from "./errors.ts";
import { natives } from "./natives.ts";
import { prompts } from "./prompts.ts";
import { streams } from "./streams.ts";
import { tampering } from "./tampering.ts";
import { texts } from "./texts.ts";

export const table: [string, Case[]][] = [
	["streams", streams],
	["errors", errors],
	["programs", natives],
	["ends", ends],
	["texts", texts],
	["prompts", prompts],
	["tampering", tampering],
];
