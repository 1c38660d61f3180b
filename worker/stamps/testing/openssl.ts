// OpenSSL as a time stamp authority, and as a judge of time stamps: someone else's program on both sides.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const settings = `[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
[own]
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[authority]
serial = serial
signer_cert = own.pem
signer_key = own.key
signer_digest = sha384
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.2
digests = sha256
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = yes
ess_cert_id_alg = sha256
`;

export type OpensslAuthority = ReturnType<typeof opensslAuthority>;

export const opensslAuthority = () => {
	const folder = mkdtempSync(join(tmpdir(), "caisey-stamps-"));
	const file = (name: string) => join(folder, name);
	const openssl = (...args: string[]): void => {
		execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
	};
	writeFileSync(file("settings"), settings);
	writeFileSync(file("serial"), "01\n");
	const key = ["-newkey", "rsa:2048", "-nodes", "-config", "settings"];
	openssl(
		..."req -x509 -subj /CN=Root -days 100 -extensions root -keyout root.key -out root.pem".split(" "),
		...key,
	);
	openssl(..."req -subj /O=OpenSSL/CN=TSA -keyout own.key -out own.csr".split(" "), ...key);
	const signs = "x509 -req -in own.csr -CA root.pem -CAkey root.key -CAcreateserial -out own.pem -days 50";
	openssl(...signs.split(" "), "-extfile", "settings", "-extensions", "own");
	return {
		root: readFileSync(file("root.pem"), "utf8"),
		answer(request: Uint8Array): Uint8Array {
			writeFileSync(file("request"), request);
			openssl(..."ts -reply -config settings -section authority -queryfile request -out answer".split(" "));
			return readFileSync(file("answer"));
		},
		/** Whether it takes a token over these bytes, by a root's certificate. */
		accepts(token: Uint8Array, message: Uint8Array, root: string): boolean {
			writeFileSync(file("token"), token);
			writeFileSync(file("message"), message);
			writeFileSync(file("trusted"), root);
			try {
				openssl(..."ts -verify -token_in -in token -data message -CAfile trusted".split(" "));
				return true;
			} catch {
				return false;
			}
		},
		remove: () => rmSync(folder, { recursive: true }),
	};
};
