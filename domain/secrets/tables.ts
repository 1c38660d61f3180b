// Secrets in a printed table: the column under a heading such as `Password` or `ms-Mcs-AdmPwd`, as PowerShell formats it, as
// databases and Markdown draw it, or with commas.
import { isAbout } from "./about.ts";
import type { Found } from "./found.ts";
import { literal } from "./literal.ts";
import { secretName } from "./names.ts";

/** Rows of one table that are looked at. */
const most = 5_000;

export const inTables = (text: string): Found[] => [...inColumns(text), ...inCells(text)];

/** Under a line of dashes, by their places. */
const inColumns = (text: string): Found[] => {
	const found: Found[] = [];
	const rule = /^([^\n]{1,1000})\r?\n([ \t]*(?:-{2,}(?: +-{2,})+|={2,}(?: +={2,})+)[ \t]*)\r?\n/gm;
	let past = 0;
	for (const { index, 0: all, 1: head = "", 2: dashes = "" } of text.matchAll(rule)) {
		const columns = columnsOf(head, dashes).filter(({ name }) => secretName(name));
		if (columns.length === 0 || index < past) continue;
		for (const { start, row } of rowsFrom(text, index + all.length)) {
			past = start;
			if (row.trim() === "") break;
			if (row.includes("⟨masked: ")) continue;
			for (const { name, from, until } of columns)
				found.push(...inCell(name, { start: start + from, text: row.slice(from, until) }));
		}
	}
	return found;
};

type Column = { name: string; from: number; until: number };

const columnsOf = (head: string, dashes: string): Column[] => {
	const starts = [...dashes.matchAll(/-{2,}|={2,}/g)].map(({ index }) => index);
	return starts.map((from, i) => {
		const until = starts[i + 1] ?? Number.POSITIVE_INFINITY;
		return { name: head.slice(from, until).trim(), from, until };
	});
};

/** Cells between signs: a heading of plain names, and rows with as many cells. Lines that are drawn between them count for nothing. */
const inCells = (text: string): Found[] => {
	const found: Found[] = [];
	let past = 0;
	for (const { index, 0: all, 1: head = "" } of text.matchAll(headings)) {
		if (index < past) continue;
		const sign = signs.find((one) => head.includes(one)) ?? ",";
		const columns = cellsOf(head, 0, sign).map(({ text: name }) => name.trim().replace(/^"|"$/g, ""));
		if (!columns.some((name) => secretName(name))) continue;
		for (const { start, row } of rowsFrom(text, index + all.length)) {
			past = start;
			if (/^[ \t|+:=-]*\r?$/.test(row) && /-/.test(row)) continue;
			const cells = cellsOf(row, start, sign);
			if (cells.length !== columns.length) break;
			for (const [i, name] of columns.entries())
				if (secretName(name)) found.push(...inCell(name, cells[i] ?? { start, text: "" }));
		}
	}
	return found;
};

const signs = ["|", "\t", ";", ","];
const heading = '(?:"\\w[\\w .-]{0,59}"|\\w[\\w.-]{0,59}(?: \\w[\\w.-]{0,59}){0,3})';
/** Only lines that have nothing else, and name a secret. */
const headings = new RegExp(
	`^(?=[^\\n]{0,1000}(?:pass|pw|secret|key|token|kenn|cred))([ \\t]{0,20}\\|?[ \\t]{0,20}${heading}(?:[ \\t]{1,40}\\|[ \\t]{1,40}${heading}){1,30}[ \\t]{0,40}\\|?[ \\t]{0,20}|${heading}(?:(?:\\t|; ?|, ?)${heading}){1,30})\\r?\\n`,
	"gim",
);

type Cell = { start: number; text: string };

const cellsOf = (row: string, start: number, sign: string): Cell[] => {
	const cells: Cell[] = [];
	const line = row.replace(/\r$/, "");
	let from = sign === "|" ? (/^[ \t]*\|/.exec(line)?.[0].length ?? 0) : 0;
	const end = sign === "|" ? line.replace(/\|[ \t]*$/, "").length : line.length;
	let quoted = false;
	for (let at = from; at <= end; at++) {
		if (at < end && line[at] === '"' && sign !== "|") quoted = !quoted;
		if (at < end && (quoted || line[at] !== sign)) continue;
		cells.push({ start: start + from, text: line.slice(from, at) });
		from = at + 1;
	}
	return cells;
};

const inCell = (name: string, { start, text }: Cell): Found[] => {
	const value = text.trim().replace(/^"|"$/g, "");
	if (value.includes("⟨") || !literal(value) || /^…$/.test(value) || isAbout(name, value)) return [];
	const from = start + text.indexOf(value);
	return [{ start: from, end: from + value.length, what: `a value under ${name}` }];
};

/** Lines from a place on. */
function* rowsFrom(text: string, from: number): Generator<{ start: number; row: string }> {
	let start = from;
	for (let rows = 0; rows < most && start < text.length; rows++) {
		const next = text.indexOf("\n", start);
		const end = next < 0 ? text.length : next;
		yield { start, row: text.slice(start, end) };
		start = end + 1;
	}
}
