// Made-up command lines: those that carry a secret, and ordinary ones. Each template stands for its kind, filled in different ways.

const passwords = [
	"Summer2026!",
	"Tr0ub4dor&3".replace("&", "-"),
	"hunter22X",
	"q9#Lm2_vT",
	"'Correct Horse 7'",
];

/** `§` is where the secret stands. */
const carrying = String.raw`
net user tempadmin § /add
net user "Front Desk" §
net.exe user bob § /add /y
net use z: \\srv01\share § /user:acme\dana
net use z: \\srv01\share /user:acme\dana §
net use \\10.0.0.5\c$ /user:Administrator § /persistent:no
cmdkey /add:srv01 /user:ACME\dana /pass:§
cmdkey /generic:TERMSRV/ts01 /user:dana /pass:§
schtasks /create /tn backup /tr C:\b.cmd /sc daily /ru ACME\svc /rp §
schtasks /change /tn backup /ru ACME\svc /rp §
sc.exe config spooler obj= .\svc password= §
sqlcmd -S srv -U sa -P § -Q "select 1"
bcp db.dbo.t out t.dat -S srv -U sa -P §
certutil -f -p § -importpfx C:\cert.pfx
psexec \\pc01 -u acme\admin -p § cmd /c hostname
PsExec64.exe \\pc01 -accepteula -u admin -p § ipconfig
winrs -r:pc01 -u:admin -p:§ hostname
plink -ssh root@10.0.0.1 -pw § uptime
pscp -pw § a.txt root@h:/tmp/
wmic /node:pc01 /user:admin /password:§ os get caption
netdom join pc01 /domain:acme /userd:admin /passwordd:§
dsadd user "cn=bob,dc=acme" -pwd § -disabled no
rasdial "Acme VPN" dana §
bitsadmin /setcredentials job1 server basic dana §
netsh wlan set profileparameter name=Acme keyMaterial=§
reg add HKLM\SOFTWARE\x /v DefaultPassword /t REG_SZ /d § /f
setx DB_PASSWORD §
xfreerdp /v:ts01 /u:dana /p:§
New-LocalUser bob -Password §
Set-ADAccountPassword bob -NewPassword (ConvertTo-SecureString § -AsPlainText -Force)
$password = §
$env:API_KEY = "§"
mysql -uroot -p§ -e "show databases"
mysqldump -u root -p§ shop > shop.sql
mysql --password=§ shop
sshpass -p § ssh root@h
sshpass -p§ scp a root@h:/tmp
curl -u dana:§ https://intranet.example/api
curl -s --user dana:§ https://intranet.example
wget --http-password=§ https://intranet.example/x
lftp -u dana,§ ftp.example
smbclient //srv/share -U dana%§ -c ls
redis-cli -a § ping
ldapsearch -x -D cn=admin -w § -b dc=acme
docker login -u dana -p § registry.example
az login -u dana@acme.example -p §
7z x backup.7z -p§
unzip -P § backup.zip
openssl pkcs12 -in a.pfx -passin pass:§ -nodes
openssl enc -aes-256-cbc -in a -out b -k §
keytool -list -keystore a.jks -storepass §
htpasswd -b /etc/htpasswd dana §
snmpwalk -v3 -u dana -A § 10.0.0.1
mount -t cifs //srv/share /mnt -o username=dana,password=§
nmcli dev wifi connect Acme password §
echo § | sudo -S apt update
printf § | sudo -S systemctl restart cups
echo dana:§ | sudo chpasswd
sudo -S true <<< §
PGPASSWORD=§ psql -h db -U app
export SMTP_PASS=§
git clone https://dana:§@git.example/x.git
redis-cli -u redis://:§@cache:6379 ping
Server=db;User Id=sa;Pwd=§;
sqlpackage /tcs:"Server=db;Uid=sa;Password=§"
the pw is §
Kennwort: §
the admin password is §
Das Passwort lautet §
msiexec /i app.msi ADMINPASSWORD=§ /qn
mongosh "db" -u root -p § --eval "db.stats()"
ipmitool -H 10.0.0.2 -U admin -P § power status
`;

/** Urls can't hold blanks or `#`, nor can bare words that a shell would cut. */
const fits = (template: string, password: string): boolean =>
	!(
		password.startsWith("'") &&
		/[/:,%;=]§|-p§|\/§|"§|(?:pw|password|Kennwort:?|lautet|is) §|§"|:§@/.test(template)
	) && !(password.includes("#") && template.includes("://"));

const filled = (templates: string): string[] => templates.split("\n").filter((line) => line.trim() !== "");

export const withSecret: string[] = filled(carrying).flatMap((template) =>
	passwords.filter((password) => fits(template, password)).map((password) => template.replace("§", password)),
);

const names = [
	"spooler",
	"CLIENT-ACCT-01",
	"$env:COMPUTERNAME",
	'"Acme Dental"',
	"backup",
	"W32Time",
	"{{name}}",
	"user42",
	"2026-03-01",
];

/** `§`: an ordinary word. */
const ordinary = String.raw`
net user
net user § /active:no
net user dana * /add
net user § /domain
net use
net use z: \\srv01\share /persistent:yes
net use z: /delete /y
net start §
net stop §
net localgroup administrators
cmdkey /list
cmdkey /delete:srv01
schtasks /query /tn §
schtasks /run /tn §
schtasks /create /tn § /tr C:\b.cmd /sc daily /ru SYSTEM
sc.exe query §
sc.exe config § start= auto
sqlcmd -S srv -E -Q "select 1"
sqlcmd -S srv -d § -p 1
certutil -hashfile C:\a.zip SHA256
psexec \\pc01 -s hostname
plink -ssh -i C:\key.ppk root@h uptime
wmic os get caption
Get-Service §
Restart-Service § -Force -PassThru
Get-Process | Sort-Object CPU -Descending | Select-Object -First 5
Get-ADUser § -Properties PasswordLastSet
Set-ADUser § -PasswordNeverExpires $true
Set-ADUser § -ChangePasswordAtLogon $true
Get-ADDefaultDomainPasswordPolicy
net accounts /maxpwage:90 /minpwlen:12
New-LocalUser § -NoPassword
New-LocalUser § -Password $pw
$password = Read-Host -AsSecureString
$cred = Get-Credential §
Invoke-Command -ComputerName § -Credential $cred { hostname }
Write-Host "-Password parameter required"
Write-Host "the password for § has expired"
Write-Output "Password reset for §"
"Authorization" = "Bearer $authToken"
$headers = @{ "Authorization" = "Bearer $token" }
Invoke-RestMethod -Headers @{ Authorization = "Basic $encoded" } -Uri $uri
[reflection.assembly]::Load("System.Windows.Forms, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089")
Add-Type -AssemblyName "System.Web, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a"
param([Parameter(Mandatory)][SecureString]$Password, [string]$Name = "§")
if ([string]::IsNullOrEmpty($Password)) { throw "no password" }
Set-ItemProperty HKLM:\SOFTWARE\Vendor\Auth -Name LegacyMode -Value 0
reg query HKLM\SOFTWARE\Vendor /v LegacyMode
reg add HKLM\SOFTWARE\Vendor /v LegacyMode /t REG_DWORD /d 0 /f
netsh wlan show profiles
netsh advfirewall firewall add rule name=§ dir=in action=allow protocol=TCP localport=443
ipconfig /flushdns
gpupdate /force
dism /online /cleanup-image /restorehealth
sfc /scannow
winget upgrade --all --silent
msiexec /i app.msi /qn /norestart
setx PATH "%PATH%;C:\tools"
manage-bde -status c:
mysql -u root -p -e "show databases"
mysql --defaults-file=/root/.my.cnf § -e "select 1"
mysqldump -u root -p shop > shop.sql
mysqladmin -P 3307 status
sshpass -e ssh root@h
curl -fsSL https://example.com/install.sh -o /tmp/install.sh
curl -u $USER:$PASS https://intranet.example
curl -u dana https://intranet.example
curl -U https://example.com/§
curl -H "Accept: application/json" https://example.com/api/token
docker run -p 8080:80 --name § nginx
docker login --password-stdin registry.example
docker ps -a
podman run -d -p 5432:5432 postgres
mkdir -p /var/lib/§
cp -p /etc/hosts /etc/hosts.bak
ssh -p 2222 root@h uptime
scp -P 2222 a.txt root@h:/tmp/
nmap -p 443 10.0.0.1
tar -xzpf backup.tgz
7z x backup.7z -oC:\out -y
unzip -o backup.zip -d /opt/§
openssl x509 -in a.pem -noout -enddate
openssl passwd -6
redis-cli ping
psql -h db -U app -p 5432 -c "select 1"
PGPASSWORD=$DB_PASSWORD psql -h db
export PASSWORD_FILE=/run/secrets/db
echo § | sudo tee /etc/hostname
echo hello | sudo -u dana cat
echo "$PASS" | sudo -S apt update
echo "dana:$PW" | chpasswd
systemctl restart §
journalctl -u § --since today
apt-get install -y § 
passwd -l dana
chage -l dana
usermod -aG docker dana
useradd -m -s /bin/bash §
grep -i password /var/log/auth.log
grep -rn "token" /etc/§
sed -i s/LegacyMode=1/LegacyMode=0/ auth.ini
find / -name "*.key" -type f
ls -la ~/.ssh
cat /etc/passwd
id dana
git clone https://git.example/acme/x.git
git log --format=%H -p
rsync -avp /srv/ backup:/srv/
mount -t nfs srv:/share /mnt
nmcli dev wifi list
the printer asks for a password again
the password is wrong since this morning
Please reset the password of §
token: see the ticket
Kennwort vergessen: bitte um Hilfe
her PW is not accepted
robocopy C:\a D:\b /mir /r:1 /w:1
Get-ChildItem C:\Users -Recurse -Filter *.pst | Measure-Object Length -Sum
Test-NetConnection srv01 -Port 443
Set-ExecutionPolicy -Scope Process Bypass
Import-PfxCertificate -FilePath C:\a.pfx -Password (Get-Content p.txt | ConvertTo-SecureString)
Stop-Process -Name § -ErrorAction SilentlyContinue
Set-Service § -StartupType Automatic
Get-EventLog -LogName System -Source § -Newest 20
Remove-Item C:\Temp\§ -Recurse -Force -WhatIf
Copy-Item \\srv01\share\§ C:\Temp
New-Item -ItemType Directory -Path C:\§
if (Test-Path C:\§) { exit 0 }
Export-Csv -Path C:\§.csv -NoTypeInformation
schtasks /end /tn §
nslookup § 8.8.8.8
ping -n 2 §
tracert §
whoami /groups
query user /server:§
logoff 2 /server:§
shutdown /r /t 60 /c "§"
bcdedit /enum
chkdsk c: /scan
pnputil /enum-drivers
wevtutil qe System /c:5 /rd:true /f:text
df -h /srv/§
du -sh /var/lib/§
tail -n 50 /var/log/§.log
chmod 600 /etc/§
chown -R dana:dana /srv/§
mysql -e "show databases" -P 3306 -h §
kubectl get pods -n §
az vm list -g § -o table
helm list -n §
ip addr show
lpstat -p §
cancel -a §
cupsenable §
Get-Printer -Name §
Get-PrintJob -PrinterName § | Remove-PrintJob
Get-WmiObject Win32_Service -Filter "Name='§'"
`;

export const without: string[] = filled(ordinary).flatMap((template) =>
	template.includes("§") ? names.map((name) => template.replace("§", name)) : [template],
);
