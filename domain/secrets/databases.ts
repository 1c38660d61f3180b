// Clients of databases, statements of SQL and connection strings that carry a password.
import { direct, line } from "./command.ts";
import { value } from "./literal.ts";

const text = "('[^'\\n]{1,400}')";

/** Each has the value as its one group. */
export const databases: RegExp[] = [
	line("mysql(?:dump|admin|import|show|check)?|mariadb(?:-dump|-admin)?", "-p(?![\\s-])"),
	line("mysqladmin|mariadb-admin", "password[ \\t]+(?!-)"),
	line("sqlcmd|osql|isql|bcp|snowsql", "(?:-P[ \\t]*|/P[ \\t]+)(?!-)"),
	line("mongo(?:sh|dump|restore|export|import)?", "-p\\s*(?!-)"),
	line("redis-cli", "(?:-a|AUTH)[ \\t]+(?!-)"),
	direct("sqlplus|rman|expdp|impdp|sqlldr", "(?:-\\w+[ \\t]+|target[ \\t]+){0,3}[\"']?[\\w$#]{1,60}/(?!/)"),
	/(?<![\w-])(?:exp|imp)\s+["']?[\w$#]{1,60}\/([^\s@"'/]{1,100})(?=@)/g,
	// SQL
	new RegExp(
		`\\b(?:IDENTIFIED|identified)[ \\t]+(?:(?:WITH|with)[ \\t]+\\w{1,60}[ \\t]+)?(?:BY|by|AS|as)[ \\t]+(?:PASSWORD[ \\t]+)?(?:${text}|"[^"\\n]{1,400}")`,
		"g",
	),
	new RegExp(
		`\\b(?:create|alter)[ \\t]+(?:user|role|login)\\b[^;\\n]{0,200}?\\bpassword[ \\t]*(?:=[ \\t]*)?N?${text}`,
		"gi",
	),
	new RegExp(
		`\\bset[ \\t]+password\\b[^;\\n']{0,200}(?:'[^'\\n]{1,60}'@'[^'\\n]{1,60}')?[^;\\n'=]{0,60}(?:=[^;\\n'=]{0,60}|\\bto[ \\t]+)${text}`,
		"gi",
	),
	new RegExp(`\\bset[ \\t]+password[ \\t]+${text}`, "gi"),
	new RegExp(`\\bsp_(?:addlogin|password)[ \\t]+(?:N?'[^'\\n]{1,100}'|NULL)[ \\t]*,[ \\t]*N?${text}`, "gi"),
	// Connection strings
	new RegExp(`(?:^|[;"'\\s])[pP][wW][dD][ \\t]*=[ \\t]*(?=[^;\\n]{1,200};)${value}`, "gm"),
	new RegExp(`;[ \\t]*(?:[pP][wW][dD]|[pP]assword|PASSWORD)[ \\t]*=[ \\t]*${value}`, "g"),
	/;\s*(?:pwd|password)\s*=\s*\{([^{}\n]{1,200})\}/gi,
];

/** A line of `.pgpass`; many others are five words with colons between, too, so its value has to look made. A `:` in it is escaped. */
export const pgpass =
	/^[\w.*-]{1,100}:(?:\*|54\d\d|6432):[\w.*-]{1,60}:[\w.*-]{1,60}:((?:\\\S|[^\s:\\])+)[ \t]{0,20}$/gm;
