// What programs of Linux and macOS do, by their own manuals (https://man7.org/linux/man-pages/): a row each. What has no row is
// unknown.
import { each, effect } from "../effect.ts";
import { onFile } from "../places.ts";
import {
	always,
	both,
	last,
	parsed,
	type Rule,
	reading,
	readingUnless,
	targets,
	textOf,
	touching,
	unknown,
	unseen,
	verbs,
	wrapping,
} from "./rules.ts";
import { awk, find, sed, xargs } from "./unix-languages.ts";

/** Restarting or listing: for systemctl, service, rc-service. */
const units = {
	"restart try-restart condrestart reload-or-restart": "service-restart",
	"start reload": "service-start",
	"stop kill": "service-stop",
	"disable mask": "service-disable",
	"enable unmask edit set-property reset-failed daemon-reload daemon-reexec reenable preset": "service",
	"status is-active is-enabled is-failed show cat list-units list-unit-files list-timers list-sockets list-dependencies list-jobs get-default is-system-running":
		reading,
	"reboot soft-reboot kexec": always("restart"),
	"poweroff halt suspend hibernate": always("shutdown"),
	"isolate rescue emergency default set-default": "setting",
} as const;

/** Installing or removing, in any package manager. */
const packages = {
	"install reinstall add upgrade update dist-upgrade full-upgrade distro-sync localinstall downgrade build-dep in up dup refresh-all groupinstall":
		"software",
	"remove purge erase autoremove uninstall rm del groupremove": "software-removal",
	"list search show info policy depends rdepends provides whatprovides repolist check-update check history outdated freeze leaves repoquery se lu if":
		reading,
	"clean autoclean makecache refresh ref": "write",
} as const;

/** `service ssh restart` */
const service: Rule = (words, context, name) => {
	const [unit, verb] = words;
	if (unit?.text === "--status-all") return [];
	return unit && verb ? verbs(units)([verb, unit], context, name) : unknown(words, context, name);
};

const download: Rule = parsed(
	"-o --output -O -u -H -A -e -m -x --max-time --connect-timeout --retry -w --write-out --user --header --user-agent -P -T -b -c --cacert --cert --proxy -X --request -d --data --data-raw --data-binary --data-urlencode --json -F --form --upload-file --post-data --post-file --method -i --output-document --directory-prefix -K --config -D --dump-header --timeout --tries",
	({ operands, options, values, unclear }, _, name) => {
		const addresses = operands.map(textOf);
		const has = (...names: string[]) => options.some((one) => names.includes(one));
		const sent = has(
			"-d",
			"-F",
			"-T",
			"--data",
			"--data-raw",
			"--data-binary",
			"--data-urlencode",
			"--json",
			"--form",
			"--upload-file",
			"--post-data",
			"--post-file",
		);
		const method = values.get("-X") ?? values.get("--request") ?? values.get("--method") ?? "GET";
		const file =
			name === "wget"
				? (values.get("-O") ?? values.get("--output-document"))
				: (values.get("-o") ?? values.get("--output"));
		const named = name === "wget" ? file === undefined && !has("--spider") : has("-O", "--remote-name", "-J");
		return [
			...each("download", addresses),
			...(sent || !/^(?:GET|HEAD)$/i.test(method) ? each("send", addresses) : []),
			...(file !== undefined && file !== "-" ? onFile("write", file) : []),
			...(named
				? addresses.map((one) => effect("write", one.split(/[?#]/)[0]?.split("/").at(-1) || null))
				: []),
			...(has(
				"-c",
				"--cookie-jar",
				"-D",
				"--dump-header",
				"--trace",
				"--trace-ascii",
				"--stderr",
				"--libcurl",
				"-a",
			)
				? [effect("write")]
				: []),
			...(has("-K", "--config", "-i", "--input-file", "-e", "--execute") || unclear
				? [effect("unknown", name)]
				: []),
		];
	},
);

const tar: Rule = (words, context, name) => {
	const mode = words[0]?.text ?? "";
	const given = words.map(textOf);
	if (
		given.some((one) =>
			/^(?:--to-command|--checkpoint-action|--use-compress-program|--rsh-command|-I|--info-script|-F)/.test(
				one,
			),
		)
	)
		return unseen(words, context, name);
	if (/^(?:--list|-?[a-z]*t[a-z]*)$/.test(mode) && !/[cxru]/.test(mode.replace("--list", ""))) return [];
	return given.some((one) => one === "--remove-files")
		? [effect("write"), effect("delete")]
		: [effect("write", given.filter((one) => !one.startsWith("-")).at(1) ?? null)];
};

/** `date -s`, `date 06150830`; `date +%F` reads. */
const date: Rule = parsed("-d --date -r --reference -f --file", ({ operands, options, unclear }) =>
	unclear ||
	options.includes("-s") ||
	options.some((one) => one.startsWith("--s")) ||
	operands.some(({ text }) => !text.startsWith("+"))
		? [effect("setting", "date and time")]
		: [],
);

/** `hostname` reads, `hostname NEW` doesn't. */
const readingAlone = (setting: string, withValue = ""): Rule =>
	parsed(withValue, ({ operands, options }) =>
		operands.length === 0 && !options.some((one) => /^(?:-F|--file|-b)$/.test(one))
			? []
			: [effect("setting", setting)],
	);

const ip: Rule = parsed("-n -netns", ({ operands, options }, _, name) => {
	const changes = operands.find(
		({ text, constant }) =>
			!constant || /^(?:add|a|del|delete|d|set|s|flush|f|replace|change|append|restore|exec)$/.test(text),
	);
	if (options.some((one) => /^-(?:b|batch|force)$/.test(one))) return [effect("unknown", name)];
	return changes ? [effect("network", ["ip", ...operands.map(textOf)].join(" "))] : [];
});

const dd: Rule = (words) => {
	const to = words.map(textOf).find((one) => one.startsWith("of="));
	return to === undefined ? [] : onFile("write", to.slice(3));
};

const rsync: Rule = (words, context, name) => {
	const { operands, options } = parts(words, context, name);
	if (options.some((one) => /^(?:-e|--rsh|--rsync-path|--daemon)/.test(one)))
		return unseen(words, context, name);
	const to = operands.at(-1)?.text ?? null;
	const deletes = options.some((one) => one.startsWith("--del") || one === "--remove-source-files");
	const across = operands.filter(({ text }) => /^[^/]+:/.test(text)).map(textOf);
	return [
		...across.map((one) => effect(one === to ? "send" : "download", one)),
		...(to === null || across.includes(to) ? [] : onFile("write", to)),
		...(deletes ? [effect("delete", to, true)] : []),
	];
};
const parts = (words: Parameters<Rule>[0], context: Parameters<Rule>[1], name: string) => {
	let found = { operands: words, options: [] as string[] };
	parsed("-e --rsh --exclude --include -f --filter --log-file", (given) => {
		found = given;
		return [];
	})(words, context, name);
	return found;
};

/** A command on another machine: `ssh host reboot`. */
const elsewhere: Rule = parsed(
	"-p -i -l -o -F -J -L -R -D -b -c -E -m -O -Q -S -W -w -B -I",
	({ operands }) => [effect("elsewhere", operands[0]?.text ?? null)],
);

const across: Rule = parsed("-P -i -o -F -S -l -J -c", ({ operands }) => {
	const texts = operands.map(textOf);
	const to = texts.at(-1) ?? null;
	if (to !== null && /^[^/]+:/.test(to)) return [effect("send", to)];
	return [...each("download", texts.slice(0, -1)), ...onFile("write", to)];
});

/** Its arguments may carry what they shouldn't, unless they are constants. */
const asking: Rule = (words) =>
	words.every(({ constant }) => constant) ? [] : [effect("send", words.map(textOf).join(" "))];

const env: Rule = (words, context, name) => {
	const at = words.findIndex(({ text }) => !/^(?:-|[A-Za-z_]\w*=)/.test(text));
	if (at < 0) return [];
	const set = words.slice(0, at).filter(({ text }) => text.includes("="));
	const odd = words.slice(0, at).some(({ text }) => /^(?:-S|--split-string|-u.|-C|--chdir)/.test(text));
	if (odd) return unseen(words, context, name);
	return [
		...context.assigned(set.map(({ text }) => text.split("=")[0] ?? "")),
		...context.inner(words.slice(at)),
	];
};

const crontab: Rule = parsed("-u", ({ options }) =>
	options.includes("-l") ? [] : [effect("task", "crontab")],
);
const journal = readingUnless(
	"--vacuum-size --vacuum-time --vacuum-files --rotate --flush --relinquish-var --update-catalog --setup-keys",
	always("log-clearing"),
	"-u -n -p -S -U --since --until -t -o",
);

/** By program's name, in lower case. */
export const unix: [names: string, rule: Rule][] = [
	[
		"cat head tail wc ls stat file du df tac nl od hexdump xxd strings cut paste join comm tr fold fmt rev column expand",
		reading,
	],
	[
		"grep egrep fgrep zgrep zcat bzcat xzcat look cmp diff diff3 sdiff cksum sum md5sum sha1sum sha256sum sha512sum b2sum",
		reading,
	],
	[
		"echo printf true false : pwd test [ [[ expr seq yes sleep basename dirname realpath readlink pathchk tty nproc arch",
		reading,
	],
	[
		"id whoami groups users who w last lastlog lastb logname uname uptime free vmstat iostat mpstat sar ps pgrep pidof pstree lsof fuser-list getent",
		reading,
	],
	[
		"lscpu lsmem lsblk lspci lsusb lsmod lsns lsipc lshw dmidecode blkid findmnt mountpoint modinfo ldconfig-p numactl-show",
		reading,
	],
	[
		"ss netstat which whereis locate type printenv locale lsb_release sensors top-list getconf getfacl lsattr namei tree",
		reading,
	],
	[
		"cd pushd popd dirs shift return exit break continue wait times jobs fg bg getopts read ulimit umask set-o-list logout",
		reading,
	],
	[
		"uniq",
		parsed("-f -s -w", ({ operands }) =>
			operands.length < 2 ? [] : onFile("write", operands[1]?.text ?? null),
		),
	],
	["sort", readingUnless("-o --output --compress-program -T --temporary-directory", "write")],
	["jq yq", readingUnless("-i --inplace --in-place", "write")],
	["less more man", readingUnless("-o -O --log-file --LOG-FILE -P -k", unknown)],
	[
		"dmesg",
		readingUnless(
			"-c -C --clear --read-clear -n --console-level -D -E --console-off --console-on",
			always("log-clearing"),
		),
	],
	["journalctl", journal],
	["date", date],
	["hostname domainname", readingAlone("host name")],
	["ping ping6 traceroute tracepath mtr nslookup dig host whois", asking],
	[
		"command",
		(words, context, name) => (/^-[vV]$/.test(words[0]?.text ?? "") ? [] : wrapping()(words, context, name)),
	],
	[
		"export declare typeset local readonly",
		(words, context) =>
			context.assigned(
				words.filter(({ text }) => !text.startsWith("-")).map(({ text }) => text.split("=")[0] ?? ""),
			),
	],
	["unset", (words, context) => context.assigned(words.map(textOf))],
	["find", find],
	["sed gsed", sed],
	["awk gawk mawk nawk", awk],
	["xargs parallel", xargs],
	[
		"nice ionice nohup setsid stdbuf time chrt taskset catchsegv unbuffer caffeinate builtin exec",
		wrapping("-n -c -p -i -o -e -a -u -f"),
	],
	["timeout", wrapping("-k --kill-after -s --signal", 1)],
	["flock", wrapping("-w --timeout -E", 1)],
	["watch", wrapping("-n --interval")],
	["sudo doas", wrapping("-u -g -U -C -D -h -p -r -t -T --user --group")],
	["env", env],
	[
		"eval source . sh bash dash zsh ksh fish busybox python python2 python3 perl ruby node php lua tclsh expect osascript gdb strace ltrace script alias trap enable",
		unseen,
	],
	["chroot nsenter unshare su runuser setpriv systemd-run systemd-nspawn capsh ssh-agent machinectl", unseen],
	["rm unlink shred srm trash", touching("delete", "-n -s --iterations --size --random-source")],
	["rmdir", touching("delete")],
	["cp install ln", last("write", "-m -o -g -S -t --mode --owner --group --suffix --backup")],
	["mv", both(last("write", "-S -t --suffix"))],
	[
		"mkdir touch mkfifo mktemp tee truncate split csplit fallocate gzip gunzip bzip2 bunzip2 xz unxz zstd lz4 unzip zip 7z cpio ar patch ed ex sponge",
		touching("write", "-m -d -r -t -s -l -b -n -p --date --reference --size -o --offset --length -P -k"),
	],
	["vi vim nano emacs pico", unknown],
	["tar bsdtar", tar],
	["dd", dd],
	["chmod chown chgrp chattr setcap setfattr chcon", touching("permission", "--reference --from", 1)],
	[
		"setfacl restorecon semanage setenforce setsebool umask-set visudo",
		touching("permission", "-m -x -M -X --modify --remove"),
	],
	[
		"systemctl",
		verbs(units, {
			withValue: "-t --type --state -p --property -n --lines -o --output -H --host -M --machine",
			none: reading,
		}),
	],
	["service invoke-rc.d rc-service", service],
	["initctl launchctl update-rc.d chkconfig rc-update", touching("service")],
	[
		"apt apt-get aptitude dnf yum microdnf zypper apk brew pip pip3 pipx npm yarn pnpm gem cargo conda snap flatpak nix-env port emerge",
		verbs(packages, { withValue: "-t -o -c --target-release --enablerepo --disablerepo -i" }),
	],
	["apt-cache dpkg-query rpmquery needrestart-list", reading],
	[
		"dpkg",
		parsed("", ({ options, operands }) =>
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
		),
	],
	[
		"rpm",
		parsed("", ({ options, operands }) =>
			options.some((one) => /^-[qV]$|^--(?:query|verify|version)$/.test(one))
				? []
				: targets(
						options.some((one) => /^-e$|^--erase$/.test(one)) ? "software-removal" : "software",
						operands,
					),
		),
	],
	[
		"pacman",
		parsed("", ({ options, operands }) =>
			options.includes("-Q") || (options.includes("-S") && options.includes("-s"))
				? []
				: targets(options.includes("-R") ? "software-removal" : "software", operands),
		),
	],
	["unattended-upgrade unattended-upgrades", always("software")],
	[
		"useradd adduser newusers",
		touching(
			"account",
			"-c -d -e -f -g -G -k -K -p -s -u --comment --home-dir --shell --groups --gid --uid --password --home --gecos --ingroup",
		),
	],
	[
		"usermod chfn chsh chage",
		touching(
			"account",
			"-c -d -e -f -g -G -l -p -s -u -m -M -W -E -I -a --shell --groups --comment --expiredate",
		),
	],
	["userdel deluser", touching("account-removal")],
	[
		"groupadd groupmod addgroup gpasswd groupdel delgroup groupmems newgrp",
		touching("group", "-g -n -a -d -A -M --gid"),
	],
	[
		"passwd",
		parsed("-n -x -w -i", ({ options, operands }) =>
			options.some((one) => /^(?:-S|--status)$/.test(one))
				? []
				: targets(
						options.some((one) => /^-[luedLUE]$|^--(?:lock|unlock|expire|delete)$/.test(one))
							? "account"
							: "password",
						operands,
					),
		),
	],
	["chpasswd smbpasswd htpasswd", touching("password", "-c -e -R")],
	["kill killall pkill skill xkill killall5 fuser", touching("process", "-s -n --signal -u -t -g -P")],
	[
		"shutdown",
		parsed("", ({ options }) =>
			options.includes("-c")
				? [effect("setting", "cancels a planned shutdown")]
				: [effect(options.includes("-r") || options.includes("--reboot") ? "restart" : "shutdown")],
		),
	],
	["reboot", always("restart")],
	["poweroff halt pm-suspend pm-hibernate", always("shutdown")],
	[
		"init telinit",
		parsed("", ({ operands: [level] }) => [
			effect(
				level?.text === "6" ? "restart" : level?.text === "0" ? "shutdown" : "setting",
				level?.text ?? null,
			),
		]),
	],
	[
		"loginctl",
		verbs({
			"list-sessions list-users show-session show-user session-status user-status": reading,
			"terminate-session terminate-user kill-session kill-user": "sign-out",
		}),
	],
	[
		"mkfs mkfs.ext2 mkfs.ext3 mkfs.ext4 mkfs.xfs mkfs.btrfs mkfs.vfat mkfs.ntfs mke2fs fdisk sfdisk cfdisk gdisk sgdisk parted wipefs mkswap swapon swapoff blkdiscard hdparm nvme",
		touching("disk", "-t -L -U -b -o"),
	],
	[
		"umount fsck e2fsck tune2fs resize2fs xfs_growfs xfs_repair lvcreate lvremove lvextend lvresize vgcreate vgremove vgextend pvcreate pvremove growpart cryptsetup mdadm losetup zpool zfs btrfs diskutil",
		touching("disk", "-t -L -n -l -o"),
	],
	[
		"mount",
		parsed("-t -o -L -U", ({ operands, options }) =>
			operands.length === 0 && options.every((one) => one === "-l" || one === "-t")
				? []
				: targets("disk", operands),
		),
	],
	["pvs vgs lvs pvdisplay vgdisplay lvdisplay pvscan swapon-show dumpe2fs xfs_info smartctl-list", reading],
	[
		"grub-install update-grub grub-mkconfig grub2-mkconfig grubby efibootmgr update-initramfs mkinitramfs mkinitcpio dracut kexec bootctl grub-set-default",
		always("boot"),
	],
	[
		"ufw",
		verbs({
			"status show version": reading,
			"enable disable reload reset default allow deny reject limit delete insert route logging app":
				"firewall",
		}),
	],
	[
		"iptables ip6tables nft ebtables iptables-restore ip6tables-restore iptables-save-to",
		parsed("-t --table", ({ all, options, operands }) =>
			all.length > 0 &&
			((options.some((one) => /^-[LS]$|^--list/.test(one)) &&
				!options.some((one) => /^-[ADIRFXPNEZ]$/.test(one))) ||
				operands[0]?.text === "list")
				? []
				: [effect("firewall", all.map(textOf).join(" "))],
		),
	],
	["iptables-save ip6tables-save", readingUnless("-f --file", "write")],
	[
		"firewall-cmd",
		parsed("--zone", ({ all, options }) =>
			options.every((one) => /^--(?:state|list-|get-|query-|info-|zone|permanent|version)/.test(one)) &&
			options.length > 0
				? []
				: [effect("firewall", all.map(textOf).join(" "))],
		),
	],
	["fail2ban-client", verbs({ "status ping version": reading, "set reload start stop unban": "firewall" })],
	["ip", ip],
	[
		"ifconfig",
		parsed("", ({ operands }) => (operands.length < 2 ? [] : targets("network", operands.slice(0, 1)))),
	],
	[
		"route arp",
		parsed("", ({ operands, options }) =>
			operands.length === 0 && !options.some((one) => /^-[dsDf]$/.test(one))
				? []
				: [effect("network", operands.map(textOf).join(" "))],
		),
	],
	[
		"ifup ifdown dhclient dhcpcd netplan wg wg-quick brctl ethtool iw iwconfig tc resolvconf networksetup scutil",
		touching("network"),
	],
	[
		"nmcli",
		parsed("-t -f -m -g -c", ({ operands }) =>
			operands.some(
				({ text, constant }) =>
					!constant ||
					/^(?:up|down|add|modify|mod|edit|delete|del|connect|disconnect|on|off|reload|load|import|set|clone|reapply|hotspot)$/.test(
						text,
					),
			)
				? [effect("network", operands.map(textOf).join(" "))]
				: [],
		),
	],
	[
		"resolvectl systemd-resolve",
		verbs(
			{ "status query statistics": reading, "dns domain flush-caches revert llmnr": "network" },
			{ none: reading },
		),
	],
	[
		"hostnamectl timedatectl localectl",
		verbs(
			{
				"status show list-timezones list-locales list-keymaps timesync-status": reading,
				"set-hostname hostname set-timezone set-time set-ntp set-local-rtc set-locale set-keymap set-chassis":
					"setting",
			},
			{ none: reading },
		),
	],
	[
		"sysctl",
		parsed("", ({ options, operands, unclear }) =>
			unclear ||
			options.some((one) => /^(?:-w|-p|--system|--load|--write)/.test(one)) ||
			operands.some(({ text }) => text.includes("="))
				? targets("setting", operands)
				: [],
		),
	],
	[
		"modprobe rmmod insmod depmod ldconfig update-alternatives alternatives authconfig authselect locale-gen update-locale dpkg-reconfigure hwclock ntpdate chronyc stty loadkeys setxkbmap defaults pmset systemsetup csrutil spctl gsettings dconf xdg-mime",
		touching("setting"),
	],
	["update-ca-certificates update-ca-trust certbot", always("certificate")],
	["crontab", crontab],
	["at batch anacron", touching("task", "-f -q -t")],
	["atq", reading],
	["atrm", touching("task")],
	["curl wget", download],
	["scp sftp", across],
	["rsync", rsync],
	["ssh", elsewhere],
	[
		"nc ncat netcat socat telnet ftp tftp lftp mail mailx sendmail msmtp logger wall write notify-send",
		touching("send", "-p -s -w -t -S -r -a -q"),
	],
	["fstrim sync", reading],
	["logrotate", always("log-clearing")],
	[
		"set shopt hash disown suspend let",
		(words, context, name) =>
			words.length === 0 ||
			words.every(
				({ text, constant }) =>
					constant &&
					/^[-+][a-z]*$|^pipefail$|^errexit$|^nounset$|^[\d+*/=<>()-]+$/i.test(text) &&
					!/k/.test(text),
			)
				? []
				: unknown(words, context, name),
	],
];
