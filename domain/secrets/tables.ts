// Secrets in a printed table: the column under a heading such as `Password` or `ms-Mcs-AdmPwd`, as PowerShell formats it, as
// databases and Markdown draw it, or with commas.
import { isAbout } from "./about.ts";
import type { Found } from "./found.ts";
import { says } from "./lists.ts";
import { endsWithSecret, secretName } from "./names.ts";

export const inTables = (text: string): Found[] => [...inColumns(text), ...inCells(text)];

/** Under a line of dashes, by their places. A table that begins among the rows of another doesn't end it: each row is looked at once. */
const inColumns = (text: string): Found[] => {
	const found: Found[] = [];
	const tables = [...text.matchAll(rule)].flatMap(({ index, 0: all, 1: head = "", 2: dashes = "" }) => {
		const printed = columnsOf(head, dashes);
		const columns: Column[] = printed
			.filter(({ name }) => secretName(name))
			.map((column) => ({ ...column, but: countsIn(column.name, head) }));
		const [names, values] = printed;
		const pairs = printed.length === 2 && /^(?:name|key|property|variable|setting)$/i.test(names?.name ?? "");
		if (columns.length === 0 && pairs && values?.name.toLowerCase() === "value")
			columns.push({ ...values, named: values.from, but: says });
		return columns.length === 0 ? [] : [{ from: index + all.length, columns }];
	});
	let open: Column[] = [];
	for (const [i, { from, columns }] of tables.entries()) {
		const next = tables[i + 1]?.from ?? Number.POSITIVE_INFINITY;
		open = [...columns, ...open.slice(0, mostEarlier)];
		for (const { start, row } of rowsFrom(text, from)) {
			if (start >= next) break;
			if (row.trim() === "") {
				open = [];
				break;
			}
			if (row.includes(mask) || isRule.test(row)) continue;
			const cells = row.replaceAll(typeName, (all) => " ".repeat(all.length));
			for (const { name, from, until, named, but } of open) {
				const of = named === undefined ? name : row.slice(0, named).trim();
				if (named === undefined || (endsWithSecret(of) && !/credentials?$/i.test(of)))
					found.push(...inCell(of, { start: start + from, text: cells.slice(from, until) }, but));
			}
		}
	}
	return found;
};

const dashed = "[ \\t]*(?:-{2,}(?: +-{2,})+|={2,}(?: +={2,})+)[ \\t]*";
const rule = new RegExp(`^([^\\n]{1,1000})\\r?\\n(${dashed})\\r?\\n`, "gm");
const isRule = new RegExp(`^${dashed}\\r?$`);
/** Columns of earlier tables, that a row is looked at under besides its own. */
const mostEarlier = 10;
const mask = "⟨masked: ";
/** Printed instead of a value, at the right end of its column. */
const typeName = "System.Security.SecureString";
const isMask = /^⟨masked: [^⟩]{1,200}⟩$/;

/** `named`: the rows of this one have their names before that place, as `Get-ChildItem env:` prints them. `but`: cells that are none. */
type Column = { name: string; from: number; until: number; named?: number; but?: RegExp | undefined };

/** Where tests passed or failed, `Pass` counts them, or says so. */
const countsIn = (name: string, head: string): RegExp | undefined =>
	/^pass$/i.test(name) && /\bfail/i.test(head) ? counts : undefined;
const counts = /^(?:[\d.,%/() ]+|ok|yes|no|x|[✓✔✗✘–-]|pass|passed|fail|failed|skipped|n\/a)$/i;

const columnsOf = (head: string, dashes: string): Column[] => {
	const starts = [...dashes.matchAll(/-{2,}|={2,}/g)].map(({ index }) => index);
	return starts.map((from, i) => {
		const until = starts[i + 1] ?? Number.POSITIVE_INFINITY;
		return { name: head.slice(from, until).trim(), from, until };
	});
};

/** Cells between signs: a heading of plain names, and rows with as many cells. Lines that are drawn between them count for nothing.
 * Where a cell holds the sign, too, its row has more: which cell that is nobody can tell, so all that may belong to a secret counts. */
const inCells = (text: string): Found[] => {
	const found: Found[] = [];
	let past = 0;
	for (const { index, 0: all, 1: head = "" } of text.matchAll(headings)) {
		if (index < past) continue;
		const sign = signs.find((one) => head.includes(one)) ?? ",";
		const columns = cellsOf(head, 0, sign).map(({ text: name }) => name.trim());
		if (!columns.some((name) => secretName(name))) continue;
		let [drawn, exact] = [false, false];
		for (const { start, row } of rowsFrom(text, index + all.length)) {
			past = start;
			if (/^[ \t|+:=-]*\r?$/.test(row) && /-/.test(row)) {
				drawn = true;
				continue;
			}
			const cells = cellsOf(row, start, sign);
			const more = cells.length - columns.length;
			exact ||= more === 0;
			const certain = sign === "|" ? drawn || exact : head.includes(`${sign} `) ? exact : isDense(row, sign);
			if (more < 0 || (more > 0 && !certain)) break;
			for (const [i, name] of columns.entries()) {
				const [first, last] = [cells[i], cells[i + more]];
				if (!first || !last || !secretName(name)) continue;
				const until = last.start + last.text.length;
				const cell = { start: first.start, text: text.slice(first.start, until) };
				found.push(...inCell(name, cell, countsIn(name, head)));
			}
		}
	}
	return found;
};

/** In a sentence a space follows each sign. */
const isDense = (row: string, sign: string): boolean =>
	row
		.split(sign)
		.slice(1)
		.some((cell) => /^\S/.test(cell));

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
		if (line[at] === "⟨") at += /^⟨masked: [^⟩]{1,200}(?=⟩)/.exec(line.slice(at, at + 220))?.[0].length ?? 0;
		if (at < end && line[at] === '"' && sign !== "|") quoted = !quoted;
		if (at < end && (quoted || line[at] !== sign)) continue;
		const cell = { start: start + from, text: line.slice(from, at) };
		cells.push(sign === "|" ? cell : unquoted(cell));
		from = at + 1;
	}
	return cells;
};

/** Where commas, semicolons or tabs divide cells, quotation marks only stand around them. */
const unquoted = ({ start, text }: Cell): Cell => {
	const [, before = "", inner = text] = /^(\s*")(.*)"\s*$/.exec(text) ?? [];
	return { start: start + before.length, text: inner };
};

/** All but a few values may be a password. A command line's placeholders and variables aren't among them: nothing fills a cell in. */
const inCell = (name: string, { start, text }: Cell, but?: RegExp): Found[] => {
	const value = text.trim();
	if (isMask.test(value) || none.test(value) || but?.test(value) || isAbout(name, value)) return [];
	const from = start + text.indexOf(value);
	return [{ start: from, end: from + value.length, what: `a value under ${name}` }];
};

/** What is printed for nothing, for what is cut off or hidden, for yes and no, and for what PowerShell doesn't print. */
const none = /^(?:|\.{3}|…|\*+|true|false|System\.Security\.SecureString)$/i;

/** Lines from a place on. */
function* rowsFrom(text: string, from: number): Generator<{ start: number; row: string }> {
	for (let start = from; start < text.length; ) {
		const next = text.indexOf("\n", start);
		const end = next < 0 ? text.length : next;
		yield { start, row: text.slice(start, end) };
		start = end + 1;
	}
}
