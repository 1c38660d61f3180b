// Characters drawn so wide that a bound in characters doesn't hold them: in lines beside what runs they are spelled out.
import { mark } from "./characters.ts";

/** The same text, with ﷽ as `⟨U+FDFD Arabic symbol⟩`: what is drawn several letters wide, and each letter or sign of a script that
 * Unicode doesn't recommend for names, such as cuneiform. */
export const wideSpelled = (text: string): string => text.replaceAll(wide, mark);

// https://www.unicode.org/reports/tr31/#Table_Recommended_Scripts
const recommended =
	"Zyyy Zinh Arab Armn Beng Bopo Cyrl Deva Ethi Geor Grek Gujr Guru Hang Hani Hebr Hira Kana Khmr Knda Laoo Latn Mlym Mymr Orya Sinh Taml Telu Thaa Thai Tibt";

/** Within those: Tamil and Thai signs, Burmese O and AU, the Khmer final sign, the many-eyed O, Arabic ligatures of whole phrases,
 * dashes of two and three em, musical signs. */
const phrases =
	"\\u0bf0-\\u0bfa\\u0e5b\\u1029\\u102a\\u17da\\ua66e\\ufdf0-\\ufdff\\u2e3a\\u2e3b\\u{1d000}-\\u{1d24f}";

const within = recommended
	.split(" ")
	.map((script) => `\\p{sc=${script}}`)
	.join("");
const wide = new RegExp(`[${phrases}]|(?![${within}])[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}]`, "gu");
