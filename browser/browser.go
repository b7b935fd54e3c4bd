// Package browser tries the report's page in a real browser.
package browser
