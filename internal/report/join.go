package report

import "fmt"

// Join says how the records of one kind and the risks that they name belong together: what doesn't join, on both sides.
type Join struct {
	// Kind is plan, activity, result, review or report.
	Kind string
	// Records counts those of the kind, and Joined those of them that name a risk which the run has.
	Records, Joined int
	// Renamed counts the names that lead to a risk of another id, by an alias or the table of joins.
	Renamed int
	// Adrift are the records that name no risk which the run has.
	Adrift []Subject
	// Unknown are the names of risks that no risk of the run bears.
	Unknown []Unknown
	// Unnamed are the open risks that no record of the kind names; of plans only, for what else a risk must have is for
	// rules to say.
	Unnamed []Subject
}

// Unknown is the name of a risk that the run doesn't have.
type Unknown struct {
	Subject Subject // that names it
	Name    string
	// Alike is the one risk that is called nearly so; empty where there is none. Nothing is joined by it.
	Alike string
}

// Whole says that every record joins, and every open risk is named.
func (j Join) Whole() bool { return len(j.Adrift)+len(j.Unknown)+len(j.Unnamed) == 0 }

// Loose says that a record names a risk that the run doesn't have, or none at all.
func (j Join) Loose() bool { return len(j.Adrift)+len(j.Unknown) > 0 }

// String says in one line how many join.
func (j Join) String() string {
	records := plural(j.Records, j.Kind)
	if j.Kind == "activity" && j.Records != 1 {
		records = fmt.Sprintf("%d activities", j.Records)
	}
	line := fmt.Sprintf("%d of %s joined a risk of the run", j.Joined, records)
	if j.Renamed > 0 {
		line += "; " + plural(j.Renamed, "name") + " led to a risk of another id"
	}
	return line
}

// String says who names what, and what is called nearly so.
func (u Unknown) String() string {
	line := fmt.Sprintf("%s %s names %s", u.Subject.Kind, u.Subject.ID, u.Name)
	if u.Alike != "" {
		line += " (" + u.Alike + " is called nearly so)"
	}
	return line
}

// JoinsToTell are the joins that a reader has to know of: records name risks that the run doesn't have, ids stand for others,
// or a source that can't carry everything leaves risks that no plan names.
func (r *Report) JoinsToTell() []Join {
	var said []Join
	for _, j := range r.Joins {
		if j.Loose() || j.Renamed > 0 || len(r.Coverage.Limited) > 0 && !j.Whole() {
			said = append(said, j)
		}
	}
	return said
}
