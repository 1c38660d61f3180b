// Package managers: what they install, remove and list.
import { effect } from "../../effect.ts";
import {
	always,
	parsed,
	type Rule,
	reading,
	readingOnly,
	readingWith,
	targets,
	unknown,
	verbs,
} from "../rules.ts";

/** Installing or removing, in any package manager. */
const packages = {
	"install reinstall add upgrade update dist-upgrade full-upgrade distro-sync localinstall downgrade build-dep in up dup refresh-all groupinstall":
		"software",
	"remove purge erase autoremove uninstall rm del groupremove": "software-removal",
	"list search show info policy depends rdepends provides whatprovides repolist check-update outdated freeze leaves repoquery se lu if":
		reading,
	history: verbs({ "list info userinstalled": reading }, { none: reading }),
	"clean autoclean makecache refresh ref": "write",
} as const;

/** Those whose unknown verbs are scripts of a project or other programs. */
const { install, remove } = {
	install: { "install add upgrade update": "software" },
	remove: { "remove uninstall rm": "software-removal" },
} as const;

const packageOptions =
	"-q -qq -y -a --installed --upgradable --upgradeable --outdated --all --available --all-versions --quiet --yes --names-only --verbose --json --global --user --local --enabled --disabled --updates -t -i --target-release --enablerepo --disablerepo";

/** https://man7.org/linux/man-pages/man8/rpm.8.html: `--pipe` and `--eval` run code. */
const rpmReading =
	"-q -V -a -i -l -f -c -d -p -R -s -v --query --verify --version --all --info --list --file --configfiles --docfiles --package --requires --provides --changelog --last --queryformat --qf --whatprovides --whatrequires --state";

export const software: [names: string, rule: Rule][] = [
	[
		"apt apt-get aptitude",
		verbs(
			{ ...packages, update: always("download") },
			{ withValue: "-t -o -c --target-release", harmless: packageOptions },
		),
	],
	[
		"dnf yum microdnf zypper apk brew pip pip3 pipx npm gem conda snap flatpak port",
		verbs(packages, {
			withValue: "-t -o -c --target-release --enablerepo --disablerepo -i",
			harmless: packageOptions,
		}),
	],
	["yarn pnpm cargo", verbs({ ...install, ...remove })],
	[
		"apt-cache",
		verbs(
			{ "policy show search depends rdepends pkgnames stats madison showpkg showsrc unmet": reading },
			{ harmless: packageOptions },
		),
	],
	[
		"dpkg-query",
		readingOnly(
			"-l -L -s -S -W -f -p -c --list --listfiles --status --search --show --showformat",
			unknown,
			"-f --showformat",
		),
	],
	["rpmquery", readingWith(rpmReading)],
	[
		"dpkg",
		parsed(
			"",
			({ options, operands }) =>
				options.some((one) => /^-[ilrP]$|^--(?:install|unpack|configure|remove|purge)$/.test(one))
					? options.some((one) => /^-[rP]$|^--(?:remove|purge)$/.test(one))
						? targets("software-removal", operands)
						: options.includes("-l")
							? []
							: targets("software", operands)
					: options.some((one) =>
								/^-[lLsSpIcV]$|^--(?:list|status|search|audit|get-selections|print-architecture|info|contents|listfiles)$/.test(
									one,
								),
							)
						? []
						: [effect("unknown", "dpkg")],
			"-l -L -s -S -p -I -c -V --list --status --search --audit --get-selections --print-architecture --info --contents --listfiles --no-pager",
		),
	],
	[
		"rpm",
		parsed(
			"",
			({ options, operands }) =>
				options.some((one) => /^-[qV]$|^--(?:query|verify|version)$/.test(one))
					? []
					: targets(
							options.some((one) => /^-e$|^--erase$/.test(one)) ? "software-removal" : "software",
							operands,
						),
			rpmReading,
		),
	],
	[
		"pacman",
		parsed(
			"",
			({ options, operands }) =>
				options.includes("-Q") || (options.includes("-S") && options.includes("-s"))
					? []
					: targets(options.includes("-R") ? "software-removal" : "software", operands),
			"-Q -S -s -i -l -o -e -d -m -q -t -k -u -g",
		),
	],
	["unattended-upgrade unattended-upgrades", always("software")],
];
