// A time stamp authority in tests: a root and a certificate of its own, made by pkijs, which stamps what it is asked to, or wrongly.
import * as asn1 from "asn1js";
import * as pki from "pkijs";
import { requestFor } from "../authority.ts";

/** What it gets wrong. */
export type Wrong = Partial<{
	/** It stamps another hash, or answers another question. */
	imprint: boolean;
	nonce: boolean;
	/** Another key than that of its certificate signs. */
	key: boolean;
	/** What its certificate is for, and until when, in ms. */
	usage: string;
	usageIsCritical: boolean;
	until: number;
	/** What a certificate that isn't the signed one says. */
	names: "another certificate";
	curve: "P-256" | "P-384";
}>;

const timeStamping = "1.3.6.1.5.5.7.3.8";
const year = 365 * 86_400_000;
const utf8 = (text: string) => new asn1.Utf8String({ value: text });

const pair = (made: CryptoKey | CryptoKeyPair): CryptoKeyPair => {
	if (!("privateKey" in made)) throw new Error("no pair of keys");
	return made;
};
const newKeys = async (namedCurve = "P-256") =>
	pair(await crypto.subtle.generateKey({ name: "ECDSA", namedCurve }, true, ["sign", "verify"]));
const rsa = { name: "RSASSA-PKCS1-v1_5", modulusLength: 2048, hash: "SHA-256" };
const newRsaKeys = async () =>
	pair(
		await crypto.subtle.generateKey({ ...rsa, publicExponent: new Uint8Array([1, 0, 1]) }, true, [
			"sign",
			"verify",
		]),
	);

type Made = { certificate: pki.Certificate; keys: CryptoKeyPair };
let serial = 1;

const certificateOf = async (
	name: string,
	keys: CryptoKeyPair,
	by: Made | null,
	extensions: pki.Extension[],
	until: number,
	from: number,
): Promise<Made> => {
	const certificate = new pki.Certificate({
		version: 2,
		serialNumber: new asn1.Integer({ value: ++serial }),
		notBefore: new pki.Time({ type: 1, value: new Date(from) }),
		notAfter: new pki.Time({ type: 1, value: new Date(until) }),
		extensions,
	});
	certificate.subject.typesAndValues.push(
		new pki.AttributeTypeAndValue({ type: "2.5.4.3", value: utf8(name) }),
	);
	if (by) certificate.issuer = by.certificate.subject;
	else
		certificate.issuer.typesAndValues.push(
			new pki.AttributeTypeAndValue({ type: "2.5.4.3", value: utf8(name) }),
		);
	await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
	await certificate.sign(by?.keys.privateKey ?? keys.privateKey, "SHA-256");
	return { certificate, keys };
};

const extension = (extnID: string, critical: boolean, value: { toSchema(): asn1.BaseBlock }): pki.Extension =>
	new pki.Extension({ extnID, critical, extnValue: value.toSchema().toBER() });

const isCa = () => extension("2.5.29.19", true, new pki.BasicConstraints({ cA: true }));
const usedFor = (purpose: string, critical = true) =>
	extension("2.5.29.37", critical, new pki.ExtKeyUsage({ keyPurposes: [purpose] }));

export type Authority = Awaited<ReturnType<typeof newAuthority>>;

/** `now`: what its clock shows. */
export const newAuthority = async (name: string, now: () => number, kind: "EC" | "RSA" = "EC") => {
	const from = now() - year;
	const root = await certificateOf(`${name} Root`, await newKeys(), null, [isCa()], now() + 50 * year, from);
	const keys = kind === "RSA" ? await newRsaKeys() : await newKeys();
	const own = await certificateOf(name, keys, root, [usedFor(timeStamping)], now() + 50 * year, from);
	const wrongly = async ({
		usage = timeStamping,
		usageIsCritical = true,
		until,
		curve,
	}: Wrong): Promise<Made> =>
		certificateOf(
			name,
			curve ? await newKeys(curve) : keys,
			root,
			[usedFor(usage, usageIsCritical)],
			until ?? now() + 50 * year,
			from,
		);
	const signerFor = async (wrong: Wrong): Promise<Made> =>
		wrong.usage || wrong.until || wrong.curve || wrong.usageIsCritical === false ? wrongly(wrong) : own;
	return {
		name,
		/** The root's certificate, as PEM. */
		root: pemOf(root.certificate),
		own: pemOf(own.certificate),
		/** A token over a message, as DER. */
		async token(message: Uint8Array<ArrayBuffer>, wrong: Wrong = {}): Promise<Uint8Array<ArrayBuffer>> {
			const asked = pki.TimeStampReq.fromBER(await requestFor(message, new Uint8Array([1])));
			const token = await stamped(asked, await signerFor(wrong), now(), wrong);
			return new Uint8Array(token.toSchema().toBER());
		},
		/** The answer to a request, as DER. */
		async answer(request: Uint8Array<ArrayBuffer>, wrong: Wrong = {}): Promise<Uint8Array<ArrayBuffer>> {
			const asked = pki.TimeStampReq.fromBER(request);
			const token = await stamped(asked, await signerFor(wrong), now(), wrong);
			const whole = new pki.TimeStampResp({
				status: new pki.PKIStatusInfo({ status: 0 }),
				timeStampToken: token,
			});
			return new Uint8Array(whole.toSchema().toBER());
		},
	};
};

const stamped = async (
	asked: pki.TimeStampReq,
	{ certificate, keys }: Made,
	time: number,
	wrong: Wrong,
): Promise<pki.ContentInfo> => {
	const { hashAlgorithm, hashedMessage } = asked.messageImprint;
	const info = new pki.TSTInfo({
		version: 1,
		policy: "1.3.6.1.4.1.99999.1",
		messageImprint: wrong.imprint
			? new pki.MessageImprint({
					hashAlgorithm,
					hashedMessage: new asn1.OctetString({ valueHex: new Uint8Array(32).fill(7).buffer }),
				})
			: new pki.MessageImprint({ hashAlgorithm, hashedMessage }),
		serialNumber: new asn1.Integer({ value: ++serial }),
		genTime: new Date(time),
		...(asked.nonce && {
			nonce: wrong.nonce ? new asn1.Integer({ value: 7 }) : asked.nonce,
		}),
	});
	const content = info.toSchema().toBER();
	const hash = async (bytes: ArrayBuffer) => crypto.subtle.digest("SHA-256", bytes);
	const named =
		wrong.names === undefined
			? await hash(certificate.toSchema().toBER())
			: new Uint8Array(32).fill(9).buffer;
	const attribute = (type: string, value: asn1.BaseBlock) => new pki.Attribute({ type, values: [value] });
	const encapContentInfo = new pki.EncapsulatedContentInfo({ eContentType: "1.2.840.113549.1.9.16.1.4" });
	// Given to its constructor, it would be in pieces, which DER forbids.
	encapContentInfo.eContent = new asn1.OctetString({ valueHex: content });
	const signed = new pki.SignedData({
		version: 3,
		encapContentInfo,
		certificates: [certificate],
		signerInfos: [
			new pki.SignerInfo({
				version: 1,
				sid: new pki.IssuerAndSerialNumber({
					issuer: certificate.issuer,
					serialNumber: certificate.serialNumber,
				}),
				signedAttrs: new pki.SignedAndUnsignedAttributes({
					type: 0,
					attributes: [
						attribute(
							"1.2.840.113549.1.9.3",
							new asn1.ObjectIdentifier({ value: "1.2.840.113549.1.9.16.1.4" }),
						),
						attribute("1.2.840.113549.1.9.4", new asn1.OctetString({ valueHex: await hash(content) })),
						attribute(
							"1.2.840.113549.1.9.16.2.47",
							sequence(sequence(sequence(new asn1.OctetString({ valueHex: named })))),
						),
					],
				}),
			}),
		],
	});
	const signer = wrong.key ? await newKeys() : keys;
	await signed.sign(signer.privateKey, 0, "SHA-256");
	return new pki.ContentInfo({ contentType: "1.2.840.113549.1.7.2", content: signed.toSchema(true) });
};

const sequence = (...value: asn1.BaseBlock[]) => new asn1.Sequence({ value });

const pemOf = (certificate: pki.Certificate): string => {
	const text = Buffer.from(certificate.toSchema().toBER()).toString("base64");
	return `-----BEGIN CERTIFICATE-----\n${text.replace(/.{64}/g, "$&\n").trim()}\n-----END CERTIFICATE-----\n`;
};
