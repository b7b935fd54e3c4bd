# METADATA
# title: What monitoring results say
# description: >-
#   A result says in its outcome what was seen, and under exploited whether the risk came true. Either can tell of an
#   exploit.
package lib.results

# says_exploited(result) holds for a result that says that the risk was exploited.
says_exploited(result) if result.outcome == "exploited"

says_exploited(result) if result.exploited
