package report

import "strings"

// String says in one line who accepted a finding, how long and why.
func (w Waiver) String() string {
	var parts []string
	switch {
	case w.Baseline:
		parts = append(parts, "stands in the baseline")
	case w.ID != "":
		parts = append(parts, "waived by "+w.ID)
	default:
		parts = append(parts, "waived")
	}
	if w.RequestedBy != "" {
		parts = append(parts, "requested by "+w.RequestedBy)
	}
	if w.ApprovedBy != "" {
		approved := "approved by " + w.ApprovedBy
		if !w.ApprovedOn.IsZero() {
			approved += " on " + w.ApprovedOn.String()
		}
		parts = append(parts, approved)
	}
	if !w.Expires.IsZero() {
		parts = append(parts, "until "+w.Expires.String())
	}
	text := strings.Join(parts, ", ")
	if w.Reason != "" {
		text += ": " + w.Reason
	}
	if w.Ticket != "" {
		text += " (" + w.Ticket + ")"
	}
	return text
}
