// Node's crypto with random bytes from the seed; and the Web's, done at once: each call is still one await, at which its
// object may be restarted.
import {
	createCipheriv,
	createDecipheriv,
	createHmac,
	createPrivateKey,
	createPublicKey,
	type KeyObject,
	sign as signed,
	verify as verified,
} from "node:crypto";
import { world } from "../world/world.ts";

export * from "node:crypto";

export const randomBytes = (length: number): Buffer => Buffer.from(world().entropy.bytes(length));
export const randomUUID = (): string => {
	const digits = randomBytes(16).toString("hex");
	return [
		[0, 8],
		[8, 12],
		[12, 16],
		[16, 20],
		[20, 32],
	]
		.map(([a, b]) => digits.slice(a, b))
		.join("-");
};

const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** An Ed25519 key from the seed: PKCS#8, DER. */
export const newSecret = (): Buffer => Buffer.concat([pkcs8, randomBytes(32)]);
export const keyFrom = (der: Buffer): KeyObject =>
	createPrivateKey({ key: der, format: "der", type: "pkcs8" });

type Key = { object?: KeyObject; bytes?: Uint8Array };
type Aes = { iv: Uint8Array; additionalData: Uint8Array };
const known = new Map<string, KeyObject>();
/** Making a key from its bytes takes as long as using it. */
const madeOnce = (bytes: Uint8Array, make: () => KeyObject): KeyObject => {
	const name = Buffer.from(bytes).toString("latin1");
	const before = known.get(name);
	if (before) return before;
	const made = make();
	if (known.size > 200) known.clear();
	known.set(name, made);
	return made;
};
const publicKey = (raw: Uint8Array): KeyObject =>
	madeOnce(raw, () => {
		const x = Buffer.from(raw).toString("base64url");
		return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
	});
const privateKey = (der: Uint8Array): KeyObject => madeOnce(der, () => keyFrom(Buffer.from(der)));

/** Signatures that were made here, with their keys and what they are of: these hold. */
const holding = new Set<string>();
const mostHolding = 5_000;
const publics = new WeakMap<KeyObject, string>();
const publicOf = (key: KeyObject): string => {
	const known = publics.get(key);
	if (known) return known;
	const made = key.type === "private" ? createPublicKey(key) : key;
	const x = String(made.export({ format: "jwk" }).x);
	publics.set(key, x);
	return x;
};
const nameOf = (key: KeyObject, message: Uint8Array, signature: Uint8Array): string =>
	[publicOf(key), ...[message, signature].map((one) => Buffer.from(one).toString("latin1"))].join(" ");

export const sign = (_algorithm: null, message: Uint8Array, key: KeyObject): Buffer => {
	const signature = signed(null, message, key);
	if (holding.size === mostHolding) holding.clear();
	holding.add(nameOf(key, message, signature));
	return signature;
};
/** Any other one is verified. */
export const verify = (
	algorithm: string | null,
	message: Uint8Array,
	key: KeyObject,
	signature: Uint8Array,
): boolean => {
	const isOurs = algorithm === null && key.asymmetricKeyType === "ed25519";
	return (
		(isOurs && holding.has(nameOf(key, message, signature))) || verified(algorithm, message, key, signature)
	);
};

const awaited = <T>(work: () => T): Promise<T> =>
	new Promise((resolve, reject) => {
		world().time.after(0, null, () => {
			try {
				resolve(work());
			} catch (error) {
				reject(error);
			}
		});
	});

const subtle = {
	importKey: (format: string, bytes: Uint8Array, algorithm: unknown): Promise<Key> =>
		awaited(() => {
			if (algorithm !== "Ed25519") return { bytes };
			return { object: format === "pkcs8" ? privateKey(bytes) : publicKey(bytes) };
		}),
	exportKey: (_format: string, { object }: Key) =>
		awaited(() => createPublicKey(object as KeyObject).export({ format: "jwk" })),
	sign: (_algorithm: unknown, { object, bytes }: Key, message: Uint8Array) =>
		awaited(() =>
			object
				? sign(null, message, object)
				: createHmac("sha256", bytes as Uint8Array)
						.update(message)
						.digest(),
		),
	verify: (_algorithm: unknown, { object }: Key, signature: Uint8Array, message: Uint8Array) =>
		awaited(() => verify(null, message, object as KeyObject, signature)),
	encrypt: ({ iv, additionalData }: Aes, { bytes }: Key, text: Uint8Array) =>
		awaited(() => {
			const cipher = createCipheriv("aes-256-gcm", bytes as Uint8Array, iv).setAAD(additionalData);
			return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
		}),
	decrypt: ({ iv, additionalData }: Aes, { bytes }: Key, sealed: Uint8Array) =>
		awaited(() => {
			const decipher = createDecipheriv("aes-256-gcm", bytes as Uint8Array, iv).setAAD(additionalData);
			decipher.setAuthTag(sealed.subarray(-16));
			return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
		}),
};

export const webcrypto = {
	subtle,
	randomUUID,
	getRandomValues: (into: Uint8Array): Uint8Array => {
		into.set(world().entropy.bytes(into.length));
		return into;
	},
};
