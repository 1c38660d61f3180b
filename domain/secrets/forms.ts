// Secrets that are known by their own form: keys, tokens, addresses.

/** Each with its kind, in words. */
export const forms: [string, RegExp][] = [
	[
		"a private key",
		/-----BEGIN (?:(?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?|OpenVPN Static key V1)-----(?:[\s\S]*?-----END [^\n-]{0,40}-----|[\s\S]*)/g,
	],
	// The end of one, of which the beginning was cut off.
	[
		"a private key",
		/(?<![^\n])(?:[ \t]{0,20}[A-Za-z\d+/=]{1,100}\r?\n){1,200}[ \t]{0,20}-----END (?:[A-Z]+ )*PRIVATE KEY-----/g,
	],
	// The same as base64, as Kubernetes keeps it; and as `openssl -text` prints its numbers.
	[
		"a private key",
		/(?<![A-Za-z\d+/])LS0tLS1CRUdJTi[\w+/]{0,40}(?:UFJJVkFURSBLRVk|BSSVZBVEUgS0VZ|QUklWQVRFIEtFW)[\w+/=]*/g,
	],
	[
		"a private key",
		/\b(?:privateExponent|prime[12]|exponent[12]|coefficient|priv):\r?\n(?:[ \t]{1,20}[a-f\d]{2}[a-f\d:]{0,60}(?:\r?\n|$)){1,200}/g,
	],
	["an AWS access key", /(?<![A-Za-z])(?:AKIA|ASIA)[A-Z\d]{16}\b/g],
	["a GitHub token", /(?<![A-Za-z])(?:gh[pousr]_[A-Za-z\d]{36,}|github_pat_\w{40,})/g],
	["a GitLab token", /(?<![A-Za-z])glpat-[\w-]{20,}/g],
	["a Slack token", /(?<![A-Za-z])xox[abcdeprs]-[\dA-Za-z%-]{10,}|(?<![A-Za-z])xapp-\d-[\dA-Za-z-]{10,}/g],
	["a Google API key", /(?<![A-Za-z])AIza[\w-]{35}/g],
	["a Stripe key", /(?<![A-Za-z])[sr]k_(?:live|test)_[\dA-Za-z]{16,}/g],
	["an Anthropic API key", /(?<![A-Za-z])sk-ant-[\w-]{20,}/g],
	[
		"an OpenAI API key",
		/(?<![A-Za-z])sk-(?!ant-)(?:proj-|svcacct-|admin-)?(?=[\w-]{0,200}\d)[A-Za-z\d_-]{24,}/g,
	],
	["a SendGrid API key", /(?<![A-Za-z])SG\.[\w-]{16,}\.[\w-]{16,}/g],
	["a Hugging Face token", /(?<![A-Za-z])hf_[A-Za-z\d]{30,}/g],
	["a Vault token", /(?<![A-Za-z])hv[sbr]\.[\w-]{20,}/g],
	["a PyPI token", /(?<![A-Za-z])pypi-[\w-]{20,}/g],
	["an Azure DevOps token", /\b[A-Za-z\d]{76}AZDO[A-Za-z\d]{4}\b/g],
	[
		"a shared access signature",
		/[?&]sig=[\w%+/=-]{20,}|(?<![\w&?-])sig=(?=[\w%+/=-]{0,200}\d)[\w%+/=-]{40,}/g,
	],
	[
		"a webhook's address",
		/(?<![A-Za-z])https:\/\/(?:hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w+/]{20,}|[\w.-]{1,80}\.webhook\.office\.com\/[\w@/.-]{20,}|(?:\w{1,20}\.)?discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/\d+\/[\w-]{20,})/g,
	],
	// A narrow window breaks it off anywhere.
	[
		"a BitLocker recovery key",
		/\b(?:(?:\d(?:\r?\n[ \t]{1,100})?){6}-(?:\r?\n[ \t]{1,100})?){7}(?:\d(?:\r?\n[ \t]{1,100})?){5}\d\b|\b\d{48}\b/g,
	],
	["a password that Windows protects", /\b01000000d08c9ddf0115d1118c7a00c04fc297eb[a-f\d]*/gi],
	["an npm token", /(?<![A-Za-z])npm_[A-Za-z\d]{36}\b/g],
	// No further inside a word: else each of many beginnings would be followed to the word's end.
	["a JSON web token", /(?<=(?<![\w-])[\w-]{0,40})\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g],
	["an Azure storage key", /(?<![A-Za-z])(?:AccountKey|SharedAccessKey)=[A-Za-z\d+/]{20,}/gi],
	["a bearer token", /(?<![A-Za-z])Bearer\s+(?=[\w.~+/-]*\d)[\w.~+/-]{16,}/gi],
	[
		"a session's cookie",
		/(?<![A-Za-z])(?:Set-)?Cookie["']?\s{0,20}[:=]\s{0,20}["']?[\w.-]{1,60}=(?=[\w%+/=.-]{0,200}\d)[\w%+/=.-]{16,}/gi,
	],
	[
		"a login in an authorization header",
		/(?<![A-Za-z])Authorization["']?\s{0,20}[:=]\s{0,20}["']?(?:Basic\s{1,20}[A-Za-z\d+/]{8,}|(?:token|apikey|ntlm|digest|negotiate|ssws|oauth)\s{1,20}(?=[\w.~+/=-]{0,400}\d)[\w.~+/=-]{16,}|(?=[\w+/=-]{0,400}\d)[\w+/=-]{20,})/gi,
	],
	[
		"a key in a header",
		/\b(?:X(?:-(?!(?:Idempotency|Partition|Row|Sort|Cache|Surrogate|Routing|Ordering)-Key\b)\w{1,30}){0,4}-(?:Key|Token|Secret)|Ocp-Apim-Subscription-Key)["']?\s{0,20}:\s{0,20}["']?(?=[\w.~+/=-]{0,200}\d)[\w.~+/=-]{12,}/gi,
	],
	["a login of a registry", /"auth"\s{0,20}:\s{0,20}"(?=[A-Za-z\d+/]{0,200}[a-z])[A-Za-z\d+/]{16,}={0,2}"/g],
];
