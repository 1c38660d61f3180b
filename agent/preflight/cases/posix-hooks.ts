// Programs of Linux that run a command in an option, an operand or their input, and the line that the card shows.

export const hooks: [text: string, line: string][] = [
	[
		"sort --compress-program=/tmp/x a",
		"runs code that can't be seen beforehand: “sort --compress-program=/tmp/x a”; writes files /tmp/x",
	],
	[
		"ip netns exec x rm y",
		"runs code that can't be seen beforehand: “ip netns exec x rm y”; changes network settings: “ip netns exec x rm y”",
	],
	[
		"split --filter='reboot' f",
		"runs code that can't be seen beforehand: “split --filter=reboot f”; writes files f",
	],
	["split --f=cat f", "runs code that can't be seen beforehand: “split --f=cat f”; writes files f"],
	["split -n 3 f", "writes files f"],
	["ed -s f <<< '!reboot'", "runs code that can't be seen beforehand: “ed -s f”; writes files"],
	["ex -sc '!reboot' f", "runs code that can't be seen beforehand: “ex -sc !reboot f”; writes files"],
	[
		"tar cIf reboot a.tar d",
		"runs code that can't be seen beforehand: “tar cIf reboot a.tar d”; writes files reboot",
	],
	[
		"apt-get -o APT::Update::Pre-Invoke::=reboot update",
		"runs code that can't be seen beforehand: “apt-get -o APT::Update::Pre-Invoke::=reboot update”; downloads something",
	],
	["apt-get -o Acquire::Retries=3 update", "downloads something"],
	["apt-get -o Dpkg::Options::=--force-confold -y install nginx", "installs or updates software nginx"],
	[
		"nc -c reboot h 1",
		"runs code that can't be seen beforehand: “nc -c reboot h 1”; sends something to reboot and 2 others",
	],
	["nc -zvw3 h 22", "sends something to h and 22"],
	[
		"socat TCP:h:1 EXEC:reboot",
		"runs code that can't be seen beforehand: “socat TCP:h:1 EXEC:reboot”; sends something to TCP:h:1 and EXEC:reboot",
	],
	[
		"certbot renew --deploy-hook reboot",
		"runs code that can't be seen beforehand: “certbot renew --deploy-hook reboot”; changes certificates",
	],
	["certbot renew --quiet", "changes certificates"],
	[
		"rpm --eval '%(reboot)'",
		"runs code that can't be seen beforehand: “rpm --eval %(reboot)”; installs or updates software %(reboot)",
	],
	["logrotate -f c", "runs code that can't be seen beforehand: “logrotate -f c”; clears logs"],
	["useradd -m --shell /bin/bash bob", "creates or changes the user account bob"],
	["sed -i '$e reboot' f", "writes files f; can't tell what “sed -i $e reboot f” does"],
];
