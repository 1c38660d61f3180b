// In which encoding output was read, and that a terminal's rules were applied to it.
import type { Reading } from "../protocol/read/reading.ts";
import { list } from "./amounts.ts";

/** `read as UTF-16LE`, `read as code page 850 and UTF-8, and shown as a terminal leaves it`; empty: as UTF-8, every byte of it. */
export const readingText = ({ as, overdrawn, undrawn }: Reading): string =>
	[encodingText(as), overdrawn || undrawn ? `shown as a terminal leaves it${undrawn ? tooCostly : ""}` : ""]
		.filter(Boolean)
		.join(", and ");

const tooCostly = ", except for control sequences that are too costly to draw";

const encodingText = (as: string[]): string =>
	as.some((one) => one !== "UTF-8") ? `read as ${list(as)}` : "";
