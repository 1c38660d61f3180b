// Where programs of Linux and macOS run a command beside what they are for.
import { argumentsOf } from "../arguments.ts";
import { always, any, type Hook, options, piped, words } from "../hooks.ts";

/** Settings of apt that run nothing. https://manpages.debian.org/apt.conf: others are commands (`DPkg::Pre-Invoke`) or lead to some. */
const harmlessApt =
	/^(?:APT::Get::[\w-]+|APT::Install-(?:Recommends|Suggests)|Acquire::(?:Retries|ForceIPv[46]|Check-Valid-Until)|Acquire::https?::(?:Proxy|Timeout)|Dpkg::Lock::Timeout|Dpkg::Use-Pty|quiet)=[\w.:/-]*$|^Dpkg::Options::=--force-conf(?:def|old|new|miss|ask)$/i;

const apt: Hook = (given, { style }) =>
	argumentsOf(given, style, "-o --option -c --config-file -t --target-release")
		.groups.flat()
		.some(
			({ name, value = "" }) =>
				/^-c$|^--c(?:onf|$)/.test(name) || (/^-o$|^--o/.test(name) && !harmlessApt.test(value)),
		);

export const hooks: [names: string, hook: Hook][] = [
	["split", options("--filter", "-a -b -C -l -n -t --suffix-length --bytes --line-bytes --lines --number")],
	["sort", options("--compress-program", "-k -t -o -S -T --key --field-separator --output")],
	[
		"install",
		options("--strip-program", "-m -o -g -S -t --mode --owner --group --suffix --target-directory"),
	],
	["zip", words(/^-[A-Za-z]*TT|^--unz/)],
	["cpio", options("--rsh-command --rmt-command", "-E -F -H -I -O -D -R -M --file")],
	["patch", options("-e --ed", "-p -i -d -o -B -D -F -r -V -Y -z --strip --input --directory --output")],
	[
		"tar bsdtar",
		(given) =>
			/^(?!-)[A-Za-z]*[IF]/.test(given[0]?.text ?? "") || given.some(({ text }) => /^--rmt/.test(text)),
	],
	["ed ex lftp ftp newgrp logrotate insmod", always],
	["apt apt-get aptitude apt-cache", apt],
	[
		"dnf yum microdnf zypper",
		options("-c --config --setopt --installroot --root", "-x --enablerepo --disablerepo"),
	],
	[
		"pip pip3 pipx npm yarn pnpm cargo gem brew conda",
		words(/^--?(?:config|script-shell|globalconfig|userconfig|node-options|prefix)/),
	],
	["dpkg", words(/^--(?:pre-|post-|status-logger|admindir|root|instdir)/)],
	["rpm rpmquery", words(/^-[A-Za-z]*[ED]|^--(?:ev|pi|de|lo|macr|rc|pre|und)/)],
	["pacman", options("--config --hookdir -r --root --sysroot")],
	["certbot", words(/^-c$|^--(?:[\w-]*hook|conf|pre(?!f)|post|dep|ren(?!ew-by)|man)/)],
	[
		"ip",
		(given) =>
			given.some(({ text }) => /^(?:n|ne|net|netn|netns|v|vr|vrf)$/.test(text)) &&
			given.some(({ text }) => /^ex?e?c?$/.test(text)),
	],
	["tc", (given) => given.some(({ text }) => /^ex?e?c?$/.test(text))],
	["nc ncat netcat", any(words(/^-(?!-)[A-Za-z]*[ce]/), words(/^--(?:e|sh|l)/))],
	["socat", words(/(?:^|[,!:])(?:exec|system|shell)\b/i)],
	["telnet tftp", piped],
	["sftp", any(piped, options("-b -D -s -S -F -o"))],
	["mail mailx sendmail", words(/^-[A-Za-z]*[~SICO#]|^-o|^\|/)],
	["msmtp", options("-C --file --passwordeval")],
	["iptables ip6tables ebtables iptables-restore ip6tables-restore", words(/^-M$|^--mod/)],
	["dhclient dhcpcd", words(/^-(?:sf|cf|c|f)|^--(?:sc|conf)/)],
	["ifup ifdown", options("-i --interfaces")],
	["wg-quick", words(/\//)],
	["modprobe depmod", words(/^-[a-z]*[Cd]|^--(?:c|dir)/)],
	["sysctl", words(/core_pattern|modprobe|hotplug|poweroff_cmd|^[./]/)],
	["mount", words(/fuse/i)],
	["mdadm", words(/^-[A-Za-z]*p|^--prog/)],
	["zpool", words(/^-[A-Za-z]*c/)],
	["defaults", words(/hook/i)],
];
