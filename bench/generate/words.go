package generate

import (
	"math/rand/v2"
	"strings"
)

var (
	givenNames  = []string{"Ada", "Bea", "Carl", "Dana", "Emil", "Femi", "Gita", "Hugo", "Ines", "Jon", "Kira", "Liam", "Mona", "Nils", "Olga", "Pavel"}
	familyNames = []string{"Abebe", "Berg", "Costa", "Dahl", "Evans", "Fischer", "Garcia", "Haddad", "Ito", "Jansen", "Kaur", "Lopez", "Meyer", "Novak", "Okafor", "Perez"}
	systems     = []string{"billing", "identity", "mail", "storage", "payroll", "search", "ordering", "reporting", "messaging", "backup", "network", "analytics"}
	weaknesses  = []string{"unpatched libraries", "shared administrator accounts", "an expired certificate chain", "untested backups", "excessive service permissions", "an unsupported operating system", "missing rate limits", "plain-text secrets in pipelines"}
	events      = []string{"an attacker takes over a session", "a supplier outage stops the service", "customer records are read by strangers", "a change is deployed without review", "a region fails and data is lost", "an insider copies the whole database"}
	effects     = []string{"fines and a loss of trust among customers", "several days without the service", "a breach that must be notified within three days", "wrong invoices for a whole quarter", "costs beyond the yearly budget of the unit"}
	rationales  = []string{"The remaining exposure is above what the unit may carry, and the work fits into the current quarter.", "Compared in the meeting of the risk team: the cost of the measure is a tenth of the expected loss.", "The measure removes the cause for all environments and not for production alone."}
	categories  = []string{"technology", "security", "third_party", "compliance", "continuity"}
	sources     = []string{"assessment", "audit", "scan", "penetration_test", "incident", "monitoring"}
	controls    = []string{"nist-800-53r5:SI-2", "nist-800-53r5:AC-6", "nist-800-53r5:CP-9", "nist-800-53r5:SC-12", "iso27001-2022:A.8.8", "iso27001-2022:A.5.15", "iso27001-2022:A.8.13"}
	changes     = []string{"new", "changed"}
	works       = []string{"Replace", "Isolate", "Renew", "Review and reduce", "Automate the check of"}
)

func pick(random *rand.Rand, from []string) string { return from[random.IntN(len(from))] }

func capital(word string) string { return strings.ToUpper(word[:1]) + word[1:] }
