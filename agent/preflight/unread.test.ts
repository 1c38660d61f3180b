// What a rule that denies a program can't rule out: a step that may run it where no one reads it is said to be unread.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the expansions of the shell.
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { effectsOfCalls, knownPrograms } from "../../domain/effects/programs/judge.ts";
import { type Ruled, ruled } from "../../domain/policy/rules.ts";
import { newId } from "../../protocol/ids.ts";
import { Policy } from "../../protocol/people.ts";
import type { Sha256 } from "../../protocol/plan/plan.ts";
import { ownAccount } from "../machine/account.ts";
import { bounded } from "./bounded.ts";
import type { Found, Where } from "./found.ts";
import { findPosix } from "./posix/posix.ts";

const sha256: Sha256 = (...parts) => {
	const hash = createHash("sha256");
	for (const part of parts) hash.update(part);
	return new Uint8Array(hash.digest());
};

const found = async (text: string): Promise<Found> => {
	const where: Where = {
		...{ shell: "bash", shellPath: "/bin/bash", launcher: [], cwd: "/", background: false },
		account: await ownAccount(),
		env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/" },
		over: AbortSignal.timeout(600_000),
	};
	return findPosix(text, where);
};

const policy = Policy.parse({ deny: [{ name: "no-rm", program: "rm" }] });
const endpoint = { id: newId("endpoint", "none"), name: "E", key: "00".repeat(32) };

const rulingOf = (command: string, what: Found) => {
	const answer = bounded([what]);
	if (answer?.state !== "checked") throw new Error("isn't checked");
	const plan: Ruled = {
		...{ shell: "bash", runAs: { kind: "agent" }, cwd: null, steps: [{ phase: "command", command }] },
		...{ input: ["choices"], secrets: [], endpoints: [endpoint] },
		preflight: { v: 1, endpoints: [{ endpoint: endpoint.id, ...answer }] },
	};
	return ruled(policy, plan, sha256);
};
const isUnread = (command: string, what: Found): boolean => {
	const ruling = rulingOf(command, what);
	return ruling.by === "deny" || (ruling.by === "people" && ruling.unread.length > 0);
};

describe("a command that another program runs, in words that hide its name, is unread or denied", () => {
	test.each([
		`split --filter='r""m -f x' f`,
		"split --filt='r${z}m -f x' f",
		`ed -s f <<< '!r""m -f x'`,
		"ed -s f < script",
		`ex -sc '!r""m -f x' -c q f`,
		`apt-get -o APT::Update::Pre-Invoke::='r""m -f x' update`,
		"apt-get -oDPkg::Post-Invoke::='r${z}m x' update",
		"apt-get -c /tmp/x update",
		"ip netns exec x r\\m y",
		"ip net e x r${z}m y",
		`nc -c 'r""m x' h 1`,
		"ncat --exec 'r${z}m x' h 1",
		`socat EXEC:'r""m x' -`,
		"socat - system:'r${z}m x'",
		`rpm --eval '%(r""m x)'`,
		`certbot renew --deploy-hook 'r""m x'`,
		"certbot renew --dep 'r${z}m x'",
		"sort -o f --compress-prog='r${z}m' x",
		"install -s --strip-program='r${z}m' a b",
		"iptables -A INPUT --modprobe='r${z}m'",
		"logrotate -f conf",
		"lftp -c '!r${z}m x'",
		"newgrp x <<< 'r${z}m x'",
		"sftp -b f h",
		"mail -S sendmail=/tmp/x a",
		"sed -i '$e r${z}m x' f",
		"sed -i 's|a|b|e' f",
		"insmod /tmp/x.ko",
		"sysctl -w kernel.core_pattern='|/tmp/x'",
		"mount -t fuse '/tmp/x#' /mnt",
		"dpkg -i /tmp/x.deb",
		"npm install x",
		"apt-get remove x",
		"echo x > /etc/cron.d/x",
		"cp x /etc/systemd/system/x.service",
		"cp x /usr/local/bin/ls",
		'echo x > "$HOME/.bashrc"',
		"echo x > ~/.bashrc",
		"systemctl enable x",
		`echo $'r\\155'`,
		"echo for^mat r^m",
	])("%s", async (text) => {
		expect(isUnread(text, await found(text))).toBe(true);
	});
});

test.each([
	"ls -l; df -h",
	"echo x > /tmp/f",
	"sed -i 's/a/b/' /srv/x.conf",
	"split -n 3 f",
	"systemctl restart nginx",
	"apt-get update",
	"apt-get -o Acquire::Retries=3 update",
	"nc -zvw3 h 22",
	"ip addr show",
	"certbot renew --quiet",
	"echo $'a\\tb'",
	"cp a /etc/hosts",
])("a step that was read needs no warning: %s", async (text) => {
	expect(rulingOf(text, await found(text))).toEqual({ by: "people", unread: [] });
});

const hooks = [
	"--exec=/tmp/x",
	"--to-command=/tmp/x",
	"--pre-hook=/tmp/x",
	"--helper-program=/tmp/x",
	"--rcfile=/tmp/x",
];

test.each(["unix", "windows"] as const)(
	"an option of %s that is called like a hook is unread, or nothing is changed",
	(style) => {
		const missed = knownPrograms(style)
			.flatMap((name) => hooks.map((hook) => [name, hook, "x"]))
			.filter((texts) => {
				const words = texts.map((text) => ({ text, constant: true }));
				const call = { words, assigned: [], redirected: [], reads: null };
				const effects = effectsOfCalls({ calls: [call], functions: [], defined: [], whole: true }, style);
				const what: Found = { parsed: true, problems: [], names: [], calls: [texts[0] ?? ""], effects };
				return !effects.some((one) => one.what === "reads-only") && !isUnread(texts.join(" "), what);
			})
			.map((texts) => texts.join(" "));
		expect(missed).toEqual([]);
	},
);
