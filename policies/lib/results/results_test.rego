package lib.results_test

import data.lib.results

test_either_field_tells_of_an_exploit if {
	results.says_exploited({"outcome": "exploited"})
	results.says_exploited({"outcome": "exploited", "exploited": false})
	results.says_exploited({"outcome": "issue", "exploited": true})
}

test_no_other_result_does if {
	not results.says_exploited({"outcome": "issue", "exploited": false})
	not results.says_exploited({"outcome": "inconclusive"})
	not results.says_exploited({})
}
