// Settings of routers, switches, servers and logins that carry a password after a word of theirs: `enable secret x`, `.netrc`.
import { value } from "./literal.ts";

const setting = (words: string): RegExp =>
	new RegExp(
		`^[ \\t]{0,40}(?:${words})[ \\t]{1,20}(?:\\d[ \\t]{1,20})?(?![-*])${value}[ \\t]{0,20}(?:[\\r\\w].{0,100})?$`,
		"gm",
	);

/** Each has the value as its one group. */
export const devices: RegExp[] = [
	setting(
		[
			"enable (?:secret|password)",
			"username \\S{1,60} (?:privilege \\d{1,2} )?(?:secret|password)",
			"snmp-server community",
			"(?:tacacs|radius)-server (?:host \\S{1,60} )?key",
			"crypto isakmp key",
			"neighbor \\S{1,60} password",
			"wpa-psk (?:ascii|hex)",
			"pre-shared-key(?: local| remote)?(?: address \\S{1,60} key)?",
			"pre-shared-secret|plaintext-password",
			"key-string",
			"set (?:password|passwd|psksecret)(?: ENC)?",
			"set (?!password)\\S.{0,200} (?:plain-text-password-value|plaintext-password|pre-shared-secret)",
			"requirepass|masterauth",
			"quote PASS",
			"ppp chap password",
		].join("|"),
	),
	// .netrc, on one line or on several.
	new RegExp(
		`(?<![\\w-])(?:login|account)[ \\t]{1,20}\\S{1,100}\\s{1,40}password[ \\t]{1,20}(?![-*])${value}`,
		"g",
	),
];
