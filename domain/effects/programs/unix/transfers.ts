// Programs that bring or send files, or reach other machines.
import { type Does, each, effect } from "../../effect.ts";
import { onFile } from "../../places.ts";
import type { Arguments } from "../arguments.ts";
import { parsed, type Rule, textOf, unseen } from "../rules.ts";

const has = ({ options }: Arguments, names: string): boolean =>
	options.some((one) => names.split(" ").includes(one));

const optionValue = ({ values }: Arguments, names: string): string | undefined =>
	names
		.split(" ")
		.map((one) => values.get(one))
		.find((one) => one !== undefined);

type Names = { file: string; sends: string; method: string; writes: string; reads: string };

const download = (given: Arguments, name: string, names: Names, byAddress: boolean): Does => {
	const addresses = given.operands.map(textOf);
	const file = optionValue(given, names.file);
	const sends = has(given, names.sends) || !/^(?:GET|HEAD)$/i.test(optionValue(given, names.method) ?? "GET");
	const named = addresses.map((one) => effect("write", one.split(/[?#]/)[0]?.split("/").at(-1) || null));
	return [
		...each("download", addresses),
		...(sends ? each("send", addresses) : []),
		...(file !== undefined && file !== "-" ? onFile("write", file) : []),
		...(byAddress && file === undefined ? named : []),
		...(has(given, names.writes) ? [effect("write")] : []),
		...(has(given, names.reads) || given.unclear ? [effect("unknown", name)] : []),
	];
};

/** https://curl.se/docs/manpage.html */
export const curl: Rule = parsed(
	"-o --output -u --user -H --header -A --user-agent -e --referer -m --max-time --connect-timeout --retry -w --write-out -T --upload-file -b --cookie -c --cookie-jar --cacert --cert -E --key -x --proxy -X --request -d --data --data-raw --data-binary --data-urlencode --json -F --form -K --config -D --dump-header --resolve -r --range --url -C -y -Y -z -t -P -Q --trace --trace-ascii --stderr --libcurl --output-dir",
	(given, _, name) =>
		download(
			given,
			name,
			{
				file: "-o --output",
				sends: "-d -F -T --data --data-raw --data-binary --data-urlencode --json --form --upload-file",
				method: "-X --request",
				writes: "-c --cookie-jar -D --dump-header --trace --trace-ascii --stderr --libcurl --output-dir",
				reads: "-K --config -Q --url",
			},
			has(given, "-O --remote-name --remote-name-all -J"),
		),
);

/** https://www.gnu.org/software/wget/manual/wget.html */
export const wget: Rule = parsed(
	"-O --output-document -P --directory-prefix -o --output-file -a --append-output -i --input-file -T --timeout -t --tries -U --user-agent -e --execute --header --user --password --post-data --post-file --method --body-data --body-file -B -Q -w -l -A -R -D -I -X",
	(given, _, name) =>
		download(
			given,
			name,
			{
				file: "-O --output-document",
				sends: "--post-data --post-file --body-data --body-file",
				method: "--method",
				writes: "-o --output-file -a --append-output --save-cookies --hsts-file --warc-file",
				reads: "-i --input-file -e --execute --config --use-askpass",
			},
			!has(given, "--spider"),
		),
);

/** `srv:/tmp`, but not `C:\\tmp`. */
const isRemote = (path: string): boolean => /^(?![A-Za-z]:\\)[^/]+:/.test(path);

export const rsync: Rule = parsed(
	"-e --rsh --exclude --include -f --filter --log-file",
	({ operands, options, all }, context, name) => {
		if (options.some((one) => /^(?:-e|--rsh|--rsync-path|--daemon)/.test(one)))
			return unseen(all, context, name);
		const texts = operands.map(textOf);
		const to = texts.at(-1) ?? null;
		const deletes = options.some((one) => one.startsWith("--del") || one === "--remove-source-files");
		return [
			...texts.filter(isRemote).map((one) => effect(one === to ? "send" : "download", one)),
			...(to === null || isRemote(to) ? [] : onFile("write", to)),
			...(deletes ? [effect("delete", to, true)] : []),
		];
	},
);

/** A command on another machine: `ssh host reboot`. Some of its settings are commands on this one. */
export const elsewhere: Rule = parsed(
	"-p -i -l -o -F -J -L -R -D -b -c -E -m -O -Q -S -W -w -B -I",
	({ operands, options, all }, context, name) => [
		effect("elsewhere", operands[0]?.text ?? null),
		...(options.includes("-F") ||
		all.some(({ text }) => /(?:Proxy|Local|KnownHosts)Command|PermitLocal/i.test(text))
			? unseen(all, context, name)
			: []),
	],
);

export const across: Rule = parsed("-P -i -o -F -S -l -J -c", ({ operands, options, all }, context, name) => {
	if (options.some((one) => /^-[SoF]$/.test(one))) return unseen(all, context, name);
	const texts = operands.map(textOf);
	const to = texts.at(-1) ?? null;
	if (to !== null && isRemote(to)) return [effect("send", to)];
	return [...each("download", texts.slice(0, -1)), ...onFile("write", to)];
});
