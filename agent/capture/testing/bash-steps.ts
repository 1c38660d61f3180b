// Steps of bash: some that a trap can watch, some that would notice it.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the shell's own
/** A command that a signal ends. */
export const crash = 'sh -c "kill -11 \\$\\$"';

/** What is said where bash doesn't tell which command failed. */
const [compound, piped] = ["a compound command", "a command of the pipeline"];

/** The step, and which commands failed in it, with code and line. */
export const armed: [string, ...[string, number, number][]][] = [
	["false; true", ["false", 1, 1]],
	["echo a\nfalse\necho b; exit 3", ["false", 1, 2]],
	["ls /nonexistent; echo done", ["ls", 2, 1]],
	["nosuchcommand; echo $?", ["nosuchcommand", 127, 1]],
	["if grep -q x /dev/null; then echo yes; else echo no; fi"],
	["false || echo fallback"],
	["cd /nonexistent 2>/dev/null || echo no"],
	["false && echo never; true"],
	["while false; do :; done; until true; do :; done; echo end"],
	["! true; echo $?"],
	["set -e; echo a; ls /nonexistent; echo b", ["ls", 2, 1]],
	["set -eu; echo $-; echo ${x-unset}; false; exit 0", ["false", 1, 1]],
	["set -o pipefail\nfalse | true; echo $? ${PIPESTATUS[*]}", [piped, 1, 2]],
	["echo a | grep -q b | cat; echo ${PIPESTATUS[@]}"],
	["false | false; echo ${PIPESTATUS[@]} $?", ["false", 1, 1]],
	["echo $_; ls /nonexistent x; echo $_ $?", ["ls", 2, 1]],
	["false\necho $? $LINENO ${BASH_LINENO[*]} $0 $# $SHLVL $BASH_SUBSHELL", ["false", 1, 1]],
	["echo $BASHOPTS $SHELLOPTS $-; env | sort | grep -v ^_= | cat"],
	["f() { false; echo in; return 4; }\nf\necho $?", ["return 4", 4, 2]],
	["f() { echo ${FUNCNAME[*]} ${BASH_LINENO[*]}; caller 0; }\nf; echo x", ["caller", 1, 2]],
	["x=$(false); echo $?", ["x=$(false)", 1, 1]],
	["(exit 3); echo $?", ["( exit 3 )", 3, 1]],
	["(false; echo in); { false; }; echo out", ["false", 1, 1]],
	["read x < /dev/null; echo $?", ["read", 1, 1]],
	["((0)); let 0; [[ a == b ]]; [ a = b ]; echo $?", ["((", 1, 1], ["let", 1, 1], ["[[", 1, 1], ["[", 1, 1]],
	[`${crash}; echo after $?`, ["sh", 139, 1]],
	[`x=$(${crash}); echo $?`, [`x=$(${crash})`, 139, 1]],
	[`(${crash})`, [`( ${crash} )`, 139, 1]],
	[`(true; ${crash}); echo $?`, [`( true; ${crash} )`, 139, 1]],
	[`if true; then ${crash}; fi`, ["sh", 139, 1]],
	[`f() { ${crash}; }; f`, ["sh", 139, 1]],
	[`for i in 1 2; do ${crash}; done`, ["sh", 139, 1], ["sh", 139, 1]],
	[`echo a; ${crash} > /dev/null`, ["sh", 139, 1]],
	[`echo a; ${crash} | cat`],
	[`${crash} & wait $!; echo $?`, ["wait", 139, 1]],
	[`cat < <(${crash}); echo $?`],
	["exec 3>&1; false; echo hi >&3; exec ls /nonexistent", ["false", 1, 1]],
	["exec 2>&-; false; echo ok", ["false", 1, 1]],
	["exec >&-; false; exit 0", ["false", 1, 1]],
	["for f in /proc/self/fd/*; do echo $f; done"],
	["sh -c 'ls /proc/self/fd'; echo $?"],
	["sleep 60 & false; jobs; disown; kill $!; exit 0", ["false", 1, 1]],
	["set -x; false; exit 0", ["false", 1, 1]],
	["set -o posix; false; echo $-; exit 0", ["false", 1, 1]],
	['IFS=; false; echo "$IFS"; exit 0', ["false", 1, 1]],
	["printf() { echo mine; }; false; exit 0", ["false", 1, 1]],
	["source /dev/stdin <<< 'false; echo in'; echo $?", ["false", 1, 1]],
	["bash -c 'false; echo $-'; env | grep BASH | cat"],
	["coproc cat; false; exec {COPROC[1]}>&-; wait; exit 0", ["false", 1, 1]],
	["umask 777; false; exit 0", ["false", 1, 1]],
	["echo 'unterminated\nexit 0'; true )\nexit 0"],
	["cat <<EOF\n$(false) text\nEOF\necho $?"],
	["kill -9 $$; echo never"],
	["false\r\ntrue", ["false\r", 127, 1]],
	["true\nwhile read l; do :; done < /nonexistent; echo b", [compound, 1, 0]],
	["{ echo a; } > /nonexistent/y; echo b", [compound, 1, 0]],
	["[[ a == b ]] > /nonexistent/y; echo b", [compound, 1, 0]],
	["for i in 1 2; do true; done > /nonexistent/y; echo b", [compound, 1, 0]],
	["true\nseq 1 2 | while read x; do false; done; echo b", [piped, 1, 0]],
	["true; { :; } | { false; }; echo b", [piped, 1, 0]],
	["set -o pipefail; false | while read x; do :; done; echo b", [piped, 1, 0]],
	["true\nseq 1 2 | grep -c nosuch; true || { echo c; }; echo b", ["grep", 1, 2]],
];

const lists = "the step itself works with traps or lists what its shell holds";
const handsOver = "bash may hand its process over to the step's last command";

/** The step, and why no trap watches it. */
export const unarmed: [string, string][] = [
	["trap 'echo bye' EXIT; false; exit 4", lists],
	["trap -p; false; true", lists],
	["declare -p | wc -l; true", lists],
	["set | wc -l; true", lists],
	["set -E; false; true", lists],
	["echo ${#PIPESTATUS[@]}; true", lists],
	[`false; ${crash}`, handsOver],
	[`true && ${crash}`, handsOver],
];
