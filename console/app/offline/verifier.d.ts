// The script in docs/, which is written without types, since it needs no build.
declare module "*/verify-transcript.mjs" {
	type Trusted = {
		keys: string[];
		heads: string[];
		page: { text: string; seal: { keyId: string; signature: string } };
		approvers: Approvers | null;
		authority: object[] | null;
	};
	export type Approvers = { origin: string; needed: number; keys: object[] };
	/** Both throw on a file that is none. */
	export const trustedApprovers: (file: Uint8Array) => Approvers;
	export const trustedCertificates: (file: Uint8Array) => object[];
	/** Of base64. */
	export const inBytes: (text: string) => Uint8Array;
	export const judge: (
		file: Uint8Array,
		trusted: Trusted,
	) => Promise<{ code: number; lines: string[]; first: string | null }>;
}
