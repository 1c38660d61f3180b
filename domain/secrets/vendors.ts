// Keys without a form of their own, beside the name of the service that they are for: `datadog_app = '9f8e…'`.
import { at, type Found, matchesOf } from "./found.ts";
import { looksMade } from "./literal.ts";

const vendors =
	"adafruit|adobe|airtable|algolia|alibaba|asana|beamer|bitbucket|bittrex|cloudflare|codecov|cohere|coinbase|confluent|contentful|datadog|droneci|dropbox|etsy|fastly|finicity|finnhub|flickr|freshbooks|gitter|gocardless|heroku|hubspot|intercom|jfrog|artifactory|kraken|kucoin|launchdarkly|linkedin|looker|mailgun|mattermost|meraki|messagebird|netlify|newrelic|new_relic|okta|plaid|privateai|rapidapi|sendbird|sendgrid|sentry|snyk|squarespace|sumologic|travisci|twilio|twitch|twitter|yandex|zendesk";

const given = new RegExp(
	`(?<![a-z])(${vendors})([\\w.-]{0,20})["'\`]?[ \\t]{0,4}(?:=>|:=|[:=,])[ \\t]{0,4}["'\`]?([a-z\\d_]{24,80}|[a-f\\d]{8}(?:-[a-f\\d]{4}){3}-[a-f\\d]{12})(?![\\w-])`,
	"gi",
);

/** What names something, and opens nothing. */
const names =
	/(?:id|sid|zone|[ug]uid|account|org|tenant|project|region|commit|sha\d*|hash|digest|checksum|version)$/i;

export const ofVendors = (text: string): Found[] =>
	matchesOf(text, given).flatMap((match) => {
		const [, vendor = "", part = "", value = ""] = match;
		return looksMade(value) && !names.test(part)
			? [at(match, `a key given for ${vendor.toLowerCase()}`)]
			: [];
	});
