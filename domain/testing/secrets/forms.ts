// Made-up secrets, one of each form that has to be found: tokens by their service, and settings that hold one. Put together
// here, so that no scanner takes this file for a leak.

const lower = "abcdefghijklmnopqrstuvwxyz";
const upper = lower.toUpperCase();
const digits = "0123456789";
const hexadecimal = `${digits}abcdef`;
const all = lower + upper + digits;

/** The same for the same seed. */
export const samples = (seed: number): Record<string, string> => {
	let state = (seed * 2_654_435_761) | 1;
	const some = (alphabet: string, length: number): string =>
		Array.from({ length }, () => {
			state ^= state << 13;
			state ^= state >>> 17;
			state ^= state << 5;
			return alphabet[(state >>> 0) % alphabet.length];
		}).join("");
	/** Of letters and digits, at least one of each as real ones have. */
	const an = (length: number) => `${some(all, length - 3)}a7Q`;
	const hex = (length: number) => `${some(hexadecimal, length - 2)}a7`;
	const base64 = (length: number) => `${some(`${all}+/`, length - 3)}a7Q`;
	const capitals = (length: number) => `${some(upper + digits, length - 2)}A7`;
	const small = (length: number) => `${some(lower + digits, length - 2)}a7`;
	const number = (length: number) => `4${some(digits, length - 1)}`;
	const uuid = () => [8, 4, 4, 4, 12].map(hex).join("-");
	const pem = (kind: string) =>
		[`-----BEGIN ${kind}`, `PRIVATE KEY-----\n${base64(64)}\n-----END ${kind}`, "PRIVATE KEY-----"].join("");
	const login = `dana:Summer${number(4)}!`;
	const pw = `Summer${number(4)}`;
	return {
		"AWS access key": `AKIA${some(`${upper}234567`, 16)}`,
		"AWS temporary key": `ASIA${some(`${upper}234567`, 16)}`,
		"AWS secret key": `aws_secret_access_key = ${base64(40)}`,
		"AWS Bedrock": `ABSK${base64(112)}`,
		"Cloudflare tunnel": `eyJhIjoi${an(120)}`,
		"token in a URL": `https://${hex(40)}@github.com/x/y`,
		"GitHub, personal": `ghp_${an(36)}`,
		"GitHub, OAuth": `gho_${an(36)}`,
		"GitHub, user": `ghu_${an(36)}`,
		"GitHub, server": `ghs_${an(36)}`,
		"GitHub, refresh": `ghr_${an(36)}`,
		"GitHub, fine-grained": `github_pat_${an(22)}_${an(59)}`,
		"GitHub, in an address": `https://${hex(40)}:x-oauth-basic@github.com/`,
		"GitLab, personal": `glpat-${an(20)}`,
		"GitLab, runner": `glrt-${an(20)}`,
		"GitLab, deploy": `gldt-${an(20)}`,
		"GitLab, runner of before": `GR1348941${an(20)}`,
		Bitbucket: `ATBB${an(32)}`,
		"Slack, bot": `xoxb-${number(12)}-${number(12)}-${an(24)}`,
		"Slack, user": `xoxp-${number(12)}-${number(12)}-${number(12)}-${hex(32)}`,
		"Slack, browser": `xoxc-${number(12)}-${number(12)}-${hex(64)}`,
		"Slack, app": `xapp-1-A${capitals(10)}-${number(13)}-${hex(64)}`,
		"Slack, configuration": `xoxe.xoxp-1-${an(160)}`,
		"Slack's webhook": `https://hooks.slack.com/services/T${capitals(8)}/B${capitals(10)}/${an(24)}`,
		"Slack's workflow": `https://hooks.slack.com/workflows/T${capitals(8)}/A${capitals(10)}/${number(18)}/${an(24)}`,
		"Discord's webhook": `https://discord.com/api/webhooks/${number(18)}/${an(68)}`,
		"Discord's webhook of a version": `https://discordapp.com/api/v10/webhooks/${number(18)}/${an(68)}`,
		"Discord, bot": `M${an(23)}.${an(6)}.${an(38)}`,
		"Teams' webhook": `https://acme.webhook.office.com/webhookb2/${uuid()}@${uuid()}/IncomingWebhook/${hex(32)}/${uuid()}`,
		"Teams' webhook of before": `https://outlook.office.com/webhook/${uuid()}@${uuid()}/IncomingWebhook/${hex(32)}/${uuid()}`,
		"Power Automate": `https://prod-12.westeurope.logic.azure.com:443/workflows/${hex(32)}/triggers/manual/paths/invoke?api-version=2016-06-01&sig=${an(43)}`,
		"Google Chat's webhook": `https://chat.googleapis.com/v1/spaces/AAAA${an(7)}/messages?key=AIza${an(35)}&token=${an(43)}`,
		"Mattermost's webhook": `https://chat.example.com/hooks/${small(26)}`,
		"Zapier's webhook": `https://hooks.zapier.com/hooks/catch/${number(6)}/${small(7)}/`,
		"Make's webhook": `https://hook.eu1.make.com/${small(32)}`,
		"Google, API": `AIza${an(35)}`,
		"Google, client": `GOCSPX-${an(28)}`,
		"Google, access": `ya29.${an(60)}`,
		"Google, service account": `{"type": "service_account", "private_key": "${pem("").replaceAll("\n", "\\n")}"}`,
		"Stripe, live": `sk_live_${an(24)}`,
		"Stripe, test": `sk_test_${an(24)}`,
		"Stripe, restricted": `rk_live_${an(24)}`,
		"Stripe, webhook": `whsec_${an(32)}`,
		OpenAI: `sk-${an(20)}T3BlbkFJ${an(20)}`,
		"OpenAI, project": `sk-proj-${an(74)}T3BlbkFJ${an(74)}`,
		"OpenAI, service account": `sk-svcacct-${an(58)}T3BlbkFJ${an(58)}`,
		Anthropic: `sk-ant-api03-${an(93)}AA`,
		"Anthropic, admin": `sk-ant-admin01-${an(93)}AA`,
		SendGrid: `SG.${an(22)}.${an(43)}`,
		"Hugging Face": `hf_${some(lower + upper, 34)}`,
		"Hugging Face, organisation": `api_org_${some(lower + upper, 34)}`,
		"Vault, service": `hvs.${an(95)}`,
		"Vault, batch": `hvb.${an(138)}`,
		"Vault of before": `s.${an(24)}`,
		Terraform: `${an(14)}.atlasv1.${an(67)}`,
		PyPI: `pypi-AgEIcHlwaS5vcmc${an(70)}`,
		npm: `npm_${an(36)}`,
		"npm, in .npmrc": `//registry.npmjs.org/:_authToken=${uuid()}`,
		RubyGems: `rubygems_${hex(48)}`,
		NuGet: `oy2${small(43)}`,
		"crates.io": `cio${an(32)}`,
		"Azure DevOps": `${an(76)}AZDO${an(4)}`,
		"Azure DevOps of before": `${some(`${lower}234567`, 48)}2a7b`,
		"Azure storage, connection": `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${base64(86)}==;EndpointSuffix=core.windows.net`,
		"Azure storage, key": `${base64(76)}+ASt${base64(6)}==`,
		"Azure Service Bus": `Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${base64(43)}=`,
		"Azure function": `https://f.azurewebsites.net/api/x?code=${an(54)}==`,
		Entra: `${an(3)}8Q~${an(34)}`,
		"shared access signature": `https://acme.blob.core.windows.net/c/b?sv=2022-11-02&sp=rl&sig=${an(43)}%3D`,
		"shared access signature alone": `sig=${an(43)}%3D&se=2027-01-01`,
		Twilio: `SK${hex(32)}`,
		Mailgun: `key-${hex(32)}`,
		"Mailgun, signing": `${hex(32)}-${hex(8)}-${hex(8)}`,
		Mailchimp: `${hex(32)}-us12`,
		Brevo: `xkeysib-${hex(64)}-${an(16)}`,
		DigitalOcean: `dop_v1_${hex(64)}`,
		"DigitalOcean, OAuth": `doo_v1_${hex(64)}`,
		"Cloudflare, user": `cfut_${an(40)}${hex(8)}`,
		"Cloudflare, account": `cfat_${an(40)}${hex(8)}`,
		"Cloudflare, origin": `v1.0-${hex(24)}-${hex(146)}`,
		"Cloudflare, header": `X-Auth-Key: ${hex(37)}`,
		"Cloudflare, by its name": `CF_API_KEY=${hex(37)}`,
		Okta: `00${an(40)}`,
		"Okta, header": `Authorization: SSWS 00${an(40)}`,
		"JSON web token": `eyJ${an(20)}.eyJ${an(60)}.${an(43)}`,
		PEM: pem(""),
		"PEM, RSA": pem("RSA "),
		"PEM, encrypted": pem("ENCRYPTED "),
		"PEM, OpenSSH": pem("OPENSSH "),
		SSH2: [
			"---- BEGIN SSH2 ENCRYPTED",
			` PRIVATE KEY ----\n${base64(64)}\n---- END SSH2 ENCRYPTED PRIVATE KEY ----`,
		].join(""),
		age: `AGE-SECRET-KEY-1${some("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58)}`,
		Telegram: `${number(10)}:AA${an(33)}`,
		"Telegram, in an address": `https://api.telegram.org/bot${number(10)}:AA${an(33)}/sendMessage`,
		Atlassian: `ATATT3xFfGF0${an(180)}=${hex(8).toUpperCase()}`,
		"Docker, personal": `dckr_pat_${an(27)}`,
		"Docker, organisation": `dckr_oat_${an(32)}`,
		"Docker, in its file": `{"auths":{"https://index.docker.io/v1/":{"auth":"${btoa(login)}"}}}`,
		Heroku: `HRKU-${uuid()}`,
		Databricks: `dapi${hex(32)}`,
		"New Relic": `NRAK-${capitals(27)}`,
		"Grafana, service account": `glsa_${an(32)}_${hex(8)}`,
		Shopify: `shpat_${hex(32)}`,
		Square: `sq0atp-${an(22)}`,
		Linear: `lin_api_${an(40)}`,
		Notion: `ntn_${number(11)}${an(35)}`,
		Figma: `figd_${an(40)}`,
		Postman: `PMAK-${hex(24)}-${hex(34)}`,
		Doppler: `dp.pt.${an(43)}`,
		Fly: `fo1_${an(43)}`,
		Pulumi: `pul-${hex(40)}`,
		Sentry: `sntrys_${base64(80)}`,
		Tailscale: `tskey-auth-${an(17)}-${an(30)}`,
		Groq: `gsk_${an(52)}`,
		Vercel: `vcp_${an(56)}`,
		Netlify: `nfp_${an(36)}`,
		Supabase: `sbp_${hex(40)}`,
		"1Password, service account": `ops_eyJ${an(250)}`,
		"1Password, secret key": `A3-${capitals(6)}-${capitals(11)}-${capitals(5)}-${capitals(5)}-${capitals(5)}`,
		Artifactory: `AKCp${an(69)}`,
		SonarQube: `squ_${hex(40)}`,
		Octopus: `API-${capitals(26)}`,
		OpenShift: `sha256~${an(43)}`,
		Facebook: `EAAC${an(120)}`,
		"Facebook, of an app": `${number(16)}|${an(27)}`,
		LaunchDarkly: `sdk-${uuid()}`,
		"LaunchDarkly, API": `LD_API_KEY=api-${uuid()}`,
		Datadog: `datadog_app = '${hex(40)}'`,
		BitLocker: Array.from({ length: 8 }, () => number(6)).join("-"),
		"a login in a header": `Authorization: Basic ${btoa(login)}`,
		"a token in a header": `Authorization: Bearer ${an(40)}`,
		"a key in a header": `x-api-key: ${an(32)}`,
		Redis: `redis://:${pw}@cache:6379`,
		PostgreSQL: `postgres://app:${pw}@db/app`,
		MongoDB: `mongodb+srv://dana:${pw}@c0.mongodb.net/db`,
		MySQL: `mysql://app:${pw}@db/app`,
		RabbitMQ: `amqps://app:${pw}@mq/v`,
		"SQL Server, Pwd": `Server=db;Database=x;Uid=sa;Pwd=${pw}!;`,
		"SQL Server, Password": `Data Source=db;User ID=sa;Password=${pw}!`,
		"a password's hash": `dana:$6$${an(16)}$${an(86)}:19000:0:99999:7:::`,
		"a password's hash, bcrypt": `$2y$10$${an(53)}`,
		"a password's hash, Windows": `dana:1001:${hex(32)}:${hex(32)}:::`,
		"one-time codes": `otpauth://totp/Acme:dana?secret=${some(`${upper}234567`, 32)}&issuer=Acme`,
		"an answer file": `<Password><Value>${pw}!</Value><PlainText>true</PlainText></Password>`,
		"a group policy": `cpassword="${base64(43)}="`,
	};
};

/** `§` is the password. Those of the issue and of the cases first, then their siblings. */
export const commandForms = String.raw`
net user bob § /add
net user tempadmin § /add
cmdkey /add:srv01 /user:ACME\dana /pass:§
net use z: \\srv01\share /user:acme\dana §
net use z: \\srv01\share § /user:acme\dana
schtasks /create /tn x /tr y /ru ACME\svc /rp §
sqlcmd -S srv -U sa -P § -Q "select 1"
certutil -p § -importpfx a.pfx
sshpass -p § ssh root@h
plink -pw § root@h uptime
mysql -uroot -p§ -e "show databases"
curl -u a:§ https://h
echo § | sudo -S apt update
netsh wlan set profileparameter name=Acme keyMaterial=§
psexec \\pc01 -u acme\dana -p § cmd
the pw is §
The password is: §
Kennwort: §
Das Passwort lautet §
Mot de passe : §
contraseña: §
wachtwoord: §
hasło: §
bcp db.dbo.t out t.dat -S srv -U sa -P§
pscp -pw § a root@h:
mysqladmin -u root password §
curl --proxy-user a:§ https://h
sudo -S id <<< '§'
wmic /node:h /user:dana /password:§ os get caption
winrs -r:h -u:dana -p:§ cmd
netdom resetpwd /s:dc /ud:dana /pd:§
djoin /provision /domain acme /machine pc /machinepassword §
sc config svc obj= .\dana password= §
nssm set svc ObjectName .\dana §
autologon /accepteula dana acme §
rasdial Acme dana §
xfreerdp /u:dana /p:§ /v:h
dsmod user "cn=bob" -pwd §
reg add HKLM\x /v DefaultPassword /t REG_SZ /d § /f
Set-ItemProperty $w DefaultPassword "§"
$user.SetPassword('§')
New-LocalUser bob -Password (ConvertTo-SecureString "§" -AsPlainText -Force)
[System.Net.NetworkCredential]::new("dana","§")
Register-ScheduledTask -TaskName x -User dana -Password "§"
manage-bde -unlock c: -pw §
msiexec /i a.msi SVC_PASSWORD=§ /qn
choco install x --params "/Password:§"
ldapsearch -D cn=admin -w § -b dc=acme
smbclient //h/s -U dana%§
winexe -U acme/dana%§ //h cmd
mount -t cifs //h/s /m -o username=dana,password=§
wget --http-password=§ https://h
lftp -u dana,§ ftp.example
ncftpput -u dana -p § h / a
redis-cli -a § ping
mongosh -u root -p § db
PGPASSWORD=§ psql
sqlplus system/§@orcl
openssl rsa -in k -passin pass:§
gpg --batch --passphrase § -d a
7z a -p§ a.7z b
unzip -P § a.zip
keytool -storepass § -list
htpasswd -bc f dana §
docker login -u dana -p § h
az login -u dana -p §
kubectl create secret generic x --from-literal=password=§
vault login §
snmpwalk -v3 -u u -A § h
snmpwalk -v2c -c § h
ipmitool -U admin -P § power on
nmcli d wifi connect Acme password §
wpa_passphrase Acme §
networksetup -setairportnetwork en0 Acme §
useradd -p § bob
echo 'bob:§' | chpasswd
echo § | passwd --stdin bob
echo § | anydesk --set-password
vncpasswd -f <<< §
samba-tool user create bob §
swaks -ap §
nxc smb h -u dana -p §
impacket-psexec acme/dana:§@10.0.0.1
ssh-keygen -N § -f k
security unlock-keychain -p § login.keychain
dscl . -passwd /Users/dana §
sqlcmd -Q "ALTER LOGIN sa WITH PASSWORD='§'"
mysql -e "CREATE USER 'a'@'h' IDENTIFIED BY '§'"
git clone https://dana:§@h/x.git
setx DB_PASSWORD §
set "DB_PASS=§"
docker run -e MYSQL_ROOT_PASSWORD=§ mysql
machine h login dana password §
db:5432:app:dana:§
*:*:*:postgres:§\:\\
unrar x -p§ a.rar
esxcli -s h -u root -p § system version get
govc about -u 'root:§@h'
radtest dana § h 0 x
smbclient //srv/share § -U dana
mount -t cifs //srv/x /mnt -o user=dana%§
expect -c 'expect "assword:"; send "§\r"'
nircmd elevatecmd runas dana § cmd
$svc.Change($null,$null,$null,$null,$null,$null,'.\svc','§')
EXEC sp_addlogin 'bob', '§'
`
	.split("\n")
	.filter(Boolean);
