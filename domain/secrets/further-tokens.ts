// Tokens of further services, by their prefix or form.

/** Each with its kind, in words. */
export const furtherTokens: [string, RegExp][] = [
	["a Stripe webhook's secret", /(?<![A-Za-z])whsec_[A-Za-z\d+/]{24,}/g],
	["a Hugging Face token", /(?<![A-Za-z])api_org_[A-Za-z\d]{30,}/g],
	["a Vault token", /(?<![\w$.])s\.(?=[A-Za-z]{0,23}\d)(?=[a-z\d]{0,23}[A-Z])[A-Za-z\d]{24}\b/g],
	["an Azure DevOps token", /\b(?=[a-z]{0,51}[2-7][a-z]{0,51}[2-7])[a-z2-7]{52}\b/g],
	["an Azure storage key", /(?<![A-Za-z\d+/])[A-Za-z\d+/]{76}(?:\+ASt|ACDb)[A-Za-z\d+/]{6}==/g],
	[
		"an Azure function's key",
		/(?<![A-Za-z])azurewebsites\.net\/[\w/.-]{0,200}\?(?:[\w=.-]{1,100}&){0,5}code=[\w%+/=-]{20,}/g,
	],
	[
		"a Cloudflare token",
		/(?<![A-Za-z])cf(?:ut|at|k)_[A-Za-z\d]{40}[a-f\d]{8}\b|\bv1\.0-[a-f\d]{24}-[a-f\d]{146}\b/g,
	],
	[
		"an Okta token",
		/(?<![\w-])00(?=[\w-]{0,39}\d)(?=[\w-]{0,39}[a-z])(?=[\w-]{0,39}[A-Z])[A-Za-z\d_-]{40}(?![\w-])/g,
	],
	["a Heroku key", /(?<![A-Za-z])HRKU-[\w-]{36,}/g],
	[
		"a 1Password key",
		/(?<![A-Za-z])A3-[A-Z\d]{6}-(?:[A-Z\d]{11}|[A-Z\d]{6}-[A-Z\d]{5})(?:-[A-Z\d]{5}){3}\b/g,
	],
	["an Artifactory token", /(?<![A-Za-z])cmVmd[A-Za-z\d]{59}\b/g],
	["a Vercel token", /(?<![A-Za-z])vc[apirk]_[A-Za-z\d]{24,}/g],
	["a crates.io token", /(?<![A-Za-z])cio[A-Za-z\d]{32}\b/g],
	["a NuGet key", /(?<![A-Za-z])oy2[a-z\d]{43}\b/g],
	["a Yandex key", /(?<![A-Za-z])AQVN[\w-]{35,38}\b/g],
	["a Tencent key", /(?<![A-Za-z])AKID[A-Za-z\d]{32}\b/g],
	["a SonarQube token", /(?<![A-Za-z])sq[pua]_[a-f\d]{40}\b/g],
	[
		"a LaunchDarkly key",
		// Machines and logs of an API are named like its key.
		/(?<![A-Za-z])(?:sdk|mob|(?<=(?:launchdarkly|LAUNCHDARKLY|LaunchDarkly|LD_|[aA]uth|[kK]ey|KEY|[tT]oken|TOKEN)[^\n]{0,40})api)-[a-f\d]{8}(?:-[a-f\d]{4}){3}-[a-f\d]{12}(?![\w/-]|\.\w)/g,
	],
	["an ElevenLabs key", /(?<![A-Za-z])sk_[a-f\d]{48}\b/g],
	["a LangSmith key", /(?<![A-Za-z])lsv2_(?:pt|sk)_[a-f\d]{32}_[a-f\d]{10}\b/g],
	["an NVIDIA key", /(?<![A-Za-z])nvapi-[\w-]{60,}/g],
	["an ntfy token", /(?<![A-Za-z])tk_[a-z\d]{29}\b/g],
	[
		"a webhook's address",
		/(?<![A-Za-z])https:\/\/(?:outlook\.office(?:365)?\.com\/webhook\/[\w@/.-]{20,}|hook\.\w{2,4}\.make\.com\/\w{20,}|maker\.ifttt\.com\/[\w/]{1,100}\/key\/[\w-]{20,}|[\w.-]{1,80}\.sumologic\.com\/receiver\/[\w/]{4,20}\/[\w+/=-]{20,}|[\w.-]{1,80}\/hooks\/[a-z\d]{26}(?![a-z\d]))/g,
	],
	[
		"a private key",
		/---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----(?:[\s\S]*?---- END SSH2 [^\n-]{0,40}----|[\s\S]*)/g,
	],
	[
		"a password's hash",
		/(?<!\w)\$(?:[156y]|apr1|argon2id?)\$(?:[\w.,=/+]{1,80}\$){1,3}[./+A-Za-z\d]{20,}|(?<!\w)\$2[abxy]\$\d\d\$[./A-Za-z\d]{53}|:[a-fA-F\d]{32}:[a-fA-F\d]{32}:::/g,
	],
	["an AWS Bedrock key", /(?<![A-Za-z])(?:ABSK[A-Za-z\d+/]{100,}|bedrock-api-key-[A-Za-z\d+/=]{20,})/g],
	[
		"an Authress key",
		/(?<![A-Za-z])(?:sc|ext|scauth|authress)_[a-z\d]{5,30}\.[a-z\d]{4,6}\.acc[_-][a-z\d-]{10,32}\.[\w+/=-]{30,}/gi,
	],
	["a ClickHouse key", /\b4b1d[A-Za-z\d]{38}\b/g],
	["a Clojars token", /(?<![A-Za-z])CLOJARS_[A-Za-z\d]{60}\b/gi],
	["a Duffel token", /(?<![A-Za-z])duffel_(?:test|live)_[\w=-]{43}/g],
	["an EasyPost key", /(?<![A-Za-z])EZ[AT]K[A-Za-z\d]{54}\b/g],
	[
		"a Facebook token",
		/(?<![A-Za-z])EAA[A-Z][A-Za-z\d]{100,}\b|\b\d{15,16}(?:\||%7C)(?=[\w-]{0,40}\d)(?=[\w-]{0,40}[A-Z])[\w-]{27,40}\b/g,
	],
	[
		"a Flutterwave key",
		/(?<![A-Za-z])FLWSECK_TEST-[a-h\d]{12}|(?<![A-Za-z])FLWSECK(?:_TEST)?-[a-h\d]{32}-X\b/gi,
	],
	["a Frame.io token", /(?<![A-Za-z])fio-u-[\w=-]{64}/g],
	["a GitLab session", /\b_gitlab_session=[a-f\d]{32}\b|\b_gitlab_session=[a-z\d]{32}\b/gi],
	["a Grafana key", /(?<![A-Za-z])eyJrIjoi[A-Za-z\d+/]{60,}/g],
	["a Harness token", /(?<![A-Za-z])[ps]at\.[\w-]{22}\.[A-Za-z\d]{24}\.[A-Za-z\d]{20}\b/g],
	["an Infracost token", /(?<![A-Za-z])ico-[A-Za-z\d]{32}\b/g],
	["a 42 secret", /(?<![A-Za-z])s-s4t2(?:ud|af)-[a-f\d]{64}\b/g],
	["a MaxMind key", /\b[A-Za-z\d]{6}_[A-Za-z\d]{29}_mmk\b/g],
	["an Octopus key", /(?<![A-Za-z])API-(?=[A-Z]{0,25}\d)[A-Z\d]{26}\b/g],
	["an OpenShift token", /(?<![A-Za-z])sha256~[\w-]{43}(?![\w-])/g],
	[
		"a Plaid token",
		/(?<![A-Za-z])access-(?:sandbox|development|production)-[a-f\d]{8}(?:-[a-f\d]{4}){3}-[a-f\d]{12}\b/g,
	],
	["a Prefect token", /(?<![A-Za-z])pn[ub]_[A-Za-z\d]{36}\b/g],
	["a ReadMe key", /(?<![A-Za-z])rdme_[a-z\d]{70}\b/g],
	["a Scalingo token", /(?<![A-Za-z])tk-us-[\w-]{48}\b/g],
	["a SettleMint token", /(?<![A-Za-z])sm_[aps]at_[A-Za-z\d]{16}\b/g],
	["a Shippo token", /(?<![A-Za-z])shippo_(?:live|test)_[a-fA-F\d]{40}\b/g],
	["a Slack token", /(?<![A-Za-z])xoxo-\d[\d-]{8,}|(?<![A-Za-z])xoxe(?:\.xox[bp])?-\d-[A-Za-z\d]{100,}/g],
	["a Sourcegraph token", /(?<![A-Za-z])sgp_(?:[a-fA-F\d]{16}_|local_)?[a-fA-F\d]{40}\b/g],
	["a Typeform token", /(?<![A-Za-z])tfp_[\w.=-]{59}/g],
	[
		"a Yandex token",
		/(?<![A-Za-z])t1\.[A-Za-z\d_-]{8,}={0,2}\.[A-Za-z\d_-]{86}={0,2}|(?<![A-Za-z])YC[\w-]{38}(?![\w-])/g,
	],
	["a Lob key", /(?<![A-Za-z])(?:live|test)_[a-f\d]{35}\b/g],
	["a login to GitHub", /(?<![A-Za-z])https?:\/\/[\w-]{16,}:x-oauth-basic@/g],
];
