// Tables for spreadsheets: a cell that a spreadsheet would take for a formula is only text there.
import { stringify } from "csv-stringify/browser/esm/sync";
import { plain } from "./escape.ts";

export const csvLines = (rows: string[][]): string =>
	stringify(
		rows.map((row) => row.map(plain)),
		{ escape_formulas: true, record_delimiter: "windows" },
	);

/** Tells spreadsheets that it is UTF-8: the first characters of a file. */
export const utf8Mark = "\ufeff";
