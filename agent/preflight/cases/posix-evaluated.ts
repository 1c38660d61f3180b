// Texts of bash in which a value may be run where it only seems to be read, and others that calculate with numbers.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the expansions of the shell.

const value = `x='a[$(reboot)]'`;

/** None of them reads only. */
export const evaluated: [text: string, line: string][] = [
	...(
		[
			["echo $((x))", "$((x))"],
			["echo $((x + 1))", "$((x + 1))"],
			["echo $[x]", "$[x]"],
			['y=x; echo "$((y))"', "$((y))"],
			["((x))", "((x))"],
			["if ((x)); then :; fi", "((x))"],
			["for ((i = x; i < 1; i++)); do :; done", "for ((i = x; i < 1; i++)); do"],
			["for ((; x; )); do break; done", "for ((; x; )); do"],
			["case 1 in $((x))) ;; esac", "$((x))"],
			["cat <<< $((x))", "$((x))"],
			["cat <<END\n$((x))\nEND", "$((x))"],
			["[[ x -eq 1 ]]", "x -eq 1"],
			["[[ $x -eq 1 ]]", "$x -eq 1"],
			["[[ -n y && x -gt 0 ]]", "x -gt 0"],
			['[[ -v $x ]] && echo "set"', "-v $x"],
			['[ -v "$x" ]', "[ -v $x ]"],
			["test -v 'a[$(reboot)]'", "test -v a[$(reboot)]"],
			['y="-v $x"; [ $y ]', "[ $y ]"],
			['y=-v; [ "$y" "$x" ]', "[ $y $x ]"],
			["command test $x", "test $x"],
			["[ *.txt ]", "[ *.txt ]"],
			["echo ${y:x}", "${y:x}"],
			["echo ${y:1:x}", "${y:1:x}"],
			["echo ${@:x}", "${@:x}"],
			["echo ${!x}", "${!x}"],
			["echo ${b[x]}", "${b[x]}"],
			["echo ${#b[x]}", "${#b[x]}"],
			["echo ${b[$x]+set}", "${b[$x]+set}"],
			['echo "${b[$((x))]}"', "${b[$((x))]} and $((x))"],
			["b[x]=1", "b[x]=1"],
			["b=([x]=1)", "b=([x]=1)"],
			['echo "${y//a/$((x))}"', "$((x))"],
			["echo ${x@P}", "${x@P}"],
			["declare -a b=$x", "declare -a b=$x"],
			["declare -a 'b=($(reboot))'", "declare -a 'b=($(reboot))'"],
			['b=(1); declare "b=$x"', 'declare "b=$x"'],
			["b=(1); readonly b=$x", "readonly b=$x"],
			["exec {a[x]}< /dev/null", "{a[x]}"],
			["read y; echo $((y))", "$((y))"],
			["echo $(( $1 ))", "$(( $1 ))"],
			["echo $(( $(cat n) ))", "$(( $(cat n) ))"],
			[": ${y:=$x}; echo $((y))", "$((y))"],
			["for y in $x; do echo $((y)); done", "$((y))"],
			["unset y; echo $((y))", "$((y))"],
			["echo $((UNSET))", "$((UNSET))"],
			["UID=$x; echo $((UID))", "$((UID))"],
			["y=1 true; echo $((y))", "y= and $((y))"],
			["false && y=1; echo $((y))", "$((y))"],
			["y=1 & echo $((y))", "$((y))"],
			["echo $((y)); y=1", "$((y))"],
			["y=1; f() { y=$x; }; f; echo $((y))", "$((y))"],
			["y=1; read y; echo $((y))", "$((y))"],
			["echo `echo $((x))`", "$((x))"],
			// The shell sets these itself, to what the text or the machine says.
			["_=1; echo $x; echo $((_))", "$((_))"],
			["REPLY=0; read < f; echo $((REPLY))", "$((REPLY))"],
			["OLDPWD=1; cd /tmp; echo $((OLDPWD))", "$((OLDPWD))"],
			["[[ $x =~ .* ]]; BASH_REMATCH=1; echo $((BASH_REMATCH))", "$((BASH_REMATCH))"],
			["OPTARG=1; getopts a: o; echo $((OPTARG))", "$((OPTARG))"],
			["y=1; read -ay < f; echo $((y))", "$((y))"],
			["y=1; read -ray < f; echo $((y))", "$((y))"],
			["y=1; printf -vy %s $x; echo $((y))", "$((y))"],
		] as [string, string][]
	).map(([text, part]): [string, string] => [`${value}; ${text}`, said(part)]),
	[`${value}; OPTIND=$x`, "can't tell what OPTIND= does"],
	[`${value}; for RANDOM in "$x"; do :; done`, "can't tell what RANDOM= does"],
	["read 'a[$(reboot)]'", "can't tell what a[$(reboot)]= does"],
	["printf -v 'a[$(reboot)]' x", "can't tell what a[$(reboot)]= does"],
	["unset 'a[$(reboot)]'", "can't tell what a[$(reboot)]= does"],
	["declare 'a[$(reboot)]=1'", "can't tell what a[$(reboot)]= does"],
	["declare -i y=x", "can't tell what “declare -i y=x” does"],
	["declare -n y=x", "can't tell what “declare -n y=x” does"],
	["let y=x", "can't tell what “let y=x” does"],
	["mapfile -C 'reboot #' -c 1 y", "can't tell what “mapfile -C reboot # -c 1 y” does"],
];

/** What is calculated here are numbers. */
export const calculated: string[] = [
	"echo $((1 + 2 * 0x1f)) $((2#101))",
	"i=0; while [ $i -lt 3 ]; do echo $i; i=$((i + 1)); done",
	"for ((i = 0; i < 3; i++)); do echo $((i * 2)); done",
	"for i in 1 2 3; do echo $((i * 2)) $((${i} % 2)); done",
	"for i in {1..3}; do echo $((i)); done",
	"n=5; ls -n; echo $((n)) $((SECONDS)) $((LINENO))",
	"n=5; if ((n > 3)); then echo more; fi; [[ $n -gt 3 ]]",
	"n=5; (( n += 2 )); echo $n",
	"[[ $EUID -ne 0 ]] && exit 1",
	"[ $# -lt 1 ] && exit 1; ls; [ $? -eq 0 ]; echo $(( $# - 1 )) $$",
	'[ "$1" = -v ] && echo; [ -n "$1" -a -f "$2" ] && [ ! "$x" ] && test -z "$y"',
	'y=abc; echo ${y:0:1} ${#y} $(( ${#y} - 1 )) "${y^^}" ${y/a/b} "${y:-$x}" ${y@Q}',
	'b=(1 2); echo ${b[0]} "${b[@]}" ${#b[@]} ${!b[@]} ${b[@]:1} ${!y*}; b[1]=x; b+=([2]=y)',
	"[[ -v y && $x == a* && $x =~ ^b && -n $x ]]",
	"OPTIND=1; while getopts ab: o; do case $o in a) :;; esac; done",
	"declare -a b=(1 2); local -r n=3; export E=$x",
	"[ -e /x ] && [ -d /etc/*.d ]",
];

function said(part: string): string {
	const [first = "", ...others] = part.split(" and ");
	const name = (text: string) => (/[\s"']/.test(text) ? `“${text.replaceAll('"', "'")}”` : text);
	return `can't tell what ${[first, ...others].map(name).join(" and ")} ${others.length ? "do" : "does"}`;
}
