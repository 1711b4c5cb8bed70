# shellcheck shell=bash
# Dates: a record's time is its commit's, and author and committer have one. History has no clock: what was dated back
# or ahead, but in order, only the guard can know.

attack claimed R3 R3 committed_later "author and committer with times of their own"
committed_later() { forge --committed $((now + 1)); }
attack claimed R3 R3 authored_later "a record written before it was committed"
authored_later() { forge --at $((now - 1)) --committed "$now"; }
attack claimed R3 R3 other_committer "a committer who is not the author"
other_committer() { forge --committer builder; }
attack claimed R3 R3 before_its_claim "a verdict older than its claim"
before_its_claim() { forge --at $((start + 60)); }
attack claimed R3 guard-only ahead_of_time "a verdict dated a day ahead, so as to be fresh tomorrow"
ahead_of_time() { forge --at $((now + 86400)); }
attack claimed R3 guard-only slightly_ahead "a verdict dated sixteen minutes ahead"
slightly_ahead() { forge --at $((now + 960)); }
attack claimed R3 guard-only dated_back "a verdict dated back within the order"
dated_back() { tick 3600 && forge --at $((now - 3000)); }
attack closable R3 guard-only done_dated_back "DONE dated back to when the passes were fresh"
done_dated_back() { tick 90000 && forge --at $((now - 90000)); }
