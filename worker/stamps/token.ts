// A time stamp token (RFC 3161) as this Worker reads it, through pkijs: what it stamps, by whom, when, and what is wrong with it.
// Whose certificate deserves trust is for whoever verifies outside, with the authority's certificate in hand.
import type * as Asn1 from "asn1js";
import type { Attribute, Certificate, SignedData, TSTInfo } from "pkijs";
import { longestToken } from "../../protocol/record/stamp.ts";
import { sha256 } from "../keys/crypto.ts";

export type ReadToken =
	| { ok: true; by: string; time: number; nonce: Uint8Array }
	| { ok: false; why: string };

const types = {
	signedData: "1.2.840.113549.1.7.2",
	stamp: "1.2.840.113549.1.9.16.1.4",
	signers: ["1.2.840.113549.1.9.16.2.47", "1.2.840.113549.1.9.16.2.12"],
	keyUsage: "2.5.29.37",
	timeStamping: "1.3.6.1.5.5.7.3.8",
	names: ["2.5.4.3", "2.5.4.10"],
	sha256: "2.16.840.1.101.3.4.2.1",
};
/** SHA-256, SHA-384 and SHA-512. */
const hashes = [1, 2, 3].map((n) => `2.16.840.1.101.3.4.2.${n}`);

/** Of what a token must stamp: all of it, byte for byte. */
export const readToken = async (
	token: Uint8Array<ArrayBuffer>,
	message: Uint8Array<ArrayBuffer>,
): Promise<ReadToken> => {
	try {
		return await read(token, message);
	} catch {
		return fails("it can't be read");
	}
};

const fails = (why: string): ReadToken => ({ ok: false, why });

const read = async (token: Uint8Array<ArrayBuffer>, message: Uint8Array<ArrayBuffer>): Promise<ReadToken> => {
	// Only when there is one to be read: it is a tenth of the Worker.
	const [pki, asn1] = await Promise.all([import("pkijs"), import("asn1js")]);
	const whole = asn1.fromBER(token);
	// The script in docs/ reads DER alone.
	const isDer = whole.offset === token.length && same(new Uint8Array(whole.result.toBER()), token);
	if (!isDer || token.length > longestToken) return fails("it can't be read");
	const content = new pki.ContentInfo({ schema: whole.result });
	if (content.contentType !== types.signedData) return fails("it is no time stamp");
	const signed = new pki.SignedData({ schema: content.content });
	const { eContentType, eContent } = signed.encapContentInfo;
	if (
		eContentType !== types.stamp ||
		!eContent ||
		eContent.idBlock.isConstructed ||
		signed.signerInfos.length !== 1
	)
		return fails("it is no time stamp");
	const info = pki.TSTInfo.fromBER(eContent.getValue());
	if (!stamps(info, message)) return fails("it stamps something else");
	const by = signerOf(pki, signed);
	if (!by || !namesIts(asn1, signed, by)) return fails("its signer's certificate is missing, or another one");
	if (!(await isSigned(signed, message))) return fails("its signature is wrong");
	if (!isForStamps(by)) return fails("its certificate isn't for time stamps");
	const time = info.genTime.getTime();
	if (time < by.notBefore.value.getTime() || time > by.notAfter.value.getTime())
		return fails("its certificate wasn't valid then");
	const nonce = info.nonce ? info.nonce.valueBlock.valueHexView : new Uint8Array(0);
	return { ok: true, by: nameOf(by), time, nonce: new Uint8Array(nonce) };
};

const stamps = (
	{ messageImprint: { hashAlgorithm, hashedMessage } }: TSTInfo,
	message: Uint8Array,
): boolean =>
	hashAlgorithm.algorithmId === types.sha256 && same(hashedMessage.valueBlock.valueHexView, sha256(message));

const same = (one: Uint8Array, other: Uint8Array): boolean =>
	one.length === other.length && one.every((byte, i) => byte === other[i]);

const signerOf = (pki: typeof import("pkijs"), { certificates = [], signerInfos }: SignedData) =>
	certificates.find((one): one is Certificate => {
		const sid = signerInfos[0]?.sid;
		return (
			one instanceof pki.Certificate &&
			sid instanceof pki.IssuerAndSerialNumber &&
			one.issuer.isEqual(sid.issuer) &&
			one.serialNumber.isEqual(sid.serialNumber)
		);
	});

const attributesOf = ({ signerInfos }: SignedData): Attribute[] =>
	signerInfos[0]?.signedAttrs?.attributes ?? [];

/** The hash of the signer's certificate is among what was signed: no other one of the same key can take its place. */
const namesIts = (asn1: typeof Asn1, signed: SignedData, certificate: Certificate): boolean =>
	attributesOf(signed).some(({ type, values }) => {
		const at = types.signers.indexOf(type);
		if (at < 0) return false;
		const [first] = inside(asn1, inside(asn1, values[0])[0]);
		const [one, two] = inside(asn1, first);
		const own = new Uint8Array(certificate.toSchema().toBER());
		// Of the older attribute it is a SHA-1, which the script in docs/ computes: here the certificate alone is found.
		if (at === 1) return one instanceof asn1.OctetString;
		const hash = one instanceof asn1.OctetString ? one : two;
		const isOther = one instanceof asn1.Sequence && oidIn(asn1, one) !== types.sha256;
		return hash instanceof asn1.OctetString && (isOther || same(hash.valueBlock.valueHexView, sha256(own)));
	});

const inside = (asn1: typeof Asn1, block: unknown): unknown[] =>
	block instanceof asn1.Sequence ? block.valueBlock.value : [];

const oidIn = (asn1: typeof Asn1, block: Asn1.Sequence): string => {
	const [first] = block.valueBlock.value;
	return first instanceof asn1.ObjectIdentifier ? first.valueBlock.toString() : "";
};

const isSigned = async (signed: SignedData, message: Uint8Array<ArrayBuffer>): Promise<boolean> => {
	const [signer] = signed.signerInfos;
	if (!signer?.signedAttrs || !hashes.includes(signer.digestAlgorithm.algorithmId)) return false;
	try {
		return (await signed.verify({ signer: 0, data: message.slice().buffer, checkChain: false })) === true;
	} catch {
		return false;
	}
};

/** For them alone, and critically so (RFC 3161, 2.3). */
const isForStamps = ({ extensions = [] }: Certificate): boolean => {
	const usage = extensions.find(({ extnID }) => extnID === types.keyUsage);
	const purposes: unknown = usage?.parsedValue?.keyPurposes;
	return (
		usage?.critical === true &&
		Array.isArray(purposes) &&
		purposes.length === 1 &&
		purposes[0] === types.timeStamping
	);
};

/** As the certificate calls it: its own name, or its organization's. */
const nameOf = ({ subject }: Certificate): string => {
	const named = types.names.flatMap((type) =>
		subject.typesAndValues
			.filter((one) => one.type === type)
			.map(({ value }) => String(value.valueBlock.value)),
	);
	return named.find((name) => name.trim() !== "")?.slice(0, 200) ?? "an unnamed authority";
};
