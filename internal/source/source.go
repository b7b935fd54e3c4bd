// Package source reads JSON strictly, and knows the line and column of every value.
package source
