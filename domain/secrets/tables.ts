// Secrets in a printed table: the column under a heading such as `Password` or `ms-Mcs-AdmPwd`, as PowerShell formats it.
import type { Found } from "./found.ts";
import { secretName } from "./names.ts";

/** Rows of one table that are looked at. */
const most = 5_000;

export const inTables = (text: string): Found[] => {
	const found: Found[] = [];
	const rule = /^([^\n]{1,1000})\r?\n([ \t]*-{2,}(?: +-{2,})+[ \t]*)\r?\n/gm;
	for (const { index, 0: all, 1: head = "", 2: dashes = "" } of text.matchAll(rule)) {
		const columns = columnsOf(head, dashes).filter(({ name }) => secretName(name));
		if (columns.length > 0) found.push(...inRows(text, index + all.length, columns));
	}
	return found;
};

type Column = { name: string; from: number; until: number };

const columnsOf = (head: string, dashes: string): Column[] => {
	const starts = [...dashes.matchAll(/-{2,}/g)].map(({ index }) => index);
	return starts.map((from, i) => {
		const until = starts[i + 1] ?? Number.POSITIVE_INFINITY;
		return { name: head.slice(from, until).trim(), from, until };
	});
};

const inRows = (text: string, from: number, columns: Column[]): Found[] => {
	const found: Found[] = [];
	let start = from;
	for (let rows = 0; rows < most && start < text.length; rows++) {
		const next = text.indexOf("\n", start);
		const end = next < 0 ? text.length : next;
		const row = text.slice(start, end);
		if (row.trim() === "") break;
		const begin = start;
		start = end + 1;
		if (row.includes("⟨masked: ")) continue;
		for (const { name, from, until } of columns) {
			const cell = row.slice(from, until);
			const value = cell.trim();
			const at = begin + from + cell.indexOf(value);
			if (value !== "" && !/^\.{3}$|^…$|^\*+$/.test(value) && !/^(?:True|False)$/i.test(value))
				found.push({ start: at, end: at + value.length, what: `a value under ${name}` });
		}
	}
	return found;
};
