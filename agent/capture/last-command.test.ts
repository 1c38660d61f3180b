import { expect, test } from "vitest";
import { isOneCommand, staysInShell } from "./last-command.ts";

test.each([
	"false; true",
	"false\nexit 0\n",
	"a && b || echo no # done",
	"if a; then b; fi",
	"for x in 1 2; do a; done < list",
	"f() { a; }\nf",
	'function main {\n  a\n}\nmain "$@"',
	"a; b | c",
	"a; b > log 2>&1",
	"a; b &",
	"a\nX=1 Y=$(b)",
	"a; (b; c)",
	"cat <<EOF\n$(a)\nexit 0\nEOF\necho done",
	'x="a; b"; echo "$(c; d "e")"',
	"case $x in a) b;; *) c;; esac",
	"! a",
	"echo $((1 + 2))",
	"a `b; c`; test -f x",
	"# a comment; b\necho x",
])("bash stays for the end of %j", (text) => {
	expect(staysInShell(text)).toBe(true);
});

test.each([
	"ls",
	"false; ls",
	"a && ./b",
	"echo x\n./b --flag\n\n",
	"echo x; ./b # echo",
	"./a '\nexit 0\n'",
	'./a "\nexit 0\n"',
	"./a \\\nexit 0",
	"X=1 ./a",
	"./a <(echo b; true)",
	"echo 'x\n",
	"echo `a",
	"cat <<EOF\necho",
	"x=$(case a in a) echo b;; esac); true",
	"eval 'a; b'",
	"command a",
	"$x",
	"",
	"a |& b; c",
])("bash may hand its process over at the end of %j, or it can't be told", (text) => {
	expect(staysInShell(text)).toBe(false);
});

test("a single command has nothing inside", () => {
	expect(
		["ls -l /x", "systemctl restart spooler\n", "a | b", "a; b", "a $(b)", "X=1"].map(isOneCommand),
	).toEqual([...[true, true, false, false, false, false]]);
});
