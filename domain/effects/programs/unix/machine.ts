// Programs that change services, accounts, disks and the machine itself.
import { effect } from "../../effect.ts";
import { ofAccount } from "../../places.ts";
import {
	always,
	parsed,
	type Rule,
	reading,
	readingOnly,
	readingUnless,
	readingWith,
	targets,
	touching,
	unknown,
	verbs,
} from "../rules.ts";

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

const systemctlValues = "-t --type --state -p --property -n --lines -o --output -H --host -M --machine";

/** `systemctl -H root@srv` */
const onOther: Rule = parsed(
	systemctlValues,
	({ options, values }) =>
		options.some((one) => /^(?:-H|--host|-M|--machine)$/.test(one))
			? [
					effect(
						"elsewhere",
						values.get("-H") ?? values.get("--host") ?? values.get("-M") ?? values.get("--machine") ?? null,
					),
				]
			: [],
	"*",
);

/** `service ssh restart` */
const service: Rule = (words, context, name) => {
	const [unit, verb, ...rest] = words;
	if (unit?.text === "--status-all" && words.length === 1) return [];
	return unit && verb ? verbs(units)([verb, unit, ...rest], context, name) : unknown(words, context, name);
};

/** `date -s`, `date 06150830`; `date +%F` reads. */
const date: Rule = parsed(
	"-d --date -r --reference -f --file",
	({ operands, options, unclear }) =>
		unclear ||
		options.includes("-s") ||
		options.some((one) => one.startsWith("--s")) ||
		operands.some(({ text }) => !text.startsWith("+"))
			? [effect("setting", "date and time")]
			: [],
	"-d -u -r -R -f -I -j --date --reference --file --utc --universal --rfc-2822 --rfc-email --iso-8601 --rfc-3339 --debug",
);

/** `hostname` reads, `hostname NEW` doesn't. */
const readingAlone = (setting: string, withValue = ""): Rule =>
	parsed(
		withValue,
		({ operands, options }) =>
			operands.length === 0 && !options.some((one) => /^(?:-F|--file|-b)$/.test(one))
				? []
				: [effect("setting", setting)],
		"-f -s -d -i -I -A -y -a --fqdn --long --short --domain --ip-address --all-ip-addresses --all-fqdns --alias --nis",
	);

const crontab: Rule = parsed(
	"-u",
	({ options, values }) => [
		...(options.includes("-l") ? [] : [effect("task")]),
		...(values.has("-u") ? [] : ofAccount("crontab")),
	],
	"-u -l",
);

/** Of the account that runs it. */
const desktop: Rule = parsed("", ({ operands: [verb, ...rest] }, _, name) => [
	...(verb?.constant && desktopReading.has(verb.text) ? [] : targets("setting", verb ? [verb, ...rest] : [])),
	...ofAccount(name),
]);
const desktopReading = new Set(
	"get range describe writable list-schemas list-relocatable-schemas list-keys list-children list-recursively read list dump".split(
		" ",
	),
);

/** By what they print of a disk; interactive or writing without one of these. */
const disk = (harmless: string): Rule => readingOnly(harmless, touching("disk"));

export const machine: [names: string, rule: Rule][] = [
	["date", date],
	["hostname domainname", readingAlone("host name")],
	[
		"systemctl",
		(words, context, name) => [
			...onOther(words, context, name),
			...(words.some(({ text }) => text === "--user") ? ofAccount("systemctl --user") : []),
			...verbs(units, {
				withValue: systemctlValues,
				none: reading,
				harmless:
					"-t --type --state -p --property -n --lines -o --output -H --host -M --machine --no-pager -a --all -l --full --failed --plain --no-legend -q --quiet --user --system --value -r --recursive --no-ask-password --reverse --after --before",
			})(words, context, name),
		],
	],
	["service invoke-rc.d rc-service", service],
	["initctl launchctl update-rc.d chkconfig rc-update", touching("service")],
	[
		"useradd adduser newusers",
		touching(
			"account",
			"-c -d -e -f -g -G -k -K -p -s -u --comment --home-dir --shell --groups --gid --uid --password --home --gecos --ingroup",
		),
	],
	[
		"usermod chfn chsh",
		touching(
			"account",
			"-c -d -e -f -g -G -l -p -s -u -m -M -W -E -I --shell --groups --comment --expiredate",
		),
	],
	["userdel deluser", touching("account-removal")],
	[
		"groupadd groupmod addgroup gpasswd groupdel delgroup groupmems newgrp",
		touching("group", "-g -n -a -d -A -M --gid"),
	],
	[
		"passwd",
		parsed(
			"-n -x -w -i",
			({ options, operands }) =>
				options.some((one) => /^(?:-S|--status)$/.test(one))
					? []
					: targets(
							options.some((one) => /^-[luedLUE]$|^--(?:lock|unlock|expire|delete)$/.test(one))
								? "account"
								: "password",
							operands,
						),
			"-S -a --status --all",
		),
	],
	["chpasswd smbpasswd htpasswd", touching("password", "-c -e -R")],
	[
		"kill killall pkill skill xkill killall5",
		(words, context, name) =>
			/^-(?:l|L|0|-list)$/.test(words[0]?.text ?? "") &&
			words.slice(1).every(({ text, constant }) => constant && !text.startsWith("-"))
				? []
				: touching("process", "-s -n --signal -u -t -g -P")(words, context, name),
	],
	[
		"fuser",
		readingUnless(
			"-k --kill",
			touching("process"),
			"-v -m -n -u -a -4 -6 --verbose --mount --namespace --user --all",
			"-n",
		),
	],
	[
		"shutdown",
		parsed("", ({ options }) =>
			options.includes("-c")
				? [effect("setting", "a planned shutdown")]
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
		verbs(
			{
				"list-sessions list-users show-session show-user session-status user-status": reading,
				"terminate-session terminate-user kill-session kill-user": "sign-out",
			},
			{
				withValue: "-p --property -n -o",
				harmless: "-p --property --value -a --all -l --full --no-pager --no-legend -n -o",
			},
		),
	],
	["fdisk", disk("-l -o -u -x --list --list-details --output")],
	["sfdisk", disk("-l -d -J -s -V -F --list --dump --json --show-size --verify --list-free")],
	["sgdisk", disk("-p -i -v -O --print --info --verify --print-mbr")],
	["hdparm", disk("-I -i -g -C")],
	[
		"parted",
		(words, context, name) =>
			words.length === 1 && /^(?:-l|--list)$/.test(words[0]?.text ?? "")
				? []
				: touching("disk")(words, context, name),
	],
	[
		"mkfs mkfs.ext2 mkfs.ext3 mkfs.ext4 mkfs.xfs mkfs.btrfs mkfs.vfat mkfs.ntfs mke2fs cfdisk gdisk wipefs mkswap swapon swapoff blkdiscard nvme",
		touching("disk", "-t -L -U -b -o"),
	],
	[
		"umount fsck e2fsck tune2fs resize2fs xfs_growfs xfs_repair lvcreate lvremove lvextend lvresize vgcreate vgremove vgextend pvcreate pvremove growpart cryptsetup mdadm losetup zpool zfs btrfs diskutil",
		touching("disk", "-t -L -n -l -o"),
	],
	[
		"mount",
		parsed(
			"-t -o -L -U",
			({ operands, options }) =>
				operands.length === 0 && options.every((one) => one === "-l" || one === "-t")
					? []
					: targets("disk", operands),
			"-l -t",
		),
	],
	[
		"pvs vgs lvs pvdisplay vgdisplay lvdisplay dumpe2fs xfs_info",
		readingWith(
			"-a -o -v -s -S -h -x --all --options --units --noheadings --segments --separator",
			unknown,
			"-o -S --options --units --separator",
		),
	],
	[
		"grub-install update-grub grub-mkconfig grub2-mkconfig grubby efibootmgr update-initramfs mkinitramfs mkinitcpio dracut kexec bootctl grub-set-default",
		always("boot"),
	],
	[
		"hostnamectl timedatectl localectl",
		verbs(
			{
				"status show list-timezones list-locales list-keymaps timesync-status": reading,
				"set-hostname hostname set-timezone set-time set-ntp set-local-rtc set-locale set-keymap set-chassis":
					"setting",
			},
			{ none: reading, harmless: "--no-pager -p --property --all -a --value" },
		),
	],
	[
		"sysctl",
		parsed(
			"",
			({ options, operands, unclear }) =>
				unclear ||
				options.some((one) => /^(?:-w|-p|-f|--system|--load|--write)/.test(one)) ||
				operands.some(({ text, constant }) => !constant || text.includes("="))
					? targets("setting", operands)
					: [],
			"-a -n -e -N -A -X -b -q -r --all --values --names --pattern --ignore --binary",
		),
	],
	[
		"modprobe rmmod insmod depmod ldconfig update-alternatives alternatives authconfig authselect locale-gen update-locale dpkg-reconfigure hwclock ntpdate chronyc stty loadkeys setxkbmap defaults pmset systemsetup csrutil spctl xdg-mime",
		touching("setting"),
	],
	["gsettings dconf", desktop],
	["update-ca-certificates update-ca-trust certbot", always("certificate")],
	["crontab", crontab],
	["at batch anacron", touching("task", "-f -q -t")],
	["atq", readingWith("-q -V")],
	["atrm", touching("task")],
	["logrotate", always("log-clearing")],
];
