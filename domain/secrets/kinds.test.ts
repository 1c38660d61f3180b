// Kinds of command lines and texts that give a secret, and their neighbours that give none: as scripts and technicians write them.
import { expect, test } from "vitest";
import { masked, secretText } from "../secrets.ts";

const password = "Winter2026!";

test.each(
	String.raw`
pskill \\pc01 -u dana -p § notepad
pspasswd \\pc01 Administrator §
net use \\pc01\c$ /u:acme\dana "§"
tasklist /s pc01 /u acme\dana /p §
dcdiag /u:acme\dana /p:§
ldifde -i -f a.ldf -b dana acme §
ktpass /princ http/x /mapuser dana /pass § /out k
signtool sign /f a.pfx /p § a.exe
sqlcmd /S . /U sa /P § /Q "select 1"
reg add HKLM\x /f /d § /v DefaultPassword /t REG_SZ
xfreerdp3 /v:h /u:dana /p:§
& 'C:\Program Files\7-Zip\7z.exe' x a.7z "-p§"
curl -sku admin:§ https://h
curl -u dana:"§" https://h
docker login -u dana -p§ h
dsconfigad -a pc -domain acme -u dana -p '§'
ipmitool user set password 2 §
ansible-vault encrypt_string '§' --name db
aws ssm put-parameter --name /x --value '§' --type SecureString
vault kv put secret/db value=§
echo §| runas /user:dana cmd
echo § | "C:\Program Files\AnyDesk\AnyDesk.exe" --set-password
printf '§' | docker secret create db -
echo -n 'dana:§' | base64
yes '§' | passwd dana
echo user dana §>>ftp.txt
echo -e "username=dana\npassword=§" > /root/.cred
mount x y -o user=dana,password=§
DB_PASSWORD="\${DB_PASSWORD:-§}"
AdminPassword = §
ADMINPASS=§ ./setup
setup.exe --customertoken=§
msiexec /i a.msi REGISTRATION_KEY=§ /qn
powershell -c "New-LocalUser dana -Password \"§\""
`
		.split("\n")
		.filter(Boolean)
		.map((line) => line.replaceAll("\\${", "${")),
)("a command line gives a password: %s", (form) => {
	const line = form.replaceAll("§", password);
	expect(secretText(line)).not.toBeNull();
	expect(masked(line)).not.toContain(password);
});

test.each(
	String.raw`
Set-ItemProperty HKLM:\x 'DefaultPassword' -Value '§' -Type String
New-ItemProperty -Path $p -Value "§" -Name "DefaultPassword"
[Microsoft.Win32.Registry]::SetValue("HKLM\x","DefaultPassword","§")
WshShell.RegWrite "HKLM\x\DefaultPassword", "§", "REG_SZ"
$headers.Add("X-API-Key", "§")
[Environment]::SetEnvironmentVariable("DB_PASSWORD", "§", "Machine")
$key.SetValue("DefaultPassword","§")
$headers["X-API-Key"] = "§"
"§".ToCharArray() | ForEach-Object { $s.AppendChar($_) }
$user.psbase.Invoke("SetPassword", "§")
objUser.SetPassword "§"
New-Object System.Net.NetworkCredential 'dana','§'
[System.Net.NetworkCredential]::new('', '§').SecurePassword
$svc.Change($null,$null,$null,$null,$null,$false,".\svc","§")
$pc.JoinDomainOrWorkGroup("acme","§","acme\dana",$null,3)
$net.MapNetworkDrive("Z:", "\\h\s", $false, "acme\dana", "§")
[X509Certificate2]::new("c:\a.pfx", "§")
[Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes("dana:§"))
`
		.split("\n")
		.filter(Boolean),
)("a call gives a password: %s", (form) => {
	const line = form.replaceAll("§", password);
	expect(secretText(line)).not.toBeNull();
	expect(masked(line)).not.toContain(password);
});

test.each([
	"Password for dana: §",
	"Passwort für dana: §",
	"mot de passe admin : §",
	"the password is now §",
	"his temporary password will be §",
	"the password has been changed to §",
	"new password => §",
	"new password → §",
	"A temporary password is generated for root@localhost: §",
	'Anmeldung mit Kennwort "§" fehlgeschlagen',
	"PASSWORD elastic = §",
	"creds: dana/§",
	"u: dana p: §",
	"Password:\n    §\n",
])("a sentence gives a password: %s", (form) => {
	expect(masked(form.replace("§", password))).not.toContain(password);
});

test.each([
	'netsh wlan show profile name="Acme" key=clear | findstr Key',
	"netsh wlan export profile key=clear folder=c:\\temp",
	'Write-Output "Must provide -HuduApiKey with a valid value"',
	'throw "The parameter -Password must not be empty"',
	"usage: app --user USER --password PASSWORD [--force]",
	"  -p, --password string   Password for the user",
	"./x.ps1 -NetworkID [Network ID] -Token [API Token] -Headless",
	"-Token : API access token",
	"curl -u username:password https://example.com",
	"postgres://user:password@host:5432/db",
	'"Authorization" = "OAuth $Token"',
	'$headers = @{ Authorization = "SSWS $apiToken" }',
	"psql -c \"CREATE ROLE $DB_USER WITH LOGIN PASSWORD '$DB_PASS';\"",
	"Invoke-Sqlcmd -Query \"ALTER LOGIN sa WITH PASSWORD='$pw'\"",
	"--database-user '$DB_USER' --database-pass '$DB_PASS'",
	`sed -i "s|ADMIN_TOKEN=.*|ADMIN_TOKEN='\${TOKEN}'|" .env`,
	"$text -replace 'password=\\S+', 'password=***'",
	'-replace "Password=[^;]*","Password=xxx"',
	'echo -e "Password: \\e[32m$ADMIN_PASS\\e[0m"',
	"adduser --disabled-password archivebox",
	"certbot --dns-ovh --dns-ovh-credentials ~/.ovhapi",
	"GOOGLE_APPLICATION_CREDENTIALS=/etc/key.json gcloud x",
	"ansible-playbook x --private-key=/root/.ssh/id",
	'$ApiKey = "YOUR-API-KEY-HERE"',
	"Connect-x -Token your_token",
	"password=REDACTED",
	'Invoke-x -ConnectionString "server=$server; user=$u; password=$pw"',
	'connectionString="Data Source=.;Integrated Security=SSPI"',
	"password=args[1]",
	'set /p "pw=Enter password: "',
	"PASSWORD=`pwgen 12 1`",
	"# Get the date with NET USER command. If empty, retry",
	"Operation = 'Set company information.', 'Set password policy.', 'Remove partner.'",
	'if (-not (Test-Path "C:\\Program Files\\7-Zip\\7z.exe" -PathType Leaf)) { exit }',
	"for /f %%a in (x.txt) do net user %%a %%b /add",
	"helm install x y --set auth.existingSecret=my-secret",
	"msiexec /i x.msi ORG_TOKEN=__ORG_TOKEN__",
	'Read-Host "Password:"); $x = "abc"',
	'Write-Host "Password: " -ForegroundColor "Red"',
	"docker run -u app -p 127.0.0.1:8080:80/tcp web1",
	"journalctl -u nginx2 -p err",
	"mysql -u app -p app_db1",
	"Unexpected token 'x1y2z3w4' in expression or statement.",
	"reset the password on these machines:\nCLIENT-PC01\nCLIENT-PC02",
])("what only speaks of a secret is none: %s", (text) => {
	expect(secretText(text)).toBeNull();
});
